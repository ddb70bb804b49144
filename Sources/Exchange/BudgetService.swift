package import JSONText
package import Loop
package import Primitives
package import Routing
package import Settings

/// Where what is spent of budgets outlives the daemon.
@LoopActor
package protocol BudgetStore: AnyObject {
    /// What was written last.
    func load() async throws(LedgerFailure) -> [BudgetRow]
    /// Returns once the rows are where no end of the daemon takes them away.
    func write(_ rows: [BudgetRow]) async throws(LedgerFailure)
}

/// How budgets stand.
@LoopActor
package protocol BudgetService: AnyObject {
    /// Writes an array of all budgets; where each of something has its own, with those that spent most if `parts` are wanted.
    func write(_ snapshot: Snapshot, parts: Bool, into writer: inout JSONWriter)
    /// Writes an array of those that count what the caller asks, as far as it alone decides that.
    func write(_ snapshot: Snapshot, for caller: CallerIdentity, into writer: inout JSONWriter)
    /// What was refused and let down to another tier since the daemon's start.
    var outcomes: [BudgetName: BudgetOutcomes] { get }
    /// Why what is spent is kept in memory alone; nil where it is not, or where it is meant to be.
    var failure: String? { get }
    /// The budgets that all share, as they stand.
    func standings(_ snapshot: Snapshot) -> [Budgets.Standing]
}

/// What became of requests that a budget did not cover.
package struct BudgetOutcomes: Sendable, Equatable {
    package var refused = 0
    package var degraded = 0

    package init() {}
}
