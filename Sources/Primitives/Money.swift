/// An exact amount of US dollars, in integer picodollars (10⁻¹² USD).
///
/// 128 bits hold the product of any token count within ``Limits/tokensPerClass`` and any price, so sums stay exact.
package struct Money: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var picodollars: Int128

    package init(picodollars: Int128) { self.picodollars = picodollars }

    package static let zero = Money(picodollars: 0)

    package static func + (left: Self, right: Self) -> Self { Self(picodollars: left.picodollars + right.picodollars) }
    package static func - (left: Self, right: Self) -> Self { Self(picodollars: left.picodollars - right.picodollars) }
    package static func += (left: inout Self, right: Self) { left.picodollars += right.picodollars }
    package static func * (price: Self, count: Int) -> Self { Self(picodollars: price.picodollars * Int128(count)) }
    package static func < (left: Self, right: Self) -> Bool { left.picodollars < right.picodollars }

    /// US dollars as exact decimal text without trailing zeros, such as `0.00415`, `-1.5` or `0`.
    package var description: String {
        let magnitude = picodollars.magnitude
        let whole = magnitude / 1_000_000_000_000
        var fraction = String(magnitude % 1_000_000_000_000)
        fraction = String(repeating: "0", count: 12 - fraction.count) + fraction
        while fraction.last == "0" { fraction.removeLast() }
        let sign = picodollars < 0 ? "-" : ""
        return fraction.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
    }
}
