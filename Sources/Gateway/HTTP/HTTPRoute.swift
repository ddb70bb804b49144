internal import Conversation

/// What a request's method and path ask for.
enum HTTPRoute: Equatable {
    case chat(Dialect)
    case explain(Dialect)
    case models
    case health
    case notFound
    /// The path exists under other methods: those.
    case methodNotAllowed(allow: String)

    init(method: String, path: String) {
        let found: (method: String, route: HTTPRoute)? =
            switch path {
            case "/v1/chat/completions", "/chat/completions": ("POST", .chat(.openAIChat))
            case "/v1/explain": ("POST", .explain(.openAIChat))
            case "/v1/models", "/models": ("GET", .models)
            case "/healthz": ("GET", .health)
            default: nil
            }
        guard let found else {
            self = .notFound
            return
        }
        self = found.method == method ? found.route : .methodNotAllowed(allow: found.method)
    }
}
