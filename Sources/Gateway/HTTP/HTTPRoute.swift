internal import Conversation
internal import Dialects
internal import HTTPDoor
internal import HTTPWire

/// What a request's method and path ask for, and in the shape of which API it is answered.
struct HTTPRoute: Equatable {
    enum Action: Equatable {
        case chat, countTokens, explain, listModels, health, metrics, whoami
        /// One entry of the list.
        case model(String)
        case notFound
        /// The path exists under other methods: those.
        case methodNotAllowed(allow: String)
    }

    let action: Action
    let dialect: Dialect
    /// Whether the path itself says which API is meant.
    let saysDialect: Bool
    /// What the path says of the request; nil where the body says it.
    var target: RequestTarget?

    init(_ head: HTTPRequestHead) {
        if head.method == "POST", let usual = Self.usual[head.path] {
            self = usual
        } else {
            self.init(method: head.method, path: head.path, fields: head.fields)
        }
    }

    /// What agents ask for all day, found without taking the path apart.
    private static let usual = Dictionary(
        uniqueKeysWithValues: ["/v1/chat/completions", "/v1/responses", "/v1/messages"].map { ($0, HTTPRoute(method: "POST", path: $0)) })

    init(method: String, path: String, fields: HeaderFields = [:]) {
        let place = HTTPPlace(path)
        let found = Self.endpoints[place.rest] ?? Self.calls(place.rest, method) ?? Self.model(place.rest)
        saysDialect = found?.dialect != nil || place.dialect != nil
        dialect = found?.dialect ?? place.dialect ?? Self.spoken(fields)
        target = found?.target
        guard let found else {
            action = .notFound
            return
        }
        action = found.method == method ? found.action : .methodNotAllowed(allow: found.method)
    }

    private struct Endpoint {
        let method: String
        let action: Action
        /// The API that has this path; nil where several have it.
        var dialect: Dialect?
        var target: RequestTarget?
    }

    /// By what follows the version; SDKs differ on whether the base URL ends with it.
    private static let endpoints: [Substring: Endpoint] = [
        "/chat/completions": Endpoint(method: "POST", action: .chat, dialect: .openAIChat),
        "/responses": Endpoint(method: "POST", action: .chat, dialect: .openAIResponses),
        "/messages": Endpoint(method: "POST", action: .chat, dialect: .anthropicMessages),
        "/messages/count_tokens": Endpoint(method: "POST", action: .countTokens, dialect: .anthropicMessages),
        "/embeddings": Endpoint(method: "POST", action: .chat, dialect: .openAIChat, target: .embeddings),
        "/models": Endpoint(method: "GET", action: .listModels),
        "/explain": Endpoint(method: "POST", action: .explain),
        "/metrics": Endpoint(method: "GET", action: .metrics),
        "/whoami": Endpoint(method: "GET", action: .whoami),
        "/healthz": Endpoint(method: "GET", action: .health),
    ]

    /// A path that holds the model's name: between these two.
    private struct Call {
        let prefix: String
        let suffix: String
        let action: Action
        let dialect: Dialect
        var stream = false
    }

    private static let calls = [
        Call(prefix: "/models/", suffix: ":generateContent", action: .chat, dialect: .gemini),
        Call(prefix: "/models/", suffix: ":streamGenerateContent", action: .chat, dialect: .gemini, stream: true),
        Call(prefix: "/models/", suffix: ":countTokens", action: .countTokens, dialect: .gemini),
        Call(prefix: "/model/", suffix: "/converse", action: .chat, dialect: .bedrockConverse),
        Call(prefix: "/model/", suffix: "/converse-stream", action: .chat, dialect: .bedrockConverse, stream: true),
    ]

    private static func calls(_ rest: Substring, _ method: String) -> Endpoint? {
        for call in calls where rest.hasPrefix(call.prefix) && rest.hasSuffix(call.suffix) {
            let name = rest.dropFirst(call.prefix.count).dropLast(call.suffix.count)
            guard !name.isEmpty, rest.count > call.prefix.count + call.suffix.count else { continue }
            let target = RequestTarget(model: PercentCoding.decode(name), stream: call.stream)
            return Endpoint(method: "POST", action: call.action, dialect: call.dialect, target: target)
        }
        return nil
    }

    private static func model(_ rest: Substring) -> Endpoint? {
        guard rest.hasPrefix(modelPrefix), rest.utf8.count > modelPrefix.utf8.count else { return nil }
        return Endpoint(method: "GET", action: .model(PercentCoding.decode(rest.dropFirst(modelPrefix.count))))
    }

    private static let modelPrefix = "/models/"

    /// The API that a request speaks, by the fields that its SDK sends with every one.
    private static func spoken(_ fields: HeaderFields) -> Dialect {
        if fields["anthropic-version"] != nil { return .anthropicMessages }
        if fields["x-goog-api-key"] != nil || fields["x-goog-api-client"] != nil { return .gemini }
        return .openAIChat
    }
}
