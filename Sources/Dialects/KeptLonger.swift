internal import Conversation

extension ChatRequest {
    /// The same with every mark for an hour; nil where one says so already, since its caller has chosen then.
    var keptLonger: ChatRequest? {
        var request = self
        var isChosen = false
        for index in tools.indices { request.tools[index].cache = tools[index].cache?.longer(&isChosen) }
        request.system = system.map { $0.longer(&isChosen) }
        for index in messages.indices { request.messages[index].parts = messages[index].parts.map { $0.longer(&isChosen) } }
        return isChosen ? nil : request
    }
}

extension CacheMarker {
    fileprivate func longer(_ isChosen: inout Bool) -> CacheMarker {
        if lifetime == .oneHour { isChosen = true }
        return CacheMarker(lifetime: .oneHour)
    }
}

extension ContentPart {
    fileprivate func longer(_ isChosen: inout Bool) -> ContentPart {
        var part = self
        if case .toolResult(var result, let cache) = self {
            result.parts = result.parts.map { $0.longer(&isChosen) }
            part = .toolResult(result, cache: cache)
        }
        guard let cache = part.cache else { return part }
        return part.marked(cache.longer(&isChosen)) ?? part
    }
}
