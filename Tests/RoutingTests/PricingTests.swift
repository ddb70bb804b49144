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

    static let opus = Rates(input: usd("5"), output: usd("25"), cacheRead: usd("0.5"), cacheWrite5m: usd("6.25"), cacheWrite1h: usd("10"))
    static let plain = Rates(input: usd("0.15"), output: usd("0.6"))

    struct Case: Sendable {
        let usage: Usage
        let price: Rates?
        /// USD, computed by hand.
        let cost: String?

        init(_ usage: Usage, _ price: Rates?, _ cost: String?) {
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
        Case(Usage(input: 0, output: 0, reasoning: 3), Rates(input: usd("1"), output: usd("1"), reasoning: usd("2.5")), "0.0000075"),
        // A price of a picodollar, a trillion tokens.
        Case(Usage(input: 1_000_000_000_000, output: 0), Rates(input: usd("0.000001"), output: usd("0")), "1"),
        Case(Usage(input: 1_000_000_000_000, output: 1_000_000_000_000), Rates(input: usd("1000000"), output: usd("1000000")), "2000000000000"),
        // Free is a price.
        Case(Usage(input: 5, output: 5), Rates(input: .zero, output: .zero), "0"),
        // Unknown stays unknown: no price at all, no price of a class that was used.
        Case(Usage(input: 1, output: 1), nil, nil),
        Case(Usage(input: 1, output: 1), Rates(input: usd("1")), nil),
        Case(Usage(input: 1, output: 0), Rates(input: usd("1")), "0.000001"),
        Case(Usage(input: 1, cacheWrite1h: 1, output: 1), Rates(input: usd("1"), output: usd("1"), cacheWrite5m: usd("1.25")), nil),
        Case(Usage(input: 1, cacheWrite5m: 1, output: 1), Rates(input: usd("1"), output: usd("1"), cacheWrite1h: usd("2")), "0.000003"),
        Case(audio(input: 10, output: 0), opus, nil),
        // 10 × 32 + 5 × 64 = 640.
        Case(audio(input: 10, output: 5), Rates(input: usd("4"), output: usd("16"), audioInput: usd("32"), audioOutput: usd("64")), "0.00064"),
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
        #expect(example.price.flatMap { Pricing.cost(of: example.usage, at: $0) }?.description == example.cost)
    }

    @Test("A saving is what the baseline had cost less what it did cost; unknown where either is")
    func saving() {
        let usage = Usage(input: 1000, output: 100)
        let cost = Pricing.cost(of: usage, at: Self.plain)
        // 5,000 + 2,500 − 150 − 60 = 7,290 millionths.
        #expect(Pricing.saved(by: usage, costing: cost, against: Price(Self.opus), time: 0)?.description == "0.00729")
        #expect(Pricing.saved(by: usage, costing: Pricing.cost(of: usage, at: Self.opus), against: Price(Self.plain), time: 0)?.description == "-0.00729")
        #expect(Pricing.saved(by: usage, costing: nil, against: Price(Self.opus), time: 0) == nil)
        #expect(Pricing.saved(by: usage, costing: cost, against: nil, time: 0) == nil)
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

    static let stepped = Price(
        Rates(input: usd("2.5"), output: usd("15"), cacheRead: usd("0.25")),
        steps: [Price.Step(above: 272_000, rates: Rates(input: usd("5"), output: usd("22.5")))])

    @Test("The whole input of a request, cached or not, chooses the step that counts for all of its tokens")
    func steps() {
        // 2,000 × 2.5 + 270,000 × 0.25 + 10 × 15 = 5,000 + 67,500 + 150.
        #expect(Pricing.cost(of: Usage(input: 2_000, cacheRead: 270_000, output: 10), at: Self.stepped, time: 0)?.description == "0.07265")
        // One token more: 2,001 × 5 + 270,000 × 0.25 + 10 × 22.5 = 10,005 + 67,500 + 225; what a step does not say stays.
        #expect(Pricing.cost(of: Usage(input: 2_001, cacheRead: 270_000, output: 10), at: Self.stepped, time: 0)?.description == "0.07773")
    }

    @Test("Of the periods that hold the last counts, and none of them leaves the ordinary rates")
    func periods() throws {
        let day = try #require(Day.seconds("2026-09-01"))
        let hours = PricePeriod(daily: (30, 16 * 60 + 30))
        let price = Price(
            Rates(input: Self.usd("2"), output: Self.usd("10")),
            periods: [
                Price.Period(time: PricePeriod(from: day), rates: Rates(input: Self.usd("3"), output: Self.usd("15"))),
                Price.Period(time: hours, rates: Rates(input: Self.usd("1"), output: Self.usd("1"))),
            ])
        func input(_ time: Int) -> Money? { price.rates(input: 1, at: time).input }
        #expect(input(day - 1) == Self.usd("2"))
        #expect(input(day) == Self.usd("3"))
        #expect(input(day + 30 * 60) == Self.usd("1"))
        #expect(input(day + 16 * 3600 + 30 * 60) == Self.usd("3"))
    }

    @Test("Days and times of day are read as they are written, and only those that there are", arguments: [
        ("1970-01-01", 0), ("1970-03-01", 5_097_600), ("2000-02-29", 951_782_400), ("2026-11-24", 1_795_478_400), ("2100-03-01", 4_107_542_400),
        ("2026-02-29", nil), ("2100-02-29", nil), ("2026-13-01", nil), ("2026-00-10", nil), ("2026-1-1", nil), ("+026-01-01", nil), ("", nil),
    ] as [(String, Int?)])
    func days(_ text: String, _ seconds: Int?) {
        #expect(Day.seconds(text) == seconds)
    }

    @Test("Hours that pass midnight hold on both sides of it")
    func night() {
        let night = PricePeriod(daily: (Day.minute("22:00") ?? 0, Day.minute("06:00") ?? 0))
        #expect([21 * 60 + 59, 22 * 60, 0, 5 * 60 + 59, 6 * 60].map { night.contains($0 * 60) } == [false, true, true, true, false])
        #expect(Day.minute("24:00") == 1_440)
        #expect(Day.minute("24:01") == nil)
    }
}
