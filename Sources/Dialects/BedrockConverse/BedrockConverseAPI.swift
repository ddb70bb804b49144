internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Amazon Bedrock's Converse and ConverseStream (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html).
///
/// The path says which model is meant and whether the answer is streamed; the body says neither.
enum BedrockConverseAPI: WireAPI {
    static func facts(_ body: JSONValue) throws(DialectError) -> (facts: RequestFacts, wantsUsage: Bool) {
        (try ConverseRequestFacts.read(body), true)
    }

    static func conversation(_ body: JSONValue) throws(DialectError) -> ChatRequest { try ConverseConversation.decode(body) }

    static func streamEncoder(_ identity: AnswerIdentity, includeUsage: Bool) -> any AnswerStreamEncoder { ConverseAnswerEncoder() }

    static func document(_ answer: AnswerAssembler, _ identity: AnswerIdentity) -> Bytes { ConverseWholeEncoder.encode(answer) }

    static func errorBody(_ error: CallerError) -> Bytes {
        var writer = JSONWriter()
        writer.object { $0.member("message", error.message) }
        return writer.bytes
    }

    static func errorFields(_ error: CallerError) -> HeaderFields { ["x-amzn-errortype": ConverseFault.name(error.status)] }

    static var hasTargetInPath: Bool { true }

    /// In a stream the first letter is small.
    static func errorFrame(_ error: CallerError) -> AnswerFrame {
        let name = error.status == 504 ? "ModelStreamErrorException" : ConverseFault.name(error.status)
        return AnswerFrame(event: name.prefix(1).lowercased() + name.dropFirst(), data: errorBody(error))
    }

    static var requestIDField: String? { "x-amzn-requestid" }

    static func splice(_ body: JSONValue, as plan: RequestPlan) -> OutgoingBody { ConverseSplice.apply(plan, to: body) }

    static func request(_ request: ChatRequest, as plan: RequestPlan) -> OutgoingBody { ConverseRequestEncoder.encode(request, as: plan) }

    static func authorization(_ key: String) -> HeaderFields.Field { HeaderFields.Field(name: "authorization", value: "Bearer \(key)") }

    static func streamDecoder() -> any AnswerStreamDecoder { ConverseStreamDecoder(model: "") }

    static func streamDecoder(of model: String) -> any AnswerStreamDecoder { ConverseStreamDecoder(model: model) }

    static func answer(_ body: Bytes) throws(Fault) -> [ChatEvent] { try ConverseWholeDecoder.decode(body, model: "") }

    static func answer(_ body: Bytes, of model: String) throws(Fault) -> [ChatEvent] { try ConverseWholeDecoder.decode(body, model: model) }

    static func frameParser(limit: Int) -> any FrameParser { EventStreamParser(limit: limit) }
}
