internal import Conversation
internal import HTTPDoor
internal import HTTPWire

/// What a request's method and path ask for, and in the shape of which API it is answered.
struct HTTPRoute: Equatable {
    enum Action: Equatable {
        case chat, countTokens, explain, listModels, health
        /// One entry of the list.
        case model(String)
        case notFound
        /// The path exists under other methods: those.
        case methodNotAllowed(allow: String)
    }

    let action: Action
    let dialect: Dialect

    init(_ head: HTTPRequestHead) { self.init(method: head.method, path: head.path, fields: head.fields) }

    init(method: String, path: String, fields: HeaderFields = [:]) {
        let place = HTTPPlace(path)
        guard let found = Self.endpoint(place) else {
            action = .notFound
            dialect = place.dialect ?? Self.spoken(fields)
            return
        }
        dialect = found.dialect ?? place.dialect ?? Self.spoken(fields)
        action = found.method == method ? found.action : .methodNotAllowed(allow: found.method)
    }

    private struct Endpoint {
        let method: String
        let action: Action
        /// The API that has this path; nil where several have it.
        var dialect: Dialect?
    }

    private static func endpoint(_ place: HTTPPlace) -> Endpoint? {
        if let endpoint = endpoints[place.rest] { return endpoint }
        guard place.rest.hasPrefix(modelPrefix), place.rest.utf8.count > modelPrefix.utf8.count else { return nil }
        return Endpoint(method: "GET", action: .model(PercentCoding.decode(place.rest.dropFirst(modelPrefix.count))))
    }

    private static let modelPrefix = "/models/"

    /// By what follows the version; SDKs differ on whether the base URL ends with it.
    private static let endpoints: [Substring: Endpoint] = [
        "/chat/completions": Endpoint(method: "POST", action: .chat, dialect: .openAIChat),
        "/messages": Endpoint(method: "POST", action: .chat, dialect: .anthropicMessages),
        "/messages/count_tokens": Endpoint(method: "POST", action: .countTokens, dialect: .anthropicMessages),
        "/models": Endpoint(method: "GET", action: .listModels),
        "/explain": Endpoint(method: "POST", action: .explain),
        "/healthz": Endpoint(method: "GET", action: .health),
    ]

    /// The API that a request speaks, by the fields that its SDK sends with every one.
    private static func spoken(_ fields: HeaderFields) -> Dialect {
        if fields["anthropic-version"] != nil { return .anthropicMessages }
        return .openAIChat
    }
}
