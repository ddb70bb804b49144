internal import Primitives
internal import Routing

/// Numbers with units, as settings write them. All are exact: what does not come out whole is no quantity.
package enum Quantity {
    private static let durationUnits: [(unit: String, nanoseconds: Int128)] = [
        ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ]
    private static let byteUnits: [(unit: String, bytes: Int128)] = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("B", 1)]

    /// `250ms`, `1.5s`, `2m`, `1h`.
    package static func duration(_ text: String) -> Duration? {
        scaled(text, durationUnits.map { ($0.unit, $0.nanoseconds) }).flatMap { Int64(exactly: $0) }.map { .nanoseconds($0) }
    }

    /// `512KiB`, `32MiB`, `1GiB`.
    static func bytes(_ text: String) -> Int? {
        scaled(text, byteUnits.map { ($0.unit, $0.bytes) }).flatMap { Int(exactly: $0) }
    }

    /// As it would be written, in the largest unit that comes out whole.
    static func text(_ duration: Duration) -> String {
        let nanoseconds = Int128(duration.inNanoseconds)
        for (unit, size) in durationUnits.reversed() where nanoseconds % size == 0 { return "\"\(nanoseconds / size)\(unit)\"" }
        return "\"\(nanoseconds)ns\""
    }

    private static func scaled(_ text: String, _ units: [(unit: String, size: Int128)]) -> Int128? {
        guard let first = text.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return nil }
        let digits = text.prefix { $0.isNumber || $0 == "." }
        guard let size = units.first(where: { $0.unit == text[digits.endIndex...] })?.size, let number = Decimal(digits) else { return nil }
        // Thousandths of a unit are as fine as anybody writes.
        guard let thousandths = number.scaled(byPowerOfTen: 3) else { return nil }
        let (product, overflow) = thousandths.multipliedReportingOverflow(by: size)
        return overflow || product % 1000 != 0 ? nil : product / 1000
    }

    /// What a price is for.
    struct PriceUnit: Sendable {
        let name: String
        /// Picodollars in one dollar of it, as a power of ten.
        let power: Int
        /// What it is finest in.
        let grain: String

        static let perMillionTokens = PriceUnit(name: "USD per million tokens", power: Price.powerOfPicodollarsPerToken, grain: "a picodollar per token")
        static let perCall = PriceUnit(name: "USD per call", power: Price.powerOfPicodollars, grain: "a picodollar")
        static let dollars = PriceUnit(name: "USD", power: Price.powerOfPicodollars, grain: "a picodollar")
    }

    static func price(_ decimal: Decimal, _ unit: PriceUnit, written text: String, _ node: Node, _ findings: inout Findings) -> Money? {
        if decimal.digits < 0 {
            findings.report("\(findings.subject) is negative: \(Findings.shown(text))", at: node.place, suggestion: "a price is zero or more")
            return nil
        }
        guard let price = decimal.scaled(byPowerOfTen: unit.power) else {
            findings.report(
                "\(findings.subject) is finer than \(unit.grain) or too large: \(Findings.shown(text))", at: node.place,
                suggestion: "write at most \(unit.power) decimals")
            return nil
        }
        let money = Money(picodollars: price)
        let most = Decimal(String(Limits.priceInDollars))?.scaled(byPowerOfTen: unit.power).map(Money.init) ?? .zero
        if money > most {
            findings.report(
                "\(findings.subject) is \(Findings.shown(text)) \(unit.name); at most \(Limits.priceInDollars) is allowed", at: node.place)
            return nil
        }
        return money
    }
}
