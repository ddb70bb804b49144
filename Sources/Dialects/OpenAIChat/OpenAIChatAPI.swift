internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Chat completions (https://platform.openai.com/docs/api-reference/chat), as OpenAI and the many services that copy it speak it.
enum OpenAIChatAPI: WireAPI {
    static func facts(_ body: JSONValue) throws(DialectError) -> (facts: RequestFacts, wantsUsage: Bool) { try OpenAIRequestFacts.read(body) }

    static func conversation(_ body: JSONValue) throws(DialectError) -> ChatRequest { try OpenAIConversation.decode(body) }

    static func streamEncoder(_ identity: AnswerIdentity, includeUsage: Bool) -> any AnswerStreamEncoder {
        OpenAIAnswerEncoder(identity: identity, includeUsage: includeUsage)
    }

    static func document(_ answer: AnswerAssembler, _ identity: AnswerIdentity) -> Bytes { OpenAIWholeEncoder.encode(answer, identity) }

    static func errorBody(_ error: CallerError) -> Bytes { OpenAIErrorEncoder.body(error) }

    static func errorFrame(_ error: CallerError) -> AnswerFrame { AnswerFrame(event: nil, data: errorBody(error)) }

    static var requestIDField: String? { "x-request-id" }

    static var passedFields: [String] { ["openai-beta"] }

    static func splice(_ body: JSONValue, as plan: RequestPlan) -> OutgoingBody { OpenAISplice.apply(plan, to: body) }

    static let stripsThoughts = true

    static func request(_ request: ChatRequest, as plan: RequestPlan) -> OutgoingBody { OpenAIRequestEncoder.encode(request, as: plan) }

    static func authorization(_ key: String) -> HeaderFields.Field { HeaderFields.Field(name: "authorization", value: "Bearer \(key)") }

    static func streamDecoder() -> any AnswerStreamDecoder { OpenAIStreamDecoder() }

    static func answer(_ body: Bytes) throws(Fault) -> [ChatEvent] { try OpenAIWholeDecoder.decode(body) }
}
