/// An exact amount of US dollars, in integer picodollars (10⁻¹² USD).
///
/// 128 bits hold the product of any token count within ``Limits/tokensPerClass`` and any price, so sums stay exact.
package struct Money: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var picodollars: Int128

    package init(picodollars: Int128) { self.picodollars = picodollars }

    /// The amount of US dollars that ``description`` writes so; nil where `text` is no decimal number, or finer than a picodollar.
    package init?(_ text: some StringProtocol) {
        guard let picodollars = Decimal(text)?.scaled(byPowerOfTen: 12) else { return nil }
        self.picodollars = picodollars
    }

    package static let zero = Money(picodollars: 0)

    package static func + (left: Self, right: Self) -> Self { Self(picodollars: left.picodollars + right.picodollars) }
    package static func - (left: Self, right: Self) -> Self { Self(picodollars: left.picodollars - right.picodollars) }
    package static func += (left: inout Self, right: Self) { left.picodollars += right.picodollars }
    package static func * (price: Self, count: Int) -> Self { Self(picodollars: price.picodollars * Int128(count)) }
    package static func < (left: Self, right: Self) -> Bool { left.picodollars < right.picodollars }

    /// US dollars as exact decimal text without trailing zeros, such as `0.00415`, `-1.5` or `0`.
    package var description: String {
        let (whole, fraction) = picodollars.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000_000)
        let sign = picodollars < 0 ? "-" : ""
        return fraction == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(Self.digits(ofFraction: UInt64(fraction)))"
    }

    /// As people write it, the sign before the currency: `$0.00415`, `-$1.5`.
    package var dollars: String { picodollars < 0 ? "-$\(description.dropFirst())" : "$\(description)" }

    /// Twelve digits without the zeros at their end.
    private static func digits(ofFraction fraction: UInt64) -> String {
        var rest = fraction
        var count = 12
        while rest % 10 == 0 {
            rest /= 10
            count -= 1
        }
        let digits = String(rest)
        return String(repeating: "0", count: count - digits.utf8.count) + digits
    }
}

extension Money {
    /// US dollars to three digits, for people: `0.034`, `1.28`, `250`.
    package var rounded: String {
        var unit: Int128 = 1
        while picodollars.magnitude / UInt128(unit) >= 10_000 { unit *= 10 }
        if picodollars.magnitude / UInt128(unit) >= 1000 { unit *= 10 }
        let half = picodollars < 0 ? -unit / 2 : unit / 2
        return Money(picodollars: (picodollars + half) / unit * unit).description
    }
}
