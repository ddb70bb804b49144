/// What is written down of one part of a budget: after a crash all of it counts as spent.
package struct BudgetRow: Sendable, Equatable {
    package let budget: String
    /// Which part of it: empty where all share it.
    package let part: String
    /// The window's, in Unix seconds; 0 for one without end.
    package let start: Int
    /// When the row is of no use any more.
    package let until: Int
    package let amounts: BudgetAmounts

    package init(budget: String, part: String, start: Int, until: Int, amounts: BudgetAmounts) {
        self.budget = budget
        self.part = part
        self.start = start
        self.until = until
        self.amounts = amounts
    }
}
