import Primitives
import TestKit
import Testing

@Suite("Decimals")
struct DecimalTests {
    @Test(
        "Numbers as JSON and TOML write them come out exact",
        arguments: [
            ("0", 0, 0), ("-0", 0, 0), ("0.000", 0, 0), ("1", 1, 0), ("+7", 7, 0), ("-2.50", -25, -1), ("1_050_000", 105, 4), ("0.1", 1, -1),
            ("1e3", 1, 3), ("1E+3", 1, 3), ("12.5e-2", 125, -3), ("0.000_001", 1, -6), ("00012", 12, 0), ("1e60", 1, 60), ("1e-60", 1, -60),
            ("1" + String(repeating: "0", count: 29), 1, 29),
        ] as [(String, Int128, Int)])
    func exact(text: String, digits: Int128, exponent: Int) throws {
        let decimal = try #require(Decimal(text))
        #expect(decimal.digits == digits)
        #expect(decimal.exponent == exponent)
    }

    @Test("Thirty nines are as many as there may be")
    func longest() throws {
        let nines = String(repeating: "9", count: 30)
        #expect(try #require(Decimal(nines)).scaled(byPowerOfTen: 0) == Int128(nines))
        #expect(Decimal(nines + "9") == nil)
    }

    @Test(
        "What is no number is nil",
        arguments: [
            "", "-", "+", ".", "1.", ".5", "1.e5", "e5", "1e", "1e+", "1e61", "1e-61", "1e99999999999999999999", "1e-9223372036854775808",
            "_1", "1_", "1__0", "1_.0", "1._0", "1e1_0", "0x10", "inf", "nan", "1 ", " 1", "1,5", "١", "１", "1\u{0}", "--1", "+-1", "1.2.3", "1e1e1",
        ])
    func refused(text: String) {
        #expect(Decimal(text) == nil)
    }

    @Test("Equal numbers are equal however they are written")
    func equality() {
        #expect(Set(["2.5", "2.50", "25e-1", "0.25e1", "+2.500_0"].map { Decimal($0) }).count == 1)
        #expect(Decimal("0") == Decimal("-0.00e7"))
        #expect(Decimal("1") != Decimal("10"))
    }

    @Test(
        "Scaling gives the whole number, or nil where there is none or it does not fit",
        arguments: [
            ("2.5", 6, 2_500_000), ("0.000001", 6, 1), ("0.0000001", 6, nil), ("-0.5", 1, -5), ("0", 1000, 0), ("0", -1000, 0),
            ("1000", -3, 1), ("1500", -3, nil), ("1e37", 0, 10_000_000_000_000_000_000_000_000_000_000_000_000), ("1", .max, nil), ("0.1", .min, nil),
        ] as [(String, Int, Int128?)])
    func scaling(text: String, power: Int, whole: Int128?) throws {
        #expect(try #require(Decimal(text)).scaled(byPowerOfTen: power) == whole)
    }

    @Test("Ten to the 38th is the largest power of ten that fits")
    func bound() throws {
        #expect(try #require(Decimal("1e38")).scaled(byPowerOfTen: 0) == (1...38).reduce(Int128(1)) { product, _ in product * 10 })
        #expect(try #require(Decimal("1e39")).scaled(byPowerOfTen: 0) == nil)
        #expect(try #require(Decimal("2e38")).scaled(byPowerOfTen: 0) == nil)
    }

    @Test("Hostile text never traps, and what is read is what was written")
    func hostile() {
        var generator = SeededGenerator(seed: 11)
        let alphabet = Array("0123456789999_..eE+-x ").map(String.init)
        var read = 0
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0..<44, using: &generator)).map { _ in alphabet.randomElement(using: &generator)! }.joined()
            guard let decimal = Decimal(text) else { continue }
            read += 1
            #expect(decimal.digits == 0 || decimal.digits % 10 != 0)
            if let plain = Int128(text) { #expect(decimal.scaled(byPowerOfTen: 0) == plain) }
        }
        #expect(read > 100)
    }
}
