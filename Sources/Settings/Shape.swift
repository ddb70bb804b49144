internal import Primitives

/// How one kind of value is read: what it may be, and the way from a node to it.
///
/// A reader returns nil only after it has reported why.
struct Shape<Value: Sendable>: Sendable {
    let schema: Schema
    let read: @Sendable (Node, inout Findings) -> Value?

    init(_ schema: Schema, read: @escaping @Sendable (Node, inout Findings) -> Value?) {
        self.schema = schema
        self.read = read
    }

    /// Goes on from a value that was read; `change` reports by itself where it returns nil.
    func then<Other>(_ change: @escaping @Sendable (Value, Node, inout Findings) -> Other?) -> Shape<Other> {
        Shape<Other>(schema) { node, findings in
            read(node, &findings).flatMap { change($0, node, &findings) }
        }
    }

    /// The same, of which the schema says what the reader looks for in a text; see ``Schema/Form/pattern``.
    func matching(_ pattern: String, atLeast: Int = 1) -> Shape<Value> { Shape(schema.matching(pattern, atLeast: atLeast), read: read) }

    /// The same with a schema that says more of what the reader does.
    func described(as schema: Schema) -> Shape<Value> { Shape(schema, read: read) }

    /// With the place of the value.
    var placed: Shape<Placed<Value>> {
        Shape<Placed<Value>>(schema) { node, findings in
            read(node, &findings).map { Placed(value: $0, place: node.place) }
        }
    }
}

extension Findings {
    /// Reports a value of the wrong type.
    mutating func report(_ node: Node, isNot wanted: String, suggestion: String? = nil) {
        report("\(subject) must be \(wanted), not \(node.kind)", at: node.place, suggestion: suggestion)
    }
}
