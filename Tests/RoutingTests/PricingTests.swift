import Conversation
import Primitives
import Routing
import Testing

@Suite("Prices")
struct PricingTests {
    /// Picodollars per token of so many USD per million tokens.
    static func usd(_ text: String) -> Money {
        Money(picodollars: Decimal(text)!.scaled(byPowerOfTen: Price.powerOfPicodollarsPerToken)!)
    }

    static let opus = Price(input: usd("5"), output: usd("25"), cacheRead: usd("0.5"), cacheWrite5m: usd("6.25"), cacheWrite1h: usd("10"))
    static let plain = Price(input: usd("0.15"), output: usd("0.6"))

    struct Case: Sendable {
        let usage: Usage
        let price: Price?
        /// USD, computed by hand.
        let cost: String?

        init(_ usage: Usage, _ price: Price?, _ cost: String?) {
            self.usage = usage
            self.price = price
            self.cost = cost
        }
    }

    static let cases: [Case] = [
        Case(Usage(input: 0, output: 0), opus, "0"),
        // 1,234 × 5 + 567 × 25 = 6,170 + 14,175 = 20,345 millionths.
        Case(Usage(input: 1234, output: 567), opus, "0.020345"),
        // 100 × 5 + 90,000 × 0.5 + 2,000 × 6.25 + 300 × 10 + 40 × 25 + 60 × 25 = 500 + 45,000 + 12,500 + 3,000 + 1,000 + 1,500.
        Case(Usage(input: 100, cacheRead: 90_000, cacheWrite5m: 2000, cacheWrite1h: 300, output: 40, reasoning: 60), opus, "0.0635"),
        // One token of the cheapest: 0.15 millionths.
        Case(Usage(input: 1, output: 0), plain, "0.00000015"),
        // Cached input at the price of input: (10 + 20 + 30 + 40) × 0.15 = 15 millionths.
        Case(Usage(input: 10, cacheRead: 20, cacheWrite5m: 30, cacheWrite1h: 40, output: 0), plain, "0.000015"),
        // Reasoning at the price of output: (7 + 3) × 0.6 = 6.
        Case(Usage(input: 0, output: 7, reasoning: 3), plain, "0.000006"),
        // Reasoning at its own price: 3 × 2.5 = 7.5.
        Case(Usage(input: 0, output: 0, reasoning: 3), Price(input: usd("1"), output: usd("1"), reasoning: usd("2.5")), "0.0000075"),
        // A price of a picodollar, a trillion tokens.
        Case(Usage(input: 1_000_000_000_000, output: 0), Price(input: usd("0.000001"), output: usd("0")), "1"),
        Case(Usage(input: 1_000_000_000_000, output: 1_000_000_000_000), Price(input: usd("1000000"), output: usd("1000000")), "2000000000000"),
        // Free is a price.
        Case(Usage(input: 5, output: 5), Price(input: .zero, output: .zero), "0"),
        // Unknown stays unknown: no price at all, no price of a class that was used.
        Case(Usage(input: 1, output: 1), nil, nil),
        Case(Usage(input: 1, output: 1), Price(input: usd("1")), nil),
        Case(Usage(input: 1, output: 0), Price(input: usd("1")), "0.000001"),
        Case(Usage(input: 1, cacheWrite1h: 1, output: 1), Price(input: usd("1"), output: usd("1"), cacheWrite5m: usd("1.25")), nil),
        Case(Usage(input: 1, cacheWrite5m: 1, output: 1), Price(input: usd("1"), output: usd("1"), cacheWrite1h: usd("2")), "0.000003"),
        Case(audio(input: 10, output: 0), opus, nil),
        // 10 × 32 + 5 × 64 = 640.
        Case(audio(input: 10, output: 5), Price(input: usd("4"), output: usd("16"), audioInput: usd("32"), audioOutput: usd("64")), "0.00064"),
        // A count below zero is no refund.
        Case(Usage(input: -5, output: 1), plain, "0.0000006"),
    ]

    static func audio(input: Int, output: Int) -> Usage {
        var usage = Usage(input: 0, output: 0)
        usage.audioInput = input
        usage.audioOutput = output
        return usage
    }

    @Test("Costs are those computed by hand, to the last digit", arguments: cases)
    func cost(_ example: Case) {
        #expect(Pricing.cost(of: example.usage, at: example.price)?.description == example.cost)
    }

    @Test("A saving is what the baseline had cost less what it did cost; unknown where either is")
    func saving() {
        let usage = Usage(input: 1000, output: 100)
        let cost = Pricing.cost(of: usage, at: Self.plain)
        // 5,000 + 2,500 − 150 − 60 = 7,290 millionths.
        #expect(Pricing.saved(by: usage, costing: cost, against: Self.opus)?.description == "0.00729")
        #expect(Pricing.saved(by: usage, costing: Pricing.cost(of: usage, at: Self.opus), against: Self.plain)?.description == "-0.00729")
        #expect(Pricing.saved(by: usage, costing: nil, against: Self.opus) == nil)
        #expect(Pricing.saved(by: usage, costing: cost, against: nil) == nil)
    }

    @Test("Cost grows with every class and is the sum of its parts")
    func additivity() {
        let parts: [WritableKeyPath<Usage, Int>] = [\.input, \.cacheRead, \.cacheWrite5m, \.cacheWrite1h, \.output, \.reasoning]
        var whole = Usage(input: 0, output: 0)
        var sum = Money.zero
        for (number, part) in parts.enumerated() {
            whole[keyPath: part] = 1 << (number * 5)
            var alone = Usage(input: 0, output: 0)
            alone[keyPath: part] = 1 << (number * 5)
            sum += Pricing.cost(of: alone, at: Self.opus) ?? .zero
        }
        #expect(Pricing.cost(of: whole, at: Self.opus) == sum)
    }
}
