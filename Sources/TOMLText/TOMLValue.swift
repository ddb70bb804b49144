package import Primitives

/// A value of a TOML text, with its place.
package struct TOMLValue: Sendable, Equatable {
    package indirect enum Content: Sendable, Equatable {
        /// In the order of the source; no key twice.
        case table([TOMLMember])
        case array([TOMLValue])
        case string(String)
        case integer(Int64)
        /// The source text without `_` and leading `+`, so that it stays exact: `0.10`, `1e-7`, `inf`, `nan`.
        case float(String)
        case boolean(Bool)
        /// A date, a time or both, as its source text.
        case moment(String)
    }

    package let content: Content
    package let position: SourcePosition

    package init(_ content: Content, at position: SourcePosition) {
        self.content = content
        self.position = position
    }

    /// The value of a table's key; nil where there is none, and for other kinds.
    package subscript(_ key: String) -> TOMLValue? { members.first { $0.key == key }?.value }

    /// The members of a table; none for other kinds.
    package var members: [TOMLMember] {
        if case .table(let members) = content { members } else { [] }
    }

    /// The elements of an array; none for other kinds.
    package var elements: [TOMLValue] {
        if case .array(let elements) = content { elements } else { [] }
    }
}

/// A key of a table, the place of that key, and its value.
package struct TOMLMember: Sendable, Equatable {
    package let key: String
    package let position: SourcePosition
    package let value: TOMLValue

    package init(key: String, at position: SourcePosition, value: TOMLValue) {
        self.key = key
        self.position = position
        self.value = value
    }
}
