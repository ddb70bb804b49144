internal import CSimdjson
internal import Glibc
internal import Primitives

extension JSONDocument {
    /// The source of a node, without `inset` bytes at either end.
    func source(_ node: shunt_json_node, inset: Int) -> ByteSlice {
        let start = source.startIndex
        return source[start + Int(node.start) + inset..<start + Int(node.end) - inset]
    }

    /// The text of a string node.
    func decoded(_ node: shunt_json_node) -> String {
        let inside = source(node, inset: 1)
        guard node.escaped != 0 else { return inside.text }
        return inside.withUnsafeBufferPointer { escaped in
            // Every escape is at least as long as what it stands for.
            String(unsafeUninitializedCapacity: escaped.count) { Unescape.all(escaped, into: $0) }
        }
    }

    /// Whether a string node means `text`, without decoding it where it holds no escapes.
    func string(_ node: shunt_json_node, means text: UnsafeBufferPointer<UInt8>) -> Bool {
        let count = Int(node.end - node.start) - 2
        if node.escaped != 0 { return count > text.count && decoded(node).utf8.elementsEqual(text) }
        guard count == text.count else { return false }
        guard count > 0, let text = text.baseAddress else { return true }
        return source.withUnsafeBufferPointer { memcmp($0.baseAddress! + Int(node.start) + 1, text, count) == 0 }
    }
}
