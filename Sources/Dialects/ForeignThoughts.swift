internal import Conversation
internal import JSONText
internal import Primitives

/// Thoughts in a conversation that the provider of its own dialect cannot take: signed or sealed by another, as shunt marked them for
/// the caller (see ``SignatureText``), or all of them where the provider refused a signature.
enum ForeignThoughts {
    private static let mark = Bytes("\"shunt:".utf8)

    /// Whether ``isMarked(_:)`` may be true of anything in `body`; a search for a few bytes.
    static func mayStand(in body: JSONValue) -> Bool { body.raw.contains(mark) }

    static func isMarked(_ signature: JSONValue?) -> Bool { signature?.raw.starts(with: mark) ?? false }
}

extension ChatRequest {
    /// The same without what models thought: for a provider that refused a signature.
    var withoutThoughts: ChatRequest {
        var request = self
        for index in request.messages.indices { request.messages[index].parts = request.messages[index].parts.compactMap(Self.withoutThought) }
        return request
    }

    private static func withoutThought(_ part: ContentPart) -> ContentPart? {
        switch part {
        case .reasoning, .redactedReasoning: return nil
        case .toolCall(var call, let cache):
            call.signature = nil
            return .toolCall(call, cache: cache)
        default: return part
        }
    }
}
