internal import JSONText
internal import Primitives

/// What a content says, for telling one conversation from another by how it begins.
///
/// Callers move the marks for a prompt cache to the end of what they send, and write a single text as a string or as a block: neither may
/// make another conversation of it.
enum Beginnings {
    /// The values of the first blocks, without their types and marks; a text alone is one part in either form.
    static func parts(of content: JSONValue) -> [ByteSlice] {
        guard content.kind == .array else { return [content.raw] }
        var parts: [ByteSlice] = []
        for block in content.elements.prefix(Limits.beginningBlocks) {
            guard block.kind == .object else {
                parts.append(block.raw)
                continue
            }
            for (key, value) in block.members where !isMark(key) && !(key == "type") { parts.append(value.raw) }
        }
        return parts
    }

    private static func isMark(_ key: JSONKey) -> Bool { key == "cache_control" || key == "cachePoint" || key == "prompt_cache_breakpoint" }
}
