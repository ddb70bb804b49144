/// An exact fraction, so that the check of shunt's sums shares nothing with them: no picodollars, no ``Primitives/Decimal``.
struct Ratio: Equatable, CustomStringConvertible {
    let numerator: Int128
    let denominator: Int128

    static let zero = Ratio(0, 1)

    init(_ numerator: Int128, _ denominator: Int128) {
        let divisor = Self.divisor(numerator.magnitude, denominator.magnitude)
        self.numerator = numerator / Int128(divisor)
        self.denominator = denominator / Int128(divisor)
    }

    init(_ count: Int) { self.init(Int128(count), 1) }

    /// Plain decimal text, such as `0.0028` or `-1.5`; nil for anything else.
    init?(decimal text: String) {
        var digits = text.drop { $0 == "-" }
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }) else { return nil }
        var scale: Int128 = 1
        if let dot = digits.firstIndex(of: ".") {
            for _ in digits[digits.index(after: dot)...] { scale *= 10 }
            digits.remove(at: dot)
        }
        guard let whole = Int128(digits) else { return nil }
        self.init(text.hasPrefix("-") ? -whole : whole, scale)
    }

    static func + (left: Ratio, right: Ratio) -> Ratio {
        Ratio(left.numerator * right.denominator + right.numerator * left.denominator, left.denominator * right.denominator)
    }

    static func * (left: Ratio, right: Ratio) -> Ratio {
        Ratio(left.numerator * right.numerator, left.denominator * right.denominator)
    }

    var description: String { "\(numerator)/\(denominator)" }

    private static func divisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return max(left, 1)
    }
}
