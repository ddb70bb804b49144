package import Primitives

/// Why a request is served from a lower tier than it came to: a budget does not cover that one.
package struct Descent: Sendable, Equatable {
    package let budget: BudgetName
    /// The tier that serves it instead.
    package let tier: TierName
    /// The tier that it came to; nil for a model that the caller named.
    package let from: TierName?

    package init(budget: BudgetName, tier: TierName, from: TierName?) {
        self.budget = budget
        self.tier = tier
        self.from = from
    }

    /// What a budget does with a request that it does not cover in tier `from`; nil where it refuses it. It lets a request down once.
    package init?(by shortage: BudgetShortage, from: TierName?, after others: [BudgetName]) {
        let name = shortage.budget.name
        guard case .tier(let tier) = shortage.budget.over, tier != from, !others.contains(name) else { return nil }
        self.init(budget: name, tier: tier, from: from)
    }

    /// `budget agents does not cover tier balanced, so tier free`
    var text: String {
        "budget \(budget) does not cover \(from.map { "tier \($0)" } ?? "the model that the caller asked for"), so tier \(tier)"
    }
}
