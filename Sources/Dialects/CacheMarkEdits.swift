internal import JSONText
internal import Primitives

/// Has what a request marks for its provider's prompt cache kept for an hour.
enum CacheMarkEdits {
    /// `name` is what marks are called: a member of blocks and tools, or of the whole request. Where one of them names a lifetime, its caller
    /// has chosen, and all stay as they are; a provider refuses longer ones behind shorter ones.
    static func lengthen(_ name: String, in body: JSONValue, _ edits: inout SourceEdits) {
        var marks: [JSONValue] = []
        add(body, named: name, to: &marks)
        for key in ["system", "tools"] { add(blocksOf: body.get(key), named: name, to: &marks) }
        add(blocksOf: body["toolConfig"]?["tools"], named: name, to: &marks)
        for message in body["messages"]?.elements.map({ $0 }) ?? [] { add(blocksOf: message["content"], named: name, to: &marks) }
        guard !marks.contains(where: { $0["ttl"] != nil }) else { return }
        for mark in marks { edits.insert(Bytes(#""ttl":"1h""#.utf8), into: mark) }
    }

    private static func add(_ block: JSONValue, named name: String, to marks: inout [JSONValue]) {
        if let mark = block.get(name), mark.kind == .object { marks.append(mark) }
    }

    /// Results of tools hold blocks of their own.
    private static func add(blocksOf list: JSONValue?, named name: String, to marks: inout [JSONValue]) {
        guard let list, list.kind == .array else { return }
        for block in list.elements {
            add(block, named: name, to: &marks)
            for inner in [block["content"], block["toolResult"]?["content"]] {
                guard let inner, inner.kind == .array else { continue }
                for block in inner.elements { add(block, named: name, to: &marks) }
            }
        }
    }
}
