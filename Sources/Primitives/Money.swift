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
        var text = Bytes()
        text.append(self)
        return text.text
    }

    /// As people write it, the sign before the currency: `$0.00415`, `-$1.5`.
    package var dollars: String {
        var text = Bytes()
        text.append(dollars: self)
        return text.text
    }
}

extension Array where Element == UInt8 {
    /// Appends US dollars as ``Money/description`` has them.
    package mutating func append(_ money: Money) {
        if money.picodollars < 0 { append(UInt8(ascii: "-")) }
        append(magnitudeOf: money)
    }

    /// Appends them as ``Money/dollars`` has them.
    package mutating func append(dollars money: Money) {
        append(literal: money.picodollars < 0 ? "-$" : "$")
        append(magnitudeOf: money)
    }

    private mutating func append(magnitudeOf money: Money) {
        let (whole, fraction) = money.picodollars.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000_000)
        if let whole = UInt64(exactly: whole) { append(decimal: whole, digits: 1) } else { append(String(whole)) }
        guard fraction > 0 else { return }
        append(UInt8(ascii: "."))
        var (digits, count) = (UInt64(fraction), 12)
        while digits % 10 == 0 { (digits, count) = (digits / 10, count - 1) }
        append(decimal: digits, digits: count)
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
