internal import CSimdjson

/// The members of an object, in source order.
package struct JSONMembers: Sequence, IteratorProtocol, Sendable {
    private let document: JSONDocument
    private var index: Int
    private let end: Int

    init(of value: JSONValue) {
        document = value.document
        index = value.index + 1
        end = value.kind == .object ? Int(value.node.next) : index
    }

    package mutating func next() -> (key: JSONKey, value: JSONValue)? {
        guard index < end else { return nil }
        let key = JSONKey(document: document, index: index)
        let value = JSONValue(document: document, index: index + 1)
        index = Int(value.node.next)
        return (key, value)
    }
}
