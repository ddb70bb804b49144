internal import Exchange
internal import Primitives
internal import Routing
internal import Settings
internal import Telemetry

/// The journal's account of tables that are rolled out, and of those that are rolled back.
enum RolloutEntry {
    static func began(_ staged: Snapshot, beside live: Snapshot) -> LogEntry {
        let share = staged.table.rollout?.share ?? 0
        return entry(.notice, .rollout, "table \(staged.table.revision) serves \(share) % of the sessions, \(live.table.revision) the others", staged)
    }

    static func promoted(_ snapshot: Snapshot, after before: Snapshot) -> LogEntry {
        entry(.notice, .rollout, "table \(snapshot.table.revision) was promoted and serves all sessions, \(before.table.revision) before it", snapshot)
    }

    static func ended(_ staged: Snapshot, serving live: Snapshot) -> LogEntry {
        entry(.notice, .rollout, "table \(staged.table.revision) serves no more, for its source has \(live.table.revision) again", live)
    }

    static func withdrawn(_ staged: Snapshot, because breach: RolloutGuard.Breach, serving live: Snapshot) -> LogEntry {
        entry(.error, .rolledBack, "table \(staged.table.revision) was rolled back by its guard, \(live.table.revision) serves all sessions: \(breach)", live)
    }

    static func withdrawn(_ staged: Snapshot, serving live: Snapshot) -> LogEntry {
        entry(.notice, .rolledBack, "table \(staged.table.revision) was rolled back by an operator, \(live.table.revision) serves all sessions", live)
    }

    static func wentBack(to snapshot: Snapshot, from before: Snapshot) -> LogEntry {
        entry(.notice, .rolledBack, "table \(before.table.revision) was rolled back by an operator, \(snapshot.table.revision) serves again", snapshot)
    }

    private static func entry(_ priority: LogEntry.Priority, _ kind: MessageID, _ message: String, _ snapshot: Snapshot) -> LogEntry {
        LogEntry(
            priority, messageID: kind.rawValue, message: message,
            fields: [LogEntry.Field("SHUNT_REVISION", snapshot.table.revision.description)])
    }
}
