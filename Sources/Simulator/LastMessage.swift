internal import JSONText

/// The last message of a conversation.
enum LastMessage {
    /// Its text, where a user wrote it; empty where it is a tool's result. Text stands in `content` or in parts under `member`.
    static func text(_ messages: JSONValue?, parts member: StaticString = "content") -> String {
        guard let last = messages.items.last, last["role"].map({ $0.isString("user") }) ?? true else { return "" }
        return text(of: last[member])
    }

    /// Puts the last message into the question: the user's, or where the assistant's is last the one before it.
    static func read(_ messages: JSONValue?, parts member: StaticString = "content", into question: inout Question) {
        question.lastUserText = text(messages, parts: member)
        guard let last = messages.items.last, last["role"].map({ $0.isString("assistant") || $0.isString("model") }) == true else { return }
        question.beginning = text(of: last[member])
        question.lastUserText = messages.items.dropLast().last.map { text(of: $0[member]) } ?? ""
    }

    /// A text as it is, or the texts of an array of parts.
    static func text(of content: JSONValue?) -> String {
        content?.string ?? content.items.compactMap { $0["text"]?.string }.joined(separator: "\n")
    }
}
