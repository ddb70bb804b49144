internal import Primitives

/// A value of a settings file in no format's words, with the place of every key and value.
struct Node: Sendable {
    struct Member: Sendable {
        let key: String
        let place: Place
        let value: Node
    }

    indirect enum Content: Sendable {
        /// In the order written; no key twice.
        case table([Member])
        case array([Node])
        case text(String)
        case integer(Int64)
        /// A number with fraction or exponent, as its source text.
        case number(String)
        case boolean(Bool)
        /// What formats have beyond that, such as dates; the word that names it.
        case other(String)
    }

    let place: Place
    let content: Content

    /// What it is, for messages: `a table`, `text`.
    var kind: String {
        switch content {
        case .table: "a table"
        case .array: "a list"
        case .text: "text"
        case .integer: "a whole number"
        case .number: "a decimal number"
        case .boolean: "a boolean"
        case .other(let word): word
        }
    }
}
