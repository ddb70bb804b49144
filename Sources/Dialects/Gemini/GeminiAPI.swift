internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Gemini's `generateContent` and `streamGenerateContent` (https://ai.google.dev/api/generate-content).
enum GeminiAPI: WireAPI {
    /// Every stream tells its usage.
    static func facts(_ body: JSONValue) throws(DialectError) -> (facts: RequestFacts, wantsUsage: Bool) {
        (try GeminiRequestFacts.read(body), true)
    }

    static func conversation(_ body: JSONValue) throws(DialectError) -> ChatRequest { try GeminiConversation.decode(body) }

    static func streamEncoder(_ identity: AnswerIdentity, includeUsage: Bool) -> any AnswerStreamEncoder {
        GeminiAnswerEncoder(identity: identity)
    }

    static func document(_ answer: AnswerAssembler, _ identity: AnswerIdentity) -> Bytes { GeminiWholeEncoder.encode(answer, identity) }

    static func errorBody(_ error: CallerError) -> Bytes { GeminiErrorEncoder.body(error) }

    static func errorFrame(_ error: CallerError) -> AnswerFrame { AnswerFrame(event: nil, data: errorBody(error)) }

    static var hasTargetInPath: Bool { true }

    static var counting: (any TokenCountAPI.Type)? { GeminiTokenCount.self }

    static func splice(_ body: JSONValue, as plan: RequestPlan) -> OutgoingBody { GeminiSplice.apply(plan, to: body) }

    static func request(_ request: ChatRequest, as plan: RequestPlan) throws(DialectError) -> OutgoingBody {
        try GeminiRequestEncoder.encode(request, as: plan)
    }

    static func authorization(_ key: String) -> HeaderFields.Field { HeaderFields.Field(name: "x-goog-api-key", value: key) }

    static func frameParser(limit: Int) -> any FrameParser { GeminiFrameParser(limit: limit) }

    static func streamDecoder() -> any AnswerStreamDecoder { GeminiStreamDecoder() }

    static func answer(_ body: Bytes) throws(Fault) -> [ChatEvent] { try GeminiWholeDecoder.decode(body) }
}
