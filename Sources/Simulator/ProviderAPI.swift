internal import HTTPWire

/// The two wire APIs that the simulator speaks.
package enum ProviderAPI: Sendable, Equatable {
    case openAI, anthropic
}

/// What a request's method and path ask for. Any prefix is accepted: base URLs differ (`/v1`, `/api/v1`, `/openai/v1`).
enum Endpoint: Equatable {
    case answer(ProviderAPI)
    case countTokens
    case models
    case scenario, requests
    case unknown

    init(path: String) {
        self = switch path {
        case "/_simulator/scenario": .scenario
        case "/_simulator/requests": .requests
        case _ where path.hasSuffix("/chat/completions"): .answer(.openAI)
        case _ where path.hasSuffix("/messages"): .answer(.anthropic)
        case _ where path.hasSuffix("/messages/count_tokens"): .countTokens
        case _ where path.hasSuffix("/models"): .models
        default: .unknown
        }
    }
}
