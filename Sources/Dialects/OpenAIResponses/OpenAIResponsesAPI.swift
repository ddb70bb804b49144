internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Responses (https://platform.openai.com/docs/api-reference/responses), as OpenAI and the services that copy it speak it.
enum OpenAIResponsesAPI: WireAPI {
    /// The usage is a part of every answer.
    static func facts(_ body: JSONValue) throws(DialectError) -> (facts: RequestFacts, wantsUsage: Bool) {
        (try ResponsesRequestFacts.read(body), true)
    }

    static func conversation(_ body: JSONValue) throws(DialectError) -> ChatRequest { try ResponsesConversation.decode(body) }

    static func streamEncoder(_ identity: AnswerIdentity, includeUsage: Bool) -> any AnswerStreamEncoder {
        ResponsesAnswerEncoder(identity: identity)
    }

    static func document(_ answer: AnswerAssembler, _ identity: AnswerIdentity) -> Bytes { ResponsesWholeEncoder.encode(answer, identity) }

    static func errorBody(_ error: CallerError) -> Bytes { OpenAIErrorEncoder.body(error) }

    static func errorFrame(_ error: CallerError) -> AnswerFrame { ResponsesErrorEncoder.frame(error, sequence: 0) }

    static var requestIDField: String? { OpenAIChatAPI.requestIDField }

    static var passedFields: [String] { OpenAIChatAPI.passedFields }

    static func splice(_ body: JSONValue, as plan: RequestPlan) -> OutgoingBody { ResponsesSplice.apply(plan, to: body) }

    static func request(_ request: ChatRequest, as plan: RequestPlan) -> OutgoingBody { ResponsesRequestEncoder.encode(request, as: plan) }

    static func authorization(_ key: String) -> HeaderFields.Field { OpenAIChatAPI.authorization(key) }

    static func streamDecoder() -> any AnswerStreamDecoder { ResponsesStreamDecoder() }

    static func answer(_ body: Bytes) throws(Fault) -> [ChatEvent] { try ResponsesWholeDecoder.decode(body) }
}
