package import Primitives

/// What a budget counts.
package enum BudgetMeasure: String, Sendable, CaseIterable {
    case usd, tokens, requests
}

/// Exact amounts of all that budgets count.
package struct BudgetAmounts: Sendable, Equatable {
    package var usd: Money
    package var tokens: Int
    package var requests: Int

    package init(usd: Money = .zero, tokens: Int = 0, requests: Int = 0) {
        self.usd = usd
        self.tokens = tokens
        self.requests = requests
    }

    package static let zero = Self()

    /// Dollars in picodollars, the others as they are.
    package subscript(measure: BudgetMeasure) -> Int128 {
        get {
            switch measure {
            case .usd: usd.picodollars
            case .tokens: Int128(tokens)
            case .requests: Int128(requests)
            }
        }
        set {
            switch measure {
            case .usd: usd.picodollars = newValue
            case .tokens: tokens = Int(clamping: newValue)
            case .requests: requests = Int(clamping: newValue)
            }
        }
    }

    package static func + (left: Self, right: Self) -> Self {
        Self(usd: left.usd + right.usd, tokens: left.tokens + right.tokens, requests: left.requests + right.requests)
    }

    package static func - (left: Self, right: Self) -> Self {
        Self(usd: left.usd - right.usd, tokens: left.tokens - right.tokens, requests: left.requests - right.requests)
    }

    package static func += (left: inout Self, right: Self) { left = left + right }
    package static func -= (left: inout Self, right: Self) { left = left - right }
}

/// How much of each a budget has; nil is not bounded.
package struct BudgetLimits: Sendable, Equatable {
    package var usd: Money?
    package var tokens: Int?
    package var requests: Int?

    package init(usd: Money? = nil, tokens: Int? = nil, requests: Int? = nil) {
        self.usd = usd
        self.tokens = tokens
        self.requests = requests
    }

    package var isEmpty: Bool { usd == nil && tokens == nil && requests == nil }

    /// As ``BudgetAmounts/subscript(_:)``.
    package subscript(measure: BudgetMeasure) -> Int128? {
        switch measure {
        case .usd: usd?.picodollars
        case .tokens: tokens.map { Int128($0) }
        case .requests: requests.map { Int128($0) }
        }
    }

    /// Those measures that are bounded, in their order.
    package var measures: [BudgetMeasure] { BudgetMeasure.allCases.filter { self[$0] != nil } }
}
