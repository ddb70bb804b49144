internal import Primitives

/// A piece of a TOML text, as it stands there; white space but the ends of lines is left out.
enum TOMLToken: Equatable {
    /// The end of a line.
    case lineEnd
    /// From `#` to the end of its line, without white space at its end.
    case comment(String)
    /// One of `=[]{},`.
    case mark(UInt8)
    /// A key, a part of one with dots, a number, a boolean, a date.
    case word(String)
    /// With its quotes.
    case quoted(String)

    /// The pieces of a text that is known to be TOML; of any other text something that is of no use.
    static func all(of text: Bytes) -> [TOMLToken] {
        var scanner = TOMLScanner(text)
        var tokens: [TOMLToken] = []
        while let token = scanner.next() { tokens.append(token) }
        return tokens
    }

    static func isMark(_ byte: UInt8) -> Bool { "=[]{},".utf8.contains(byte) }
}

private struct TOMLScanner {
    private let text: Bytes
    private var index = 0

    init(_ text: Bytes) {
        self.text = text
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    mutating func next() -> TOMLToken? {
        while index < text.count, [0x20, 0x09, 0x0D].contains(text[index]) { index += 1 }
        guard index < text.count else { return nil }
        switch text[index] {
        case UInt8(ascii: "\n"):
            index += 1
            return .lineEnd
        case UInt8(ascii: "#"): return .comment(comment())
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .quoted(quoted())
        case let byte where TOMLToken.isMark(byte):
            index += 1
            return .mark(byte)
        default: return .word(take { $0 > 0x20 && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") && !TOMLToken.isMark($0) })
        }
    }

    private mutating func comment() -> String {
        var comment = take { $0 != UInt8(ascii: "\n") }
        while let last = comment.unicodeScalars.last, last.properties.isWhitespace { comment.unicodeScalars.removeLast() }
        return comment
    }

    private mutating func take(while belongs: (UInt8) -> Bool) -> String {
        let start = index
        repeat { index += 1 } while index < text.count && belongs(text[index])
        return text[start..<index].text
    }

    /// A string of one line or, with three quotes, of several.
    private mutating func quoted() -> String {
        let (start, quote) = (index, text[index])
        let isTriple = text[index...].starts(with: [quote, quote, quote])
        index += isTriple ? 3 : 1
        while index < text.count, !ends(quote, isTriple) {
            index += quote == UInt8(ascii: "\"") && text[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        index += 1
        // Up to two quotes before the closing three belong to the string.
        while isTriple, index < text.count, text[index] == quote { index += 1 }
        index = min(index, text.count)
        return text[start..<index].text
    }

    private func ends(_ quote: UInt8, _ isTriple: Bool) -> Bool {
        isTriple ? text[index...].starts(with: [quote, quote, quote]) : text[index] == quote
    }
}
