internal import Primitives

/// Why a budget does not cover an attempt.
package struct BudgetShortage: Error, Sendable, Equatable {
    package let budget: Budget
    /// Whose part of it is meant; nil where all share it.
    package let value: String?
    package let measure: BudgetMeasure
    /// What the attempt takes in the worst case; see ``BudgetAmounts/subscript(_:)`` for the unit, as for the other amounts.
    package let need: Int128
    package let limit: Int128
    package let spent: Int128
    /// What requests under way may still take.
    package let reserved: Int128
    /// When the budget opens again, in Unix seconds; nil where it never does.
    package let opens: Int?
    package let now: Int

    /// It would fit if the requests under way turned out to take nothing.
    package var waitsForOthers: Bool { spent + need <= limit }

    /// When asking again may help; nil where waiting does not: the budget never opens, or the attempt is more than all of it.
    package var retryAfter: Duration? {
        if waitsForOthers { return Limits.shortestCooling }
        guard need <= limit, let opens else { return nil }
        return .seconds(max(opens - now, 1))
    }

    package var message: String {
        let whose = "the budget \(budget.name)" + (value.map { " of \"\($0.shown)\"" } ?? "")
        if need > limit {
            let remedy = measure == .requests ? "" : "; ask for fewer output tokens"
            return "\(whose) has \(text(limit)) in all, and this request alone may take \(text(need))\(remedy)"
        }
        let held = reserved > 0 ? " and \(text(reserved)) held by requests under way" : ""
        let opening = opens.map { "it opens again at \(Day.text(at: $0))" } ?? "it does not open again"
        return "\(whose) does not cover this request, which may take \(text(need)), with \(number(max(limit - spent - reserved, 0))) of \(text(limit)) left\(held); \(opening)"
    }

    private func text(_ amount: Int128) -> String {
        switch measure {
        case .usd: number(amount)
        case .tokens: "\(amount) \(amount == 1 ? "token" : "tokens")"
        case .requests: "\(amount) \(amount == 1 ? "request" : "requests")"
        }
    }

    private func number(_ amount: Int128) -> String { measure == .usd ? "$" + Money(picodollars: amount).description : String(amount) }
}
