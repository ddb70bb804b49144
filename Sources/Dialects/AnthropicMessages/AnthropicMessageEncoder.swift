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
        var turns = Self.turns(of: request.messages)
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
            blocks.write(Self.ordered(turn, isLast: index == turns.count - 1), into: &writer)
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

    /// Joins neighbours of one role; messages that say nothing are left out, since Anthropic refuses them.
    private static func turns(of messages: [Message]) -> [Message] {
        var turns: [Message] = []
        for message in messages where message.parts.contains(where: AnthropicBlockEncoder.saysSomething) {
            if turns.last?.role == message.role {
                turns[turns.count - 1].parts += message.parts
            } else {
                turns.append(message)
            }
        }
        return turns
    }

    /// Results stand before what the user says, calls behind what the assistant says, and a last answer that is to be continued
    /// ends without white space: otherwise Anthropic refuses the turn.
    private static func ordered(_ turn: Message, isLast: Bool) -> [ContentPart] {
        func isToolPart(_ part: ContentPart) -> Bool {
            switch part {
            case .toolResult, .toolCall: true
            default: false
            }
        }
        if turn.role == .user { return turn.parts.filter(isToolPart) + turn.parts.filter { !isToolPart($0) } }
        guard isLast, case .text(let text, let cache) = turn.parts.last else { return turn.parts }
        var trimmed = Substring(text.string)
        while trimmed.last?.isWhitespace == true { trimmed.removeLast() }
        return turn.parts.dropLast() + [.text(String(trimmed), cache: cache)]
    }
}
