package import Primitives

/// What the next calls of a session cost on the model that holds its warm cache, and on the cheaper one that its mode asks for.
package struct Comparison: Sendable {
    package enum Verdict: String, Sendable { case stay, `switch` }

    /// The model with the warm cache, and its tier.
    package let warm: Model
    package let tier: TierName
    /// The one that the mode asks for.
    package let other: Model
    /// Tokens of this request that each holds warm.
    package let warmTokens: Int
    package let otherWarmTokens: Int
    /// Calls that are expected before the mode asks for the warm model's tier again, in thousandths; this one included.
    package let calls: Int
    /// What those calls cost there; with what is given up by not changing to the other, where that pays off over later runs.
    package let stay: Money
    /// What they cost on the other; with what it then costs to fill the warm model's cache up again.
    package let change: Money

    package var verdict: Verdict { stay <= change ? .stay : .switch }

    /// `58k tokens warm, 1.4 calls expected: $0.034 against $0.081`, the chosen way's cost first.
    package var text: String {
        let (chosen, left) = verdict == .stay ? (stay, change) : (change, stay)
        return "\(Self.count(warmTokens)) tokens warm, \(Self.decimal(calls)) calls expected: $\(chosen.rounded) against $\(left.rounded)"
    }

    /// Calls as a decimal number.
    package var expectedCalls: String { Self.exact(calls) }

    static func exact(_ thousandths: Int) -> String { Money(picodollars: Int128(thousandths) * 1_000_000_000).description }

    /// Calls in thousandths with one decimal.
    static func decimal(_ thousandths: Int) -> String {
        let tenths = (thousandths + 50) / 100
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    private static func count(_ tokens: Int) -> String { tokens < 10_000 ? "\(tokens)" : "\((tokens + 500) / 1000)k" }
}

/// Why nothing was compared although a better model holds a warm cache.
package enum ComparisonGap: Sendable {
    /// There is no price for what it would use.
    case unpriced(Model)

    package var text: String {
        switch self {
        case .unpriced(let model): "not compared with the warm cache, for \(model.id) has no price"
        }
    }
}
