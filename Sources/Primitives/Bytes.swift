/// A buffer that its holder owns; text in it is UTF-8.
package typealias Bytes = [UInt8]

/// A part of a buffer, sharing its storage. Keep one no longer than its whole buffer may live.
package typealias ByteSlice = ArraySlice<UInt8>

extension Array where Element == UInt8 {
    /// Appends the UTF-8 of `text`.
    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    /// Appends `value` in decimal.
    package mutating func append(decimal value: some BinaryInteger) {
        append(contentsOf: String(value).utf8)
    }
}

extension Collection<UInt8> {
    /// The bytes as text; anything that is not UTF-8 becomes U+FFFD.
    package var text: String { String(decoding: self, as: UTF8.self) }
}
