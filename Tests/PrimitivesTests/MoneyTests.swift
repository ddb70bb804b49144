import Primitives
import Testing

@Suite("Money")
struct MoneyTests {
    @Test(
        "Amounts print as exact decimals without trailing zeros",
        arguments: [
            (0, "0"), (1, "0.000000000001"), (-1, "-0.000000000001"), (4_150_000_000, "0.00415"), (1_000_000_000_000, "1"),
            (-1_500_000_000_000, "-1.5"), (123_456_789_012_345_678, "123456.789012345678"), (Int128.max, "170141183460469231731687303.715884105727"),
            (Int128.min, "-170141183460469231731687303.715884105728"),
        ] as [(Int128, String)])
    func text(picodollars: Int128, text: String) {
        #expect(Money(picodollars: picodollars).description == text)
    }

    @Test("A printed amount reads back as the same amount")
    func roundTrip() throws {
        for picodollars: Int128 in [7, -7, 25_000_000, 999_999_999_999, 1_000_000_000_001, 31_415_926_535_897_932] {
            let text = Money(picodollars: picodollars).description
            #expect(try #require(Decimal(text)).scaled(byPowerOfTen: 12) == picodollars)
        }
    }

    @Test("The dearest price times the most tokens fits, and a thousand such classes do")
    func range() {
        let dearest = Money(picodollars: Int128(Limits.priceInDollars) * 1_000_000)
        var sum = Money.zero
        for _ in 0..<1000 { sum += dearest * Limits.tokensPerClass }
        #expect(sum.description == "1000000000000000")
        #expect(sum - sum == .zero)
        #expect(Money.zero < sum)
    }
}
