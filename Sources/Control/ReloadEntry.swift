internal import Exchange
internal import Primitives
internal import Routing
internal import Settings
internal import Telemetry

/// The journal's account of a reload.
enum ReloadEntry {
    static func live(_ snapshot: Snapshot, after before: Snapshot) -> LogEntry {
        let (new, old) = (snapshot.table.revision, before.table.revision)
        let text = new == old ? "reloaded: table \(new) as before" : "reloaded: table \(new) is live, \(old) before it"
        return LogEntry(.notice, messageID: MessageID.reloaded.rawValue, message: text, fields: [revision(snapshot)])
    }

    static func refused(_ failure: ReloadFailure, serving snapshot: Snapshot) -> LogEntry {
        let reasons = failure.diagnostics.map { "\n\($0)" }.joined()
        let text = "reload refused, table \(snapshot.table.revision) goes on serving:\(reasons)"
        return LogEntry(.error, messageID: MessageID.reloadFailed.rawValue, message: text, fields: [revision(snapshot)])
    }

    private static func revision(_ snapshot: Snapshot) -> LogEntry.Field {
        LogEntry.Field("SHUNT_REVISION", snapshot.table.revision.description)
    }
}
