package import Conversation
package import JSONText
package import Primitives

/// How a wire API is asked for the length of a request, on either side.
package protocol TokenCountAPI {
    /// The question to a provider about a request of this dialect.
    static func request(_ body: JSONValue, model: String) -> OutgoingBody
    /// What a provider counted; nil where its answer does not say.
    static func tokens(in answer: Bytes) -> Int?
    /// The answer to a caller.
    static func answer(_ tokens: Int) -> Bytes
}

extension Dialect {
    /// How the dialect counts tokens; nil where it does not.
    package var counting: (any TokenCountAPI.Type)? { api.counting }
    /// The header field in which SDKs look for the request's id.
    package var requestIDField: String? { api.requestIDField }
    /// Whether a request's path, rather than its body, names the model and whether the answer is streamed.
    package var hasTargetInPath: Bool { api.hasTargetInPath }
    /// The caller's header fields that mean something to a provider of the same dialect.
    package var passedFields: [String] { api.passedFields }
}
