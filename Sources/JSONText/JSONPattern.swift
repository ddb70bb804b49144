internal import Glibc
package import Primitives

/// A sound JSON text in which some strings and whole numbers are holes. Whatever differs from it in their content alone is sound
/// JSON, too, of the same structure and with the same values elsewhere: to see that takes a comparison and no parsing.
package struct JSONPattern: Sendable {
    private struct Hole {
        /// Where in ``rest`` its content was.
        let place: Int
        let isNumber: Bool
    }

    /// The text without what is in the holes.
    private var rest: Bytes
    private let holes: [Hole]
    /// Number of the hole that is asked for.
    private let asked: Int
    /// Nothing but brackets follows the last hole, without white space here. Some providers vary that to hide lengths.
    private let endsInBrackets: Bool

    /// `asked` is a string of the text that `others` are of as well, none of them twice. What is neither string nor number is no hole.
    package init(asking asked: JSONValue, besides others: [JSONValue] = []) {
        let values = (others.filter { $0.kind == .string || $0.kind == .number } + [asked]).sorted { $0.offset < $1.offset }
        let source = asked.document.source
        var (rest, holes, read) = (Bytes(), [Hole](), source.startIndex)
        for value in values {
            let content = value.escapedString ?? value.raw
            rest += source[read..<content.startIndex]
            holes.append(Hole(place: rest.count, isNumber: value.kind == .number))
            read = content.endIndex
        }
        let end = source[read...]
        let brackets = end.filter { !Self.isBlank($0) }
        endsInBrackets = brackets.dropFirst().allSatisfy { $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: "]") }
        self.rest = rest + (endsInBrackets ? brackets[...] : end)
        self.holes = holes
        self.asked = values.firstIndex { $0.offset == asked.offset } ?? 0
    }

    /// What `text` holds where the pattern asks; nil where `text` is no such text.
    package func string(in text: ByteSlice) -> String? {
        text.withUnsafeBufferPointer { bytes in
            rest.withUnsafeBufferPointer { string(in: text, bytes, $0) }
        }
    }

    private func string(in text: ByteSlice, _ bytes: UnsafeBufferPointer<UInt8>, _ rest: UnsafeBufferPointer<UInt8>) -> String? {
        var (read, compared) = (0, 0)
        var found: String?
        for number in holes.indices {
            let length = holes[number].place - compared
            guard bytes.count - read > length, Self.same(bytes, read, rest, compared, length) else { return nil }
            (read, compared) = (read + length, holes[number].place)
            guard let end = holes[number].isNumber ? Self.digits(bytes, at: read) : Self.end(ofString: bytes, at: read) else { return nil }
            if !holes[number].isNumber {
                guard let string = Self.string(text, bytes, read..<end) else { return nil }
                if number == asked { found = string }
            }
            read = end
        }
        return ends(bytes, read, rest, compared) ? found : nil
    }

    private func ends(_ text: UnsafeBufferPointer<UInt8>, _ read: Int, _ rest: UnsafeBufferPointer<UInt8>, _ compared: Int) -> Bool {
        let length = rest.count - compared
        if text.count - read == length, Self.same(text, read, rest, compared, length) { return true }
        return endsInBrackets && text[read...].lazy.filter { !Self.isBlank($0) }.elementsEqual(rest[compared...])
    }
}

extension JSONPattern {
    private static func same(
        _ left: UnsafeBufferPointer<UInt8>, _ leftPlace: Int, _ right: UnsafeBufferPointer<UInt8>, _ rightPlace: Int, _ length: Int
    ) -> Bool {
        guard length > 0, let left = left.baseAddress, let right = right.baseAddress else { return length == 0 }
        return memcmp(left + leftPlace, right + rightPlace, length) == 0
    }

    /// Where the string whose content begins at `place` ends, if it is one; nil where it is not closed, or holds what had to be an escape.
    private static func end(ofString text: UnsafeBufferPointer<UInt8>, at place: Int) -> Int? {
        var place = place
        while place < text.count {
            place += JSONWriter.plainPrefix(UnsafeBufferPointer(rebasing: text[place...]))
            guard place < text.count, text[place] == UInt8(ascii: "\\") else { break }
            place += 2
        }
        return place < text.count && text[place] == UInt8(ascii: "\"") ? place : nil
    }

    /// What a string means; nil where it is not UTF-8, or has a bad escape.
    private static func string(_ text: ByteSlice, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String? {
        let content = bytes[range]
        if content.contains(UInt8(ascii: "\\")) {
            let start = text.startIndex
            return try? JSONDocument.parse(text[start + range.lowerBound - 1...start + range.upperBound]).root.string
        }
        return content.allSatisfy { $0 < 0x80 } ? String(decoding: content, as: UTF8.self) : String(validating: content, as: UTF8.self)
    }

    /// Where the whole number without sign that begins at `place` ends.
    private static func digits(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> Int? {
        let digits = text[place...].prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        guard digits.count == 1 || (digits.count > 1 && digits.first != UInt8(ascii: "0")) else { return nil }
        return place + digits.count
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
