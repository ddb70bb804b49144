internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Anthropic's Messages API (https://docs.anthropic.com/en/api/messages).
enum AnthropicMessagesAPI: WireAPI {
    static func facts(_ body: JSONValue) throws(DialectError) -> (facts: RequestFacts, wantsUsage: Bool) {
        (try AnthropicRequestFacts.read(body), true)
    }

    static func conversation(_ body: JSONValue) throws(DialectError) -> ChatRequest { try AnthropicConversation.decode(body) }

    static func streamEncoder(_ identity: AnswerIdentity, includeUsage: Bool) -> any AnswerStreamEncoder {
        AnthropicAnswerEncoder(identity: identity)
    }

    static func document(_ answer: AnswerAssembler, _ identity: AnswerIdentity) -> Bytes { AnthropicWholeEncoder.encode(answer, identity) }

    static func errorBody(_ error: CallerError) -> Bytes { AnthropicErrorEncoder.body(error) }

    static func errorFrame(_ error: CallerError) -> AnswerFrame { AnswerFrame(event: "error", data: errorBody(error)) }


    static var requestIDField: String? { "request-id" }

    static var counting: (any TokenCountAPI.Type)? { AnthropicTokenCount.self }

    static var passedFields: [String] { ["anthropic-version", "anthropic-beta"] }

    static func splice(_ body: JSONValue, as plan: RequestPlan) -> OutgoingBody { AnthropicSplice.apply(plan, to: body) }

    static let stripsThoughts = true

    static func request(_ request: ChatRequest, as plan: RequestPlan) -> OutgoingBody { AnthropicRequestEncoder.encode(request, as: plan) }

    static func authorization(_ key: String) -> HeaderFields.Field { HeaderFields.Field(name: "x-api-key", value: key) }

    static func streamDecoder() -> any AnswerStreamDecoder { AnthropicStreamDecoder() }

    static func answer(_ body: Bytes) throws(Fault) -> [ChatEvent] { try AnthropicWholeDecoder.decode(body) }
}
