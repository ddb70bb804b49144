internal import Conversation
internal import JSONText
internal import Primitives

/// Writes system prompt and messages for Converse: user and assistant take turns, the user first.
struct ConverseMessageEncoder {
    private(set) var content: ConverseContentEncoder

    init(model: ConverseModel) { content = ConverseContentEncoder(model: model) }

    mutating func encode(_ request: ChatRequest, into writer: inout JSONWriter) {
        var system = request.system
        var turns = AlternatingTurns.of(request.messages) { content.saysSomething($0) }
        if turns.isEmpty {
            // A system prompt alone is a request elsewhere.
            turns = [Message(role: .user, parts: system)]
            system = []
        }
        if turns[0].role == .assistant { turns.insert(Message(role: .user, parts: [.text("Continue.")]), at: 0) }
        writeSystem(system, into: &writer)
        writer.key("messages")
        writer.beginArray()
        for (index, turn) in turns.enumerated() { write(turn, isLast: index == turns.count - 1, into: &writer) }
        writer.endArray()
    }

    private mutating func write(_ turn: Message, isLast: Bool, into writer: inout JSONWriter) {
        var parts = AlternatingTurns.ordered(turn, isLast: isLast)
        // A document is only taken beside a text.
        if turn.role == .user, parts.contains(where: Self.isDocument), !parts.contains(where: Self.isText) {
            parts.insert(.text("See the document."), at: 0)
        }
        writer.beginObject()
        writer.member("role", turn.role.rawValue)
        writer.key("content")
        writer.beginArray()
        content.write(parts, into: &writer)
        writer.endArray()
        writer.endObject()
    }

    /// A system prompt holds texts and cache points alone.
    private mutating func writeSystem(_ parts: [ContentPart], into writer: inout JSONWriter) {
        let texts = parts.filter { Self.isText($0) && content.saysSomething($0) }
        guard !texts.isEmpty else { return }
        writer.key("system")
        writer.beginArray()
        content.write(texts, into: &writer)
        writer.endArray()
    }

    private static func isText(_ part: ContentPart) -> Bool { if case .text(let text, _) = part { !text.isBlank } else { false } }

    private static func isDocument(_ part: ContentPart) -> Bool { if case .document = part { true } else { false } }
}
