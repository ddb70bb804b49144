internal import Conversation
internal import Primitives

/// A path taken apart: `/anthropic/v1/messages` is the API `anthropic` and the rest `/messages`.
struct HTTPPlace: Equatable {
    /// The API that the path names or that alone has such paths; nil where it does not say.
    let dialect: Dialect?
    /// What follows the API's name and its version; not percent-decoded.
    let rest: Substring

    init(_ path: String) {
        var rest = path[...]
        var dialect: Dialect?
        for (prefix, named) in Self.apis where rest.steps(begin: prefix) {
            dialect = named
            rest = rest.dropping(bytes: prefix.utf8.count)
            break
        }
        for (prefix, versioned) in Self.versions where rest.steps(begin: prefix) {
            dialect = dialect ?? versioned
            rest = rest.dropping(bytes: prefix.utf8.count)
            break
        }
        if dialect == nil { dialect = Self.families.first { rest.steps(begin: $0.prefix) }?.dialect }
        self.dialect = dialect
        self.rest = rest
    }

    /// By which a base URL says what is spoken, where a path alone does not: `/v1/models` is of several APIs.
    private static let apis: [(prefix: String, dialect: Dialect)] = [("/openai", .openAIChat), ("/anthropic", .anthropicMessages), ("/bedrock", .bedrockConverse), ("/gemini", .gemini)]
    private static let versions: [(prefix: String, dialect: Dialect?)] = [("/v1beta", .gemini), ("/v1alpha", .gemini), ("/v1", nil)]
    /// What stands below a path of one API is that API's, whether or not it exists here.
    private static let families: [(prefix: String, dialect: Dialect)] = [
        ("/messages", .anthropicMessages), ("/responses", .openAIResponses), ("/model", .bedrockConverse),
    ]
}

extension Substring {
    /// Whether whole steps of the path are `prefix`.
    fileprivate func steps(begin prefix: String) -> Bool {
        begins(with: prefix) && (utf8.count == prefix.utf8.count || utf8.dropFirst(prefix.utf8.count).first == UInt8(ascii: "/"))
    }
}
