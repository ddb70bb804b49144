internal import Exchange
internal import Primitives
internal import Routing
internal import Settings
internal import Telemetry

/// The journal's account of what the table's source gave by itself.
enum TableEntry {
    static func live(_ snapshot: Snapshot, after before: Snapshot) -> LogEntry {
        entry(.notice, .tableLive, "table \(snapshot.table.revision) is live, \(before.table.revision) before it", snapshot)
    }

    static func refused(_ failure: ReloadFailure, serving snapshot: Snapshot) -> LogEntry {
        entry(.error, .tableRefused, "a table was refused, \(snapshot.table.revision) goes on serving:\(reasons(failure))", snapshot)
    }

    static func unreachable(_ failure: ReloadFailure, serving snapshot: Snapshot) -> LogEntry {
        entry(.warning, .tableSource, "the table's source does not answer, \(snapshot.table.revision) goes on serving:\(reasons(failure))", snapshot)
    }

    static func reachable(_ snapshot: Snapshot, after time: Duration) -> LogEntry {
        let seconds = time.inMilliseconds / 1000
        return entry(.notice, .tableSource, "the table's source \(snapshot.configuration.table.name) answers again, after \(seconds) s", snapshot)
    }

    static func began(with snapshot: Snapshot, despite failure: ReloadFailure) -> LogEntry {
        let kind: MessageID = failure.isUnreachable ? .tableSource : .tableRefused
        return entry(.error, kind, "the kept copy of table \(snapshot.table.revision) serves, since its source gives none to be used:\(reasons(failure))", snapshot)
    }

    /// What is wrong with the folder of kept tables.
    static func notKept(_ message: String) -> LogEntry {
        LogEntry(.error, messageID: MessageID.tableNotKept.rawValue, message: message)
    }

    static func keptAgain(_ table: KeptTable) -> LogEntry {
        LogEntry(.notice, messageID: MessageID.tableNotKept.rawValue, message: "table \(table.revision) is kept on disk again")
    }

    private static func reasons(_ failure: ReloadFailure) -> String { failure.diagnostics.map { "\n\($0)" }.joined() }

    private static func entry(_ priority: LogEntry.Priority, _ kind: MessageID, _ message: String, _ snapshot: Snapshot) -> LogEntry {
        LogEntry(
            priority, messageID: kind.rawValue, message: message,
            fields: [LogEntry.Field("SHUNT_REVISION", snapshot.table.revision.description)])
    }
}
