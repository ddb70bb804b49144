internal import JSONText

/// Takes thoughts out of a Messages request: those of other issuers, or all.
enum AnthropicThoughtEdits {
    static func remove(all: Bool, from body: JSONValue, _ edits: inout SourceEdits) {
        guard let messages = body["messages"], all || ForeignThoughts.mayStand(in: messages) else { return }
        edits.removeElements(of: messages) { isEmpty($0, all) }
        for message in messages.elements where !isEmpty(message, all) {
            if let content = message["content"] { edits.removeElements(of: content) { isRemoved($0, all) } }
        }
    }

    /// Whether nothing is left of a message: Anthropic refuses such.
    private static func isEmpty(_ message: JSONValue, _ all: Bool) -> Bool {
        guard let content = message["content"], content.kind == .array, !content.isEmptyOrNull else { return false }
        return content.elements.allSatisfy { isRemoved($0, all) }
    }

    private static func isRemoved(_ block: JSONValue, _ all: Bool) -> Bool {
        guard let type = block["type"] else { return false }
        if type.isString("thinking") { return all || ForeignThoughts.isMarked(block["signature"]) }
        return type.isString("redacted_thinking") && (all || ForeignThoughts.isMarked(block["data"]))
    }
}
