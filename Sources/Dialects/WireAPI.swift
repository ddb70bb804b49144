internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// What a dialect's folder provides: how its requests, answers and errors are read and written, on either side.
protocol WireAPI {
    // MARK: The caller's side

    /// Reads a request for what routing needs; `wantsUsage`: the caller reads the usage at the end of a stream.
    static func facts(_ body: JSONValue) throws(DialectError) -> (facts: RequestFacts, wantsUsage: Bool)
    /// Decodes a whole request.
    static func conversation(_ body: JSONValue) throws(DialectError) -> ChatRequest
    /// Writes a streamed answer; `includeUsage`: the caller asked for the usage, where the dialect makes that a choice.
    static func streamEncoder(_ identity: AnswerIdentity, includeUsage: Bool) -> any AnswerStreamEncoder
    /// Writes an answer as one document.
    static func document(_ answer: AnswerAssembler, _ identity: AnswerIdentity) -> Bytes
    /// The body of an error answer, with exactly the members that the API's own errors have.
    static func errorBody(_ error: CallerError) -> Bytes
    /// Fields of an error answer beside those that every answer has.
    static func errorFields(_ error: CallerError) -> HeaderFields
    /// What a caller is told in mid-stream in place of an end.
    static func errorFrame(_ error: CallerError) -> AnswerFrame
    /// The HTTP status by which the API tells the error.
    static func status(_ error: CallerError) -> Int
    /// The header field in which SDKs look for the request's id.
    static var requestIDField: String? { get }
    /// Counts of tokens, where the API has them.
    static var counting: (any TokenCountAPI.Type)? { get }

    /// Whether a request's path, rather than its body, names the model and whether the answer is streamed.
    static var hasTargetInPath: Bool { get }

    // MARK: The provider's side

    /// Passes a request of this dialect on, changing only what the plan demands.
    static func splice(_ body: JSONValue, as plan: RequestPlan) -> OutgoingBody
    /// Whether ``splice(_:as:)`` knows how to leave thoughts out.
    static var stripsThoughts: Bool { get }
    /// Writes a request; throws what no provider of this API could take.
    static func request(_ request: ChatRequest, as plan: RequestPlan) throws(DialectError) -> OutgoingBody
    /// The caller's header fields that mean something to a provider of the same API, in lower case.
    static var passedFields: [String] { get }
    /// The field that carries the key.
    static func authorization(_ key: String) -> HeaderFields.Field
    /// Splits a stream into events, none longer than `limit` bytes.
    static func frameParser(limit: Int) -> any FrameParser
    static func streamDecoder() -> any AnswerStreamDecoder
    /// As above, where the answer's meaning depends on the model, by its wire name.
    static func streamDecoder(of model: String) -> any AnswerStreamDecoder
    /// Reads an answer that is one document. One that holds an error in spite of its status 200 throws it.
    static func answer(_ body: Bytes) throws(Fault) -> [ChatEvent]
    /// As above, where the answer's meaning depends on the model, by its wire name.
    static func answer(_ body: Bytes, of model: String) throws(Fault) -> [ChatEvent]
}

extension WireAPI {
    static var stripsThoughts: Bool { false }

    static func status(_ error: CallerError) -> Int { error.status }
    static var requestIDField: String? { nil }
    static var hasTargetInPath: Bool { false }
    static var counting: (any TokenCountAPI.Type)? { nil }
    static var passedFields: [String] { [] }
    /// Most APIs stream server-sent events.
    static func frameParser(limit: Int) -> any FrameParser { ServerSentEventParser(limit: limit) }

    static func errorFields(_ error: CallerError) -> HeaderFields { [:] }

    static func streamDecoder(of model: String) -> any AnswerStreamDecoder { streamDecoder() }

    static func answer(_ body: Bytes, of model: String) throws(Fault) -> [ChatEvent] { try answer(body) }
}

extension Dialect {
    var api: any WireAPI.Type {
        switch self {
        case .openAIChat: OpenAIChatAPI.self
        case .openAIResponses: OpenAIResponsesAPI.self
        case .anthropicMessages: AnthropicMessagesAPI.self
        case .gemini: GeminiAPI.self
        case .bedrockConverse: BedrockConverseAPI.self
        }
    }
}
