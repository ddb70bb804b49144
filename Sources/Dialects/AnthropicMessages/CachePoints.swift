internal import Conversation

/// Marks what Anthropic is to keep for the next call, where the caller speaks an API that caches by itself.
///
/// Only conversations that will be sent again are marked, those with tools or earlier turns: writing to the cache costs more than
/// reading anew. A system prompt that tells the time of day is another one in each call: then only the tools before it are worth
/// keeping. Prefixes below the provider's minimum are not kept and cost nothing extra.
enum CachePoints {
    /// `longer`: for an hour, unless the caller's own marks say so of some; they stay as they are then.
    static func marked(_ request: ChatRequest, longer: Bool = false) -> ChatRequest {
        let marked = marked(request)
        return longer ? marked.keptLonger ?? marked : marked
    }

    private static func marked(_ request: ChatRequest) -> ChatRequest {
        guard !request.tools.isEmpty || request.messages.count > 1, !isMarked(request) else { return request }
        var request = request
        if request.system.contains(where: isVolatile) {
            if let last = request.tools.indices.last { request.tools[last].cache = CacheMarker() }
            return request
        }
        if let last = request.system.indices.last, case .text(let text, nil) = request.system[last] {
            request.system[last] = .text(text, cache: CacheMarker())
        } else if let last = request.tools.indices.last {
            request.tools[last].cache = CacheMarker()
        }
        if let last = request.messages.indices.last { mark(&request.messages[last].parts) }
        return request
    }

    /// Whether a text tells the time of day to the second.
    private static func isVolatile(_ part: ContentPart) -> Bool {
        guard case .text(let text, _) = part else { return false }
        // Digit pairs between colons, as in 12:30:59.
        var shape = 0
        for byte in text.string.utf8 {
            let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
            let wantsColon = shape == 2 || shape == 5
            if wantsColon ? byte == UInt8(ascii: ":") : isDigit { shape += 1 } else { shape = isDigit ? (wantsColon ? 2 : 1) : 0 }
            if shape == 8 { return true }
        }
        return false
    }

    private static func mark(_ parts: inout [ContentPart]) {
        guard let last = parts.last, last.cache == nil, let marked = last.marked(CacheMarker()) else { return }
        switch last {
        case .text(let text, _) where text.isEmpty: break
        case .toolCall: break
        default: parts[parts.count - 1] = marked
        }
    }

    static func isMarked(_ request: ChatRequest) -> Bool {
        request.tools.contains { $0.cache != nil } || request.system.contains { $0.cache != nil }
            || request.messages.contains { $0.parts.contains { $0.cache != nil } }
    }
}

extension ContentPart {
    /// The part with a mark behind it; nil for parts that take none.
    func marked(_ cache: CacheMarker) -> ContentPart? {
        switch self {
        case .text(let text, _): .text(text, cache: cache)
        case .image(let media, _): .image(media, cache: cache)
        case .document(let media, let name, _): .document(media, name: name, cache: cache)
        case .toolCall(let call, _): .toolCall(call, cache: cache)
        case .toolResult(let result, _): .toolResult(result, cache: cache)
        case .audio, .reasoning, .redactedReasoning, .refusal: nil
        }
    }

    var cache: CacheMarker? {
        switch self {
        case .text(_, let cache), .image(_, let cache), .document(_, _, let cache), .toolCall(_, let cache), .toolResult(_, let cache): cache
        case .audio, .reasoning, .redactedReasoning, .refusal: nil
        }
    }
}
