internal import Conversation
internal import Dialects

/// How the frames of a stream follow one another in an HTTP body.
enum StreamForm: Equatable {
    /// As events, in the framing of the dialect.
    case events
    /// As the elements of one JSON array: what Gemini sends to callers who do not ask for events.
    case array

    init(_ dialect: Dialect, _ query: HTTPQuery) {
        self = dialect == .gemini && query["alt"] != "sse" ? .array : .events
    }

    func contentType(_ dialect: Dialect) -> String { self == .array ? "application/json; charset=utf-8" : dialect.streamContentType }
}
