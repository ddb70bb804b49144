internal import Conversation
internal import JSONText
internal import Primitives

/// Writes system prompt and messages for Anthropic's Messages API: user and assistant take turns, the user first.
struct AnthropicMessageEncoder {
    /// Whether the model reads signed thoughts of earlier turns.
    let keepsThoughts: Bool
    private(set) var dropped: [String] = []
    private var blocks: AnthropicBlockEncoder

    init(keepsThoughts: Bool) {
        self.keepsThoughts = keepsThoughts
        blocks = AnthropicBlockEncoder(keepsThoughts: keepsThoughts)
    }

    mutating func encode(_ request: ChatRequest, into writer: inout JSONWriter) {
        var system = request.system
        var turns = AlternatingTurns.of(request.messages, saying: AnthropicBlockEncoder.saysSomething)
        if turns.isEmpty {
            // A system prompt alone is a request elsewhere.
            turns = [Message(role: .user, parts: system)]
            system = []
        }
        if turns[0].role == .assistant { turns.insert(Message(role: .user, parts: [.text("Continue.")]), at: 0) }
        writeSystem(system, into: &writer)
        writer.key("messages")
        writer.beginArray()
        for (index, turn) in turns.enumerated() {
            writer.beginObject()
            writer.member("role", turn.role.rawValue)
            writer.key("content")
            writer.beginArray()
            blocks.write(AlternatingTurns.ordered(turn, isLast: index == turns.count - 1), into: &writer)
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        dropped = blocks.dropped
    }

    private mutating func writeSystem(_ parts: [ContentPart], into writer: inout JSONWriter) {
        guard parts.contains(where: { if case .text(let text, _) = $0 { !text.isBlank } else { false } }) else { return }
        writer.key("system")
        writer.beginArray()
        blocks.write(parts, into: &writer)
        writer.endArray()
    }
}
