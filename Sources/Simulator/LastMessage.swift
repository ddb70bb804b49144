internal import JSONText

/// The last message of a conversation.
enum LastMessage {
    /// Its text, where a user wrote it; empty where it is a tool's result. Text stands in `content` or in parts under `member`.
    static func text(_ messages: JSONValue?, parts member: StaticString = "content") -> String {
        guard let last = messages.items.last, last["role"].map({ $0.isString("user") }) ?? true else { return "" }
        return text(of: last[member])
    }

    /// A text as it is, or the texts of an array of parts.
    static func text(of content: JSONValue?) -> String {
        content?.string ?? content.items.compactMap { $0["text"]?.string }.joined(separator: "\n")
    }
}
