internal import Conversation
internal import Primitives
internal import Routing
internal import Telemetry

/// Tells the operator that a model of one provider is left alone for a while.
enum BreakerEntry {
    static func cooling(_ candidate: Candidate, _ fault: Fault, for pause: Duration) -> LogEntry {
        let status = fault.status.map { " with status \($0)" } ?? ""
        let text = "\(candidate.model.id) of \(candidate.provider.name) failed (\(fault.kind.rawValue)\(status)) and is left alone for \(pause.inMilliseconds) ms"
        return LogEntry(
            .warning, messageID: MessageID.breakerChanged.rawValue, message: text,
            fields: [
                LogEntry.Field("SHUNT_MODEL", candidate.model.id.text), LogEntry.Field("SHUNT_PROVIDER", candidate.provider.name.text),
                LogEntry.Field("SHUNT_FAULT", fault.kind.rawValue), LogEntry.Field("SHUNT_PAUSE_MS", String(pause.inMilliseconds)),
            ])
    }
}
