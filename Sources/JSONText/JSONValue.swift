internal import CSimdjson
package import Primitives

/// A view of one value in a document, which it keeps alive.
package struct JSONValue: Sendable, CustomStringConvertible {
    package let document: JSONDocument
    let index: Int

    var node: shunt_json_node { document.tape[index] }

    package var kind: JSONKind { JSONKind(node.kind) }

    /// Bytes before the value in its document.
    package var offset: Int { Int(node.start) }

    /// The value's own text, byte for byte; of a string with its quotes.
    package var raw: ByteSlice { document.source(node, inset: 0) }

    package var description: String { raw.text }

    package var isNull: Bool { node.kind == SHUNT_JSON_NULL }

    package var bool: Bool? {
        switch node.kind {
        case SHUNT_JSON_TRUE: true
        case SHUNT_JSON_FALSE: false
        default: nil
        }
    }
}

// MARK: Strings

extension JSONValue {
    /// The decoded text of a string; a lone surrogate becomes U+FFFD. Nil for other kinds.
    package var string: String? {
        node.kind == SHUNT_JSON_STRING ? document.decoded(node) : nil
    }

    /// What stands between the quotes of a string, still escaped; nil for other kinds.
    package var escapedString: ByteSlice? {
        node.kind == SHUNT_JSON_STRING ? document.source(node, inset: 1) : nil
    }

    /// Whether this is a string that means `text`.
    package func isString(_ text: StaticString) -> Bool {
        node.kind == SHUNT_JSON_STRING && text.withUTF8Buffer { document.string(node, means: $0) }
    }

    /// Whether there is nothing to say: `null`, `""`, `{}` or `[]`.
    package var isEmptyOrNull: Bool {
        switch node.kind {
        case SHUNT_JSON_NULL: true
        case SHUNT_JSON_STRING: node.end - node.start == 2
        case SHUNT_JSON_OBJECT, SHUNT_JSON_ARRAY: Int(node.next) == index + 1
        default: false
        }
    }
}

// MARK: Numbers

extension JSONValue {
    /// The source text of a number; nil for other kinds.
    package var number: String? { node.kind == SHUNT_JSON_NUMBER ? raw.text : nil }

    /// A number that is whole and fits, however it is written (`3`, `3.0`, `3e0`); nil for anything else.
    package var int: Int? { node.kind == SHUNT_JSON_NUMBER ? WholeNumber.parse(raw) : nil }

    /// A number as the nearest binary fraction; nil for other kinds. Never use it for money.
    package var double: Double? { number.flatMap(Double.init) }
}

// MARK: Parts

extension JSONValue {
    /// The value of the object's key, of the last one where it stands twice; nil where there is none, and for other kinds.
    package subscript(_ key: StaticString) -> JSONValue? {
        key.withUTF8Buffer { find($0) }
    }

    /// As the subscript, for a name known only at run time.
    package func get(_ key: String) -> JSONValue? {
        var key = key
        return key.withUTF8 { find($0) }
    }

    /// Keys and values of an object in source order; empty for other kinds.
    package var members: JSONMembers { JSONMembers(of: self) }

    /// Elements of an array; empty for other kinds.
    package var elements: JSONElements { JSONElements(of: self) }

    /// Members of an object, elements of an array, 0 for other kinds. Walks over them.
    package var count: Int {
        switch node.kind {
        case SHUNT_JSON_OBJECT: members.reduce(0) { count, _ in count + 1 }
        case SHUNT_JSON_ARRAY: elements.reduce(0) { count, _ in count + 1 }
        default: 0
        }
    }

    private func find(_ name: UnsafeBufferPointer<UInt8>) -> JSONValue? {
        guard node.kind == SHUNT_JSON_OBJECT else { return nil }
        var found: Int?
        let (end, tape) = (Int(node.next), document.tape)
        var key = index + 1
        while key < end {
            if document.string(tape[key], means: name) { found = key + 1 }
            key = Int(tape[key + 1].next)
        }
        return found.map { JSONValue(document: document, index: $0) }
    }
}
