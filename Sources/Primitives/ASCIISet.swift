/// A set of ASCII characters that text is held to, with one look at each byte.
package struct ASCIISet: Sendable {
    private let low: UInt64
    private let high: UInt64

    /// The characters for which `isIn` holds.
    package init(_ isIn: (UInt8) -> Bool) {
        func bits(from first: UInt8) -> UInt64 { (0..<64).reduce(0) { isIn(first + $1) ? $0 | 1 << UInt64($1) : $0 } }
        low = bits(from: 0)
        high = bits(from: 64)
    }

    package func contains(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? low : high) & 1 << UInt64(byte & 63) != 0
    }

    /// Whether all of the text is made of its characters.
    package func holds(all text: String) -> Bool { holds(all: text.utf8.span) }

    /// As above, of text in UTF-8.
    package func holds(all text: ByteSlice) -> Bool { holds(all: text.span) }

    /// How many bytes at the front of the text are its characters.
    package func count(atFrontOf text: ByteSlice) -> Int {
        let bytes = text.span
        for index in bytes.indices where !contains(bytes[index]) { return index }
        return bytes.count
    }

    package func holds(all bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices where !contains(bytes[index]) { return false }
        return true
    }
}
