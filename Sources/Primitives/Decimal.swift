/// A decimal number read from text, exact: `digits` × 10^`exponent`. Equal numbers are equal, however they were written.
///
/// Reads what JSON and TOML write: sign, digits with `_` between them, fraction, exponent. No binary floating point is on the way.
package struct Decimal: Hashable, Sendable {
    /// Without zeros at its end.
    package let digits: Int128
    package let exponent: Int

    /// Nil where `text` is no decimal number, or has more than 30 digits from the first that is not zero, or an exponent beyond ±60.
    package init?(_ text: some StringProtocol) {
        var reader = Reader(text.utf8)
        guard reader.read() else { return nil }
        var (digits, exponent) = (reader.digits, reader.exponent)
        while digits != 0, digits % 10 == 0 { (digits, exponent) = (digits / 10, exponent + 1) }
        self.digits = reader.isNegative ? -digits : digits
        self.exponent = digits == 0 ? 0 : exponent
    }

    /// The number times 10^`power` as an integer; nil where that is not whole or does not fit.
    package func scaled(byPowerOfTen power: Int) -> Int128? {
        if digits == 0 { return 0 }
        let (shift, overflow) = exponent.addingReportingOverflow(power)
        // Without zeros at its end no digit can be given up, and 128 bits hold no more than 39 digits.
        guard !overflow, (0...38).contains(shift) else { return nil }
        var value = digits
        for _ in 0..<shift {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            value = product
        }
        return value
    }

    /// The parts of a number, taken from the front of its text.
    private struct Reader<Text: Collection<UInt8>> {
        private var rest: Text.SubSequence
        var digits: Int128 = 0
        var exponent = 0
        var isNegative = false
        private var significant = 0

        init(_ text: Text) { rest = text[...] }

        /// Whether the whole text is a number.
        mutating func read() -> Bool {
            isNegative = sign()
            guard run(fraction: false) else { return false }
            if take(UInt8(ascii: ".")), !run(fraction: true) { return false }
            if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")), !power() { return false }
            return rest.isEmpty && exponent >= -90
        }

        private mutating func take(_ byte: UInt8) -> Bool {
            guard rest.first == byte else { return false }
            rest.removeFirst()
            return true
        }

        /// Whether there is a minus; a plus is as good as none.
        private mutating func sign() -> Bool {
            if take(UInt8(ascii: "-")) { return true }
            _ = take(UInt8(ascii: "+"))
            return false
        }

        private mutating func digit() -> Int128? {
            guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            rest.removeFirst()
            return Int128(byte - UInt8(ascii: "0"))
        }

        /// Digits, each `_` between two of them; false where there are none or too many.
        private mutating func run(fraction: Bool) -> Bool {
            guard var next = digit() else { return false }
            while true {
                if digits != 0 || next != 0 { significant += 1 }
                guard significant <= 30 else { return false }
                digits = digits * 10 + next
                if fraction { exponent -= 1 }
                let mustFollow = take(UInt8(ascii: "_"))
                guard let following = digit() else { return !mustFollow }
                next = following
            }
        }

        private mutating func power() -> Bool {
            let isNegative = sign()
            guard var next = digit() else { return false }
            var power = 0
            while true {
                power = power * 10 + Int(next)
                guard power <= 60 else { return false }
                guard let following = digit() else { break }
                next = following
            }
            exponent += isNegative ? -power : power
            return true
        }
    }
}
