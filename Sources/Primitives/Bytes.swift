/// A buffer that its holder owns; text in it is UTF-8.
package typealias Bytes = [UInt8]

/// A part of a buffer, sharing its storage. Keep one no longer than its whole buffer may live.
package typealias ByteSlice = ArraySlice<UInt8>

extension Array where Element == UInt8 {
    /// Appends the UTF-8 of `text`.
    package mutating func append(_ text: String) {
        let bytes = text.utf8.span
        bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
    }

    /// Appends the UTF-8 of a literal.
    package mutating func append(literal text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends `value` in decimal.
    package mutating func append(decimal value: Int) {
        if value < 0 { append(UInt8(ascii: "-")) }
        append(decimal: UInt64(value.magnitude), digits: 1)
    }

    /// Appends `value` in decimal.
    package mutating func append(decimal value: some BinaryInteger) { append(String(value)) }

    /// Appends `value` in decimal, with zeros before it up to so many digits.
    package mutating func append(decimal value: UInt64, digits count: Int) {
        var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
        var (rest, start) = (value, 20)
        while rest > 0 || start > 20 - count {
            start -= 1
            digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        for place in start..<20 { append(digits[place]) }
    }

    /// The bytes as text; anything that is not UTF-8 becomes U+FFFD.
    package var text: String { String(decoding: self, as: UTF8.self) }
}

extension ArraySlice where Element == UInt8 {
    /// The bytes as text; anything that is not UTF-8 becomes U+FFFD.
    package var text: String { String(decoding: self, as: UTF8.self) }
}

extension Collection<UInt8> {
    /// The bytes as text; anything that is not UTF-8 becomes U+FFFD.
    package var text: String { String(decoding: self, as: UTF8.self) }
}
