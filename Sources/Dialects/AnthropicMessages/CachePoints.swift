internal import Conversation

/// Marks what Anthropic is to keep for the next call, where the caller speaks an API that caches by itself.
///
/// Only conversations that will be sent again are marked, those with tools or earlier turns: writing to the cache costs more than
/// reading anew. Prefixes below the provider's minimum are not kept and cost nothing extra.
enum CachePoints {
    static func marked(_ request: ChatRequest) -> ChatRequest {
        guard !request.tools.isEmpty || request.messages.count > 1, !isMarked(request) else { return request }
        var request = request
        if let last = request.system.indices.last, case .text(let text, nil) = request.system[last] {
            request.system[last] = .text(text, cache: CacheMarker())
        } else if let last = request.tools.indices.last {
            request.tools[last].cache = CacheMarker()
        }
        if let last = request.messages.indices.last { mark(&request.messages[last].parts) }
        return request
    }

    private static func mark(_ parts: inout [ContentPart]) {
        guard let last = parts.indices.last else { return }
        switch parts[last] {
        case .text(let text, nil) where !text.isEmpty: parts[last] = .text(text, cache: CacheMarker())
        case .image(let media, nil): parts[last] = .image(media, cache: CacheMarker())
        case .document(let media, let name, nil): parts[last] = .document(media, name: name, cache: CacheMarker())
        case .toolResult(let result, nil): parts[last] = .toolResult(result, cache: CacheMarker())
        default: break
        }
    }

    private static func isMarked(_ request: ChatRequest) -> Bool {
        request.tools.contains { $0.cache != nil } || request.system.contains(where: isMarked)
            || request.messages.contains { $0.parts.contains(where: isMarked) }
    }

    private static func isMarked(_ part: ContentPart) -> Bool {
        switch part {
        case .text(_, let cache), .image(_, let cache), .document(_, _, let cache), .toolCall(_, let cache), .toolResult(_, let cache):
            cache != nil
        case .audio, .reasoning, .redactedReasoning, .refusal: false
        }
    }
}
