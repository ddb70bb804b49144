package import Primitives

/// How much may be spent within some time, and what becomes of requests beyond that. Whose requests those are is said elsewhere.
package struct Budget: Sendable, Equatable {
    /// What becomes of a request that the budget does not cover.
    package enum Over: Sendable, Equatable {
        case refuse
        /// It is served from this tier, as far as the dollars reach there. What the tier serves counts neither as tokens nor as requests:
        /// those bound what is better than it.
        case tier(TierName)
    }

    package let name: BudgetName
    package var limits: BudgetLimits
    /// Nil: it never opens again. For budgets of sessions, which end.
    package var window: BudgetWindow?
    package var over: Over
    /// Whether models without a price count as costing nothing; else a budget in dollars keeps requests from them.
    package var takesUnpriced: Bool

    package init(
        _ name: BudgetName, limits: BudgetLimits, window: BudgetWindow?, over: Over = .refuse, takesUnpriced: Bool = false
    ) {
        self.name = name
        self.limits = limits
        self.window = window
        self.over = over
        self.takesUnpriced = takesUnpriced
    }

    func span(at now: Int) -> BudgetWindow.Span { window?.span(at: now) ?? .open }
}

/// One budget's say in one attempt.
package struct BudgetClaim: Sendable, Equatable {
    package let budget: Budget
    /// Whose part of the budget is meant: a session, a user, …; nil where all share it.
    package let value: String?
    /// The attempt is in the tier that the budget lets requests down to.
    package let isAtBottom: Bool

    package init(_ budget: Budget, value: String?, isAtBottom: Bool = false) {
        self.budget = budget
        self.value = value
        self.isAtBottom = isAtBottom
    }

    /// The part of `amounts` that the budget counts.
    func counted(_ amounts: BudgetAmounts) -> BudgetAmounts { isAtBottom ? BudgetAmounts(usd: amounts.usd) : amounts }
}
