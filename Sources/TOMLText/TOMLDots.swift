internal import Primitives

/// Dotted keys make one table per dot, and toml++ takes its tables down recursively: a line of a million dots would exhaust the
/// stack. Keys do not span lines, so a limit on the dots of a line, outside of strings and comments, bounds the depth.
struct TOMLDots {
    private enum State {
        case plain
        case comment
        /// In a string of this quote, of three of them where it may span lines.
        case string(quote: UInt8, triple: Bool)
    }

    private var state = State.plain
    private var line = 1
    private var dots = 0

    /// The number of the first line with too many dots; nil where there is none.
    static func firstLineBeyondLimit(_ text: Bytes) -> Int? {
        var (scan, index) = (TOMLDots(), 0)
        while index < text.count {
            index += scan.take(text, index)
            if scan.dots > Limits.tomlDots { return scan.line }
        }
        return nil
    }

    /// Looks at one token and returns its length.
    private mutating func take(_ text: Bytes, _ index: Int) -> Int {
        let byte = text[index]
        if byte == UInt8(ascii: "\n") { return endLine() }
        switch state {
        case .comment: return 1
        case .string(let quote, let triple): return takeString(text, index, quote, triple)
        case .plain: return takePlain(text, index)
        }
    }

    private mutating func endLine() -> Int {
        line += 1
        dots = 0
        if case .string(_, triple: true) = state { return 1 }
        state = .plain
        return 1
    }

    private mutating func takePlain(_ text: Bytes, _ index: Int) -> Int {
        switch text[index] {
        case UInt8(ascii: "#"): state = .comment
        case UInt8(ascii: "."): dots += 1
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let triple = Self.isTriple(text, index)
            state = .string(quote: text[index], triple: triple)
            return triple ? 3 : 1
        default: break
        }
        return 1
    }

    private mutating func takeString(_ text: Bytes, _ index: Int, _ quote: UInt8, _ triple: Bool) -> Int {
        if text[index] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
            // An escaped line end still ends its line.
            return index + 1 < text.count && text[index + 1] != UInt8(ascii: "\n") ? 2 : 1
        }
        guard text[index] == quote, !triple || Self.isTriple(text, index) else { return 1 }
        state = .plain
        guard triple else { return 1 }
        // Up to two quotes before the closing three belong to the string.
        var length = 3
        while length < 5, index + length < text.count, text[index + length] == quote { length += 1 }
        return length
    }

    private static func isTriple(_ text: Bytes, _ index: Int) -> Bool {
        index + 2 < text.count && text[index + 1] == text[index] && text[index + 2] == text[index]
    }
}
