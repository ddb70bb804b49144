/// A decimal number read from text, exact: `digits` × 10^`exponent`.
///
/// Reads what JSON and TOML write: sign, digits with optional `_`, fraction, exponent. No binary floating point is on the way.
package struct Decimal: Hashable, Sendable {
    package let digits: Int128
    package let exponent: Int

    /// Nil where `text` is no decimal number, or has more than 30 significant digits or an exponent beyond ±60.
    package init?(_ text: some StringProtocol) {
        var digits: Int128 = 0
        var exponent = 0
        var significant = 0
        var negative = false
        var sawDigit = false
        var fraction = false
        var bytes = text.utf8.makeIterator()
        var next = bytes.next()
        if next == UInt8(ascii: "-") || next == UInt8(ascii: "+") {
            negative = next == UInt8(ascii: "-")
            next = bytes.next()
        }
        scan: while let byte = next {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if digits != 0 || byte != UInt8(ascii: "0") { significant += 1 }
                if significant > 30 { return nil }
                digits = digits * 10 + Int128(byte - UInt8(ascii: "0"))
                if fraction { exponent -= 1 }
                sawDigit = true
            case UInt8(ascii: "_") where sawDigit: break
            case UInt8(ascii: ".") where !fraction: fraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard sawDigit else { return nil }
                var rest = ""
                while let byte = bytes.next() { rest.unicodeScalars.append(Unicode.Scalar(byte)) }
                guard let shift = Int(rest), abs(shift) <= 60 else { return nil }
                exponent += shift
                break scan
            default: return nil
            }
            next = bytes.next()
        }
        guard sawDigit, exponent >= -90 else { return nil }
        self.digits = negative ? -digits : digits
        self.exponent = exponent
    }

    /// The number times 10^`power` as an integer; nil where that is not whole or does not fit.
    package func scaled(byPowerOfTen power: Int) -> Int128? {
        var value = digits
        var shift = exponent + power
        while shift > 0 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            value = product
            shift -= 1
        }
        while shift < 0 {
            guard value % 10 == 0 else { return nil }
            value /= 10
            shift += 1
        }
        return value
    }
}
