internal import Primitives

/// Lays the pieces of a TOML text out anew.
struct TOMLLayout {
    private let tokens: [TOMLToken]
    private var index = 0
    private var lines: [Line] = []
    /// The statement that is being written, which may have several lines.
    private var line = ""
    /// Of lists with line ends in them.
    private var depth = 0

    private enum Line: Equatable {
        case empty
        case comment(String)
        case statement(String)

        var text: String {
            switch self {
            case .empty: ""
            case .comment(let text), .statement(let text): text
            }
        }

        var isComment: Bool { if case .comment = self { true } else { false } }
    }

    private static let commentColumn = 48
    private static let indent = 4

    init(_ tokens: [TOMLToken]) { self.tokens = tokens }

    mutating func text() -> Bytes {
        while let token = peek() {
            switch token {
            case .lineEnd: blank()
            case .comment(let text): own(comment: text)
            case .mark(UInt8(ascii: "[")): header()
            default: entry()
            }
        }
        while lines.last == .empty { lines.removeLast() }
        return Bytes(lines.map { $0.text + "\n" }.joined().utf8)
    }

    private func peek() -> TOMLToken? { index < tokens.count ? tokens[index] : nil }

    private mutating func take(_ token: TOMLToken) -> Bool {
        guard peek() == token else { return false }
        index += 1
        return true
    }

    private mutating func take(_ mark: Character) -> Bool { mark.asciiValue.map { take(.mark($0)) } ?? false }
}

// MARK: Statements

extension TOMLLayout {
    private mutating func blank() {
        index += 1
        if let last = lines.last, last != .empty { lines.append(.empty) }
    }

    private mutating func own(comment: String) {
        index += 1
        lines.append(.comment(comment))
        _ = take(.lineEnd)
    }

    private mutating func header() {
        separate()
        while take("[") { line += "[" }
        line += key()
        while take("]") { line += "]" }
        endStatement()
    }

    /// An empty line before the comments that stand right above.
    private mutating func separate() {
        var start = lines.count
        while start > 0, lines[start - 1].isComment { start -= 1 }
        if start > 0, lines[start - 1] != .empty { lines.insert(.empty, at: start) }
    }

    private mutating func entry() {
        line += key()
        if take("=") { line += " = " }
        value()
        endStatement()
    }

    private mutating func endStatement() {
        if let comment = trailingComment() { trail(comment) }
        // Anything else here would be no TOML; it is passed over so that the end is reached.
        while let token = peek(), token != .lineEnd { index += 1 }
        _ = take(.lineEnd)
        lines.append(.statement(line))
        line = ""
    }

    private mutating func trail(_ comment: String) {
        let width = line.split(separator: "\n", omittingEmptySubsequences: false).last?.count ?? 0
        line += String(repeating: " ", count: max(2, Self.commentColumn - width)) + comment
    }
}

// MARK: Keys and values

extension TOMLLayout {
    /// A key with its dots, which may be words of their own.
    private mutating func key() -> String {
        var key = ""
        while true {
            switch peek() {
            case .word(let text): key += text
            case .quoted(let text): key += Self.plain(text).map { Self.isBare($0) ? $0 : "\"\($0)\"" } ?? text
            default: return key
            }
            index += 1
        }
    }

    private mutating func value() {
        if take("[") { return list() }
        if take("{") { return table() }
        var words: [String] = []
        while true {
            switch peek() {
            // A date and its time are two words.
            case .word(let text): words.append(text)
            case .quoted(let text): words.append(Self.plain(text).map { "\"\($0)\"" } ?? text)
            default:
                line += words.joined(separator: " ")
                return
            }
            index += 1
        }
    }

    private mutating func table() {
        guard !take("}") else { return line += "{}" }
        line += "{ "
        repeat {
            line += key()
            if take("=") { line += " = " }
            value()
            if peek() == .mark(UInt8(ascii: ",")) { line += ", " }
        } while take(",")
        _ = take("}")
        line += " }"
    }

    private mutating func list() {
        line += "["
        if spansLines { return longList() }
        while let token = peek(), token != .mark(UInt8(ascii: "]")) {
            let start = index
            value()
            if take(","), peek() != .mark(UInt8(ascii: "]")) { line += ", " }
            if index == start { index += 1 }
        }
        _ = take("]")
        line += "]"
    }

    /// Whether the list that was just opened has a line end of its own or of a list within.
    private var spansLines: Bool {
        var open = 1
        for token in tokens[index...] {
            switch token {
            case .mark(UInt8(ascii: "[")): open += 1
            case .mark(UInt8(ascii: "]")): open -= 1
            case .lineEnd: return true
            default: break
            }
            if open == 0 { return false }
        }
        return false
    }

    private mutating func longList() {
        depth += 1
        if let comment = trailingComment() { trail(comment) }
        line += "\n"
        while let token = peek(), token != .mark(UInt8(ascii: "]")) {
            switch token {
            case .lineEnd: index += 1
            case .comment(let text):
                index += 1
                own(text)
            default: element()
            }
        }
        depth -= 1
        if isLineStarted { line += "\n" }
        _ = take("]")
        line += margin + "]"
    }

    private mutating func element() {
        let start = index
        line += isLineStarted ? " " : margin
        value()
        line += ","
        let end = index
        let comments = separator()
        if let first = comments.first { trail(first) }
        if !comments.isEmpty || isAtLineEnd || tokens[end..<index].contains(.lineEnd) { line += "\n" }
        for comment in comments.dropFirst() { own(comment) }
        if index == start { index += 1 }
    }

    /// A comment in a list that has a line to itself.
    private mutating func own(_ comment: String) {
        if isLineStarted { line += "\n" }
        line += margin + comment + "\n"
    }

    private var margin: String { String(repeating: " ", count: depth * Self.indent) }

    private var isLineStarted: Bool { !line.isEmpty && !line.hasSuffix("\n") }

    private var isAtLineEnd: Bool {
        switch peek() {
        case .lineEnd, .mark(UInt8(ascii: "]")), nil: true
        default: false
        }
    }

    /// A comment on the line that the tokens are at.
    private mutating func trailingComment() -> String? {
        guard case .comment(let text) = peek() else { return nil }
        index += 1
        return text
    }

    /// Passes over the comma behind an element, which may stand behind line ends and comments; returns the comments up to the line's end.
    private mutating func separator() -> [String] {
        var (comments, ahead) = ([String](), index)
        scan: while ahead < tokens.count {
            switch tokens[ahead] {
            case .lineEnd: break
            case .comment(let text): comments.append(text)
            case .mark(UInt8(ascii: ",")):
                index = ahead + 1
                break scan
            // The last element: what stands before the bracket is left where it is.
            default:
                comments = []
                break scan
            }
            ahead += 1
        }
        if comments.isEmpty, let text = trailingComment() { comments.append(text) }
        return comments
    }
}

// MARK: Quotes

extension TOMLLayout {
    /// What stands within the quotes of a text of one line that could stand in double ones without escapes; nil for others.
    private static func plain(_ quoted: String) -> String? {
        guard !quoted.hasPrefix("\"\"\""), !quoted.hasPrefix("'''") else { return nil }
        let text = quoted.dropFirst().dropLast()
        return text.contains(where: { $0 == "\"" || $0 == "\\" }) ? nil : String(text)
    }

    private static func isBare(_ key: String) -> Bool {
        !key.isEmpty && key.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}
