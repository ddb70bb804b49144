internal import Primitives

/// Reads a JSON number that is whole, without going through binary fractions.
enum WholeNumber {
    /// Nil where the number has a fraction or does not fit. `text` must be a sound JSON number.
    static func parse(_ text: ByteSlice) -> Int? {
        let negative = text.first == UInt8(ascii: "-")
        let unsigned = negative ? text.dropFirst() : text
        if unsigned.count <= 18, unsigned.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) {
            let value = unsigned.reduce(0) { $0 * 10 + Int($1 & 0x0F) }
            return negative ? -value : value
        }
        return parts(unsigned, negative: negative)
    }

    private static func parts(_ text: ByteSlice, negative: Bool) -> Int? {
        let mark = text.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? text.endIndex
        let mantissa = text[..<mark].split(separator: UInt8(ascii: "."))
        var digits = Bytes(mantissa.joined().drop { $0 == UInt8(ascii: "0") })
        var exponent = self.exponent(text[mark...].dropFirst()) - (mantissa.count > 1 ? mantissa[1].count : 0)
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            exponent += 1
        }
        if digits.isEmpty { return 0 }
        guard exponent >= 0, digits.count + exponent <= 19 else { return nil }
        digits.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: exponent))
        return exact(digits, negative: negative)
    }

    /// The exponent's value; one with more digits than any that fits stands for too large or too small.
    private static func exponent(_ text: ByteSlice) -> Int {
        let negative = text.first == UInt8(ascii: "-")
        let digits = text.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }.drop { $0 == UInt8(ascii: "0") }
        let value = digits.count > 9 ? 1_000_000_000_000 : digits.reduce(0) { $0 * 10 + Int($1 & 0x0F) }
        return negative ? -value : value
    }

    private static func exact(_ digits: Bytes, negative: Bool) -> Int? {
        var value = 0
        for digit in digits {
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let step = Int(digit & 0x0F)
            let (sum, carry) = negative ? tens.subtractingReportingOverflow(step) : tens.addingReportingOverflow(step)
            if overflow || carry { return nil }
            value = sum
        }
        return value
    }
}
