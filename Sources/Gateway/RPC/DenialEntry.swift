internal import Exchange
internal import Primitives
internal import Settings
internal import Telemetry

/// The journal's word of a caller that asked for what only an operator may do.
enum DenialEntry {
    static func make(_ caller: Caller?, _ reason: String) -> LogEntry {
        var entry = LogEntry(.warning, messageID: MessageID.callerDenied.rawValue, message: "refused a caller: \(reason)")
        guard let caller else { return entry }
        entry.fields.append(LogEntry.Field("SHUNT_UID", String(caller.identity.uid)))
        entry.fields.append(LogEntry.Field("SHUNT_PID", String(caller.pid)))
        if let unit = caller.identity.unit { entry.fields.append(LogEntry.Field("SHUNT_UNIT", unit)) }
        return entry
    }
}
