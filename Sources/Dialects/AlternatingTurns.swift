internal import Conversation

/// A conversation in which user and assistant take turns, as Anthropic and Bedrock want it.
enum AlternatingTurns {
    /// Joins neighbours of one role; messages of which nothing is said are left out.
    static func of(_ messages: [Message], saying isSaid: (ContentPart) -> Bool) -> [Message] {
        var turns: [Message] = []
        for message in messages where message.parts.contains(where: isSaid) {
            if turns.last?.role == message.role {
                turns[turns.count - 1].parts += message.parts
            } else {
                turns.append(message)
            }
        }
        return turns
    }

    /// Results stand before what the user says, and a last answer that is to be continued ends without white space: otherwise the
    /// turn is refused.
    static func ordered(_ turn: Message, isLast: Bool) -> [ContentPart] {
        if turn.role == .user { return turn.parts.filter(isToolPart) + turn.parts.filter { !isToolPart($0) } }
        guard isLast, case .text(let text, let cache) = turn.parts.last else { return turn.parts }
        var trimmed = Substring(text.string)
        while trimmed.last?.isWhitespace == true { trimmed.removeLast() }
        return turn.parts.dropLast() + [.text(String(trimmed), cache: cache)]
    }

    private static func isToolPart(_ part: ContentPart) -> Bool {
        switch part {
        case .toolResult, .toolCall: true
        default: false
        }
    }
}
