internal import HTTPWire
internal import JSONText
internal import Primitives

/// Anthropic's messages on Bedrock: `/model/M/invoke` and `/model/M/invoke-with-response-stream`. The path names the model, the body has
/// `anthropic_version`, and each event of the stream travels in a frame
/// (https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html).
struct BedrockInvoke: ProviderAPI {
    private let model: String
    private let streams: Bool
    private let messages = AnthropicMessages()

    init?(_ head: RequestHead) {
        guard let model = head.segment(after: "model"), let method = head.segments.last else { return nil }
        guard method == "invoke" || method == "invoke-with-response-stream" else { return nil }
        self.model = model
        streams = method == "invoke-with-response-stream"
    }

    func read(_ body: ByteSlice) throws(ErrorAnswer) -> Question {
        let json = try json(body)
        for field in ["model", "stream"] where json.get(field) != nil {
            throw ErrorAnswer.invalid("\(field): Extra inputs are not permitted", parameter: field)
        }
        guard json["anthropic_version"]?.isString("bedrock-2023-05-31") == true else {
            throw ErrorAnswer.invalid("anthropic_version: Field required", parameter: "anthropic_version")
        }
        var question = try AnthropicMessages.question(json, model: model)
        question.stream = streams
        return question
    }

    var caching: PromptCache.Caching { .marked }

    func whole(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> Bytes {
        messages.whole(answer, to: question, report)
    }

    func stream(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> StreamRendering {
        var stream = messages.stream(answer, to: question, report)
        stream.opening = Self.framed(stream.opening)
        stream.tokens = stream.tokens.map(Self.framed)
        stream.finish = Self.framed(stream.finish)
        stream.done = Self.framed(stream.done)
        return stream
    }

    /// Each event's data in a frame of its own.
    private static func framed(_ events: Bytes) -> Bytes {
        let lines = events.split(separator: UInt8(ascii: "\n")).filter { $0.starts(with: "data: ".utf8) }
        return lines.reduce(into: Bytes()) { $0 += chunk($1.dropFirst(6)) }
    }

    private static func chunk(_ data: some Collection<UInt8>) -> Bytes { EventFrame.event("chunk", payload(data)) }

    private static func payload(_ data: some Collection<UInt8>) -> String { "{\"bytes\":\"\(Base64.encode(data))\",\"p\":\"abcdefghij\"}" }

    var framing: StreamFraming { Self.framing }

    private static let framing = StreamFraming(
        contentType: "application/vnd.amazon.eventstream",
        malformed: chunk("{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{".utf8),
        endless: EventFrame.endless("chunk"),
        badChecksum: EventFrame.damaged("chunk", payload("{\"type\":\"ping\"}".utf8))
    )

    func response(_ error: ErrorAnswer, requestID: String) -> ErrorResponse { BedrockErrors.response(error) }

    func event(_ error: ErrorAnswer, in stream: StreamRendering, after count: Int) -> Bytes { BedrockErrors.exception(error) }

    var lateError: ErrorKind { .overloaded }

    func fields(status: Int, requestID: String) -> String {
        BedrockErrors.fields(requestID) + (streams ? "x-amzn-bedrock-content-type: application/json\r\n" : "")
    }
}
