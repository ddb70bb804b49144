internal import Primitives
internal import Routing
package import Settings

/// The line that `systemctl status` shows.
package enum StatusLine {
    package static func serving(_ snapshot: Snapshot) -> String {
        let table = snapshot.table
        let staged = snapshot.staged.map { "; \($0.table.revision) for \($0.table.rollout?.share ?? 0) % of sessions" } ?? ""
        return "Serving table \(table.revision): \(table.modes.count) modes, \(table.models.count) models\(staged)"
    }
}
