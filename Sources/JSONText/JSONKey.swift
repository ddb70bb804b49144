internal import CSimdjson
package import Primitives

/// The key of a member: comparing it with a literal decodes nothing, so that `switch key { case "model": … }` is cheap.
package struct JSONKey: Sendable, CustomStringConvertible {
    let document: JSONDocument
    let index: Int

    private var node: shunt_json_node { document.tape[index] }

    /// Bytes before the key's opening quote in its document.
    package var offset: Int { Int(node.start) }

    /// The key with its quotes, byte for byte.
    package var raw: ByteSlice { document.source(node, inset: 0) }

    /// The decoded key.
    package var text: String { document.decoded(node) }

    package var description: String { text }

    package static func == (key: JSONKey, name: StaticString) -> Bool {
        key.document.string(key.document.tape[key.index], means: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }

    package static func != (key: JSONKey, name: StaticString) -> Bool { !(key == name) }

    package static func ~= (name: StaticString, key: JSONKey) -> Bool { key == name }
}
