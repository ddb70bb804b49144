internal import CSimdjson
package import Primitives

/// One JSON text that was found sound, and the tape of its values as offsets into it.
///
/// It shares the storage of its source. Values are views: no string is decoded and no number read until somebody asks.
package final class JSONDocument: Sendable {
    /// The text as it was given.
    package let source: ByteSlice
    let tape: ContiguousArray<shunt_json_node>

    /// Bytes of room behind a text that spare its copy: reserve them where the buffer is made anyway.
    package static let padding = shunt_json_padding()

    private init(source: ByteSlice, tape: ContiguousArray<shunt_json_node>) {
        self.source = source
        self.tape = tape
    }

    package var root: JSONValue { JSONValue(document: self, index: 0) }

    /// Parses a text that must be one value, at most ``Limits/jsonDepth`` deep, with nothing but white space around it.
    package static func parse(_ source: Bytes) throws(JSONError) -> JSONDocument { try parse(source[...]) }

    package static func parse(_ source: String) throws(JSONError) -> JSONDocument { try parse(Bytes(source.utf8)) }

    package static func parse(_ source: ByteSlice) throws(JSONError) -> JSONDocument {
        // What a slice counts as its capacity is room that this holder's reference keeps in place and unchanged.
        let (found, tape) = source.withUnsafeBufferPointer { text in
            guard let start = text.baseAddress else { return (empty, ContiguousArray<shunt_json_node>()) }
            return build(start, text.count, readable: max(source.capacity, text.count))
        }
        guard found.fault == SHUNT_JSON_SOUND else { throw JSONError(found, in: source) }
        return JSONDocument(source: source, tape: tape)
    }

    private static let empty = shunt_json_outcome(fault: SHUNT_JSON_EMPTY, nodes: 0, offset: 0)

    private static func build(
        _ text: UnsafePointer<UInt8>, _ length: Int, readable: Int
    ) -> (shunt_json_outcome, ContiguousArray<shunt_json_node>) {
        var outcome = shunt_json_index(text, length, readable)
        guard outcome.fault == SHUNT_JSON_SOUND else { return (outcome, []) }
        let tape = ContiguousArray<shunt_json_node>(unsafeUninitializedCapacity: Int(outcome.nodes)) { room, count in
            guard let nodes = room.baseAddress else { return }
            outcome = shunt_json_walk(nodes, Int(outcome.nodes), Limits.jsonDepth)
            count = Int(outcome.nodes)
        }
        return (outcome, tape)
    }
}
