package import JSONText
internal import Primitives

/// A text of a conversation: a string, or a JSON string that stays as it was written until somebody reads it.
///
/// Most of what a caller says is only carried from one JSON text to another, where its escapes mean the same: a long conversation
/// is translated without decoding its texts.
package struct Text: Sendable {
    private enum Content {
        case string(String)
        /// A JSON string.
        case source(JSONValue)
    }

    private let content: Content

    package init(_ string: String) { content = .string(string) }

    /// Nil where `value` is no JSON string.
    package init?(_ value: JSONValue) {
        guard value.kind == .string else { return nil }
        content = .source(value)
    }

    /// Decodes the text, each time anew.
    package var string: String {
        switch content {
        case .string(let string): string
        case .source(let value): value.string ?? ""
        }
    }

    package var isEmpty: Bool {
        switch content {
        case .string(let string): string.isEmpty
        case .source(let value): value.isEmptyOrNull
        }
    }

    /// Whether it holds nothing but spaces, tabs and line breaks.
    package var isBlank: Bool {
        switch content {
        case .string(let string): Self.isBlank(string.utf8)
        case .source(let value): Self.isBlank(escaped: value.escapedString ?? [])
        }
    }

    private static func isBlank(_ text: some Sequence<UInt8>) -> Bool {
        text.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
    }

    private static func isBlank(escaped text: ByteSlice) -> Bool {
        var rest = text
        while let byte = rest.popFirst() {
            if byte == 0x20 { continue }
            guard byte == UInt8(ascii: "\\") else { return false }
            switch rest.popFirst() {
            case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): continue
            case UInt8(ascii: "u"):
                guard [0x20, 0x0A, 0x0D, 0x09].contains(UInt32(rest.prefix(4).text, radix: 16) ?? 0) else { return false }
                rest = rest.dropFirst(4)
            default: return false
            }
        }
        return true
    }

    fileprivate var escaped: ByteSlice? {
        guard case .source(let value) = content else { return nil }
        return value.escapedString
    }
}

extension Text: Equatable {
    /// Two texts are the same where they read the same, however they are escaped.
    package static func == (left: Self, right: Self) -> Bool {
        if let left = left.escaped, let right = right.escaped, left == right { return true }
        return left.string == right.string
    }
}

extension Text: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) { self.init(value) }
}

extension JSONWriter {
    package mutating func value(_ text: Text) {
        if let escaped = text.escaped { value(escaped: escaped) } else { value(text.string) }
    }

    package mutating func member(_ name: StaticString, _ text: Text) {
        key(name)
        value(text)
    }
}
