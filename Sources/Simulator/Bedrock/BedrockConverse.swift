internal import HTTPWire
internal import JSONText
internal import Primitives

/// Amazon Bedrock's one API for all models: `/model/M/converse` and `/model/M/converse-stream`
/// (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html).
struct BedrockConverse: ProviderAPI {
    private let model: String
    private let streams: Bool

    init?(_ head: RequestHead) {
        guard let model = head.segment(after: "model"), let method = head.segments.last else { return nil }
        guard method == "converse" || method == "converse-stream" else { return nil }
        self.model = model
        streams = method == "converse-stream"
    }

    func read(_ body: ByteSlice) throws(ErrorAnswer) -> Question {
        let json = try json(body)
        guard let messages = json["messages"], messages.kind == .array, messages.count > 0 else {
            throw ErrorAnswer.invalid("The messages field is required and must hold at least one message.", parameter: "messages")
        }
        var question = Question(model: model)
        question.stream = streams
        LastMessage.read(messages, into: &question)
        question.prompt = Self.prompt(json)
        question.tools = json["toolConfig"]?["tools"].items.compactMap(Self.tool) ?? []
        question.forcedTool = Self.forcedTool(json["toolConfig"]?["toolChoice"])
        question.maxTokens = json["inferenceConfig"]?["maxTokens"]?.int
        let thinking = json["additionalModelRequestFields"]?["thinking"]?["type"]?.string
        question.reasoningTokens = ["enabled", "adaptive"].contains(thinking) ? 12 : 0
        return question
    }

    private static func prompt(_ json: JSONValue) -> Prompt {
        var prompt = Prompt(for: json)
        prompt.addParts(json["toolConfig"]?["tools"])
        prompt.addParts(json["system"])
        for message in json["messages"].items { prompt.addMessage(message["role"], message["content"]) }
        return prompt
    }

    private static func tool(_ tool: JSONValue) -> Question.OfferedTool? {
        guard let tool = tool["toolSpec"], let name = tool["name"]?.string else { return nil }
        return Question.OfferedTool(name: name, schema: tool["inputSchema"]?["json"])
    }

    private static func forcedTool(_ choice: JSONValue?) -> String? {
        choice?["any"] != nil ? "" : choice?["tool"]?["name"]?.string
    }

    var caching: PromptCache.Caching { .marked }

    func whole(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> Bytes {
        ConverseObjects.whole(answer, usage: report)
    }

    func stream(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> StreamRendering {
        StreamRendering(converse: answer, report)
    }

    var framing: StreamFraming { Self.framing }

    private static let framing = StreamFraming(
        contentType: "application/vnd.amazon.eventstream",
        malformed: EventFrame.event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{"),
        endless: EventFrame.endless("contentBlockDelta"),
        badChecksum: EventFrame.damaged("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"damaged\"}}")
    )

    func response(_ error: ErrorAnswer, requestID: String) -> ErrorResponse { BedrockErrors.response(error) }

    func event(_ error: ErrorAnswer, in stream: StreamRendering, after count: Int) -> Bytes { BedrockErrors.exception(error) }

    var lateError: ErrorKind { .overloaded }

    func fields(status: Int, requestID: String) -> String { BedrockErrors.fields(requestID) }
}
