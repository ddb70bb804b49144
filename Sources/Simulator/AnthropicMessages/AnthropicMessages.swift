internal import HTTPWire
internal import JSONText
internal import Primitives

/// Anthropic's messages and its token counting (https://docs.anthropic.com/en/api/messages).
struct AnthropicMessages: ProviderAPI {
    private let counts: Bool
    private let hasVersion: Bool

    init?(_ head: RequestHead) {
        counts = head.path.hasSuffix("/messages/count_tokens")
        guard counts || head.path.hasSuffix("/messages") else { return nil }
        hasVersion = head.fields["anthropic-version"] != nil
    }

    /// The API in words only: for carriers of it, and for errors about nothing that it knows.
    init() { (counts, hasVersion) = (false, true) }

    func read(_ body: ByteSlice) throws(ErrorAnswer) -> Question {
        let json = try json(body)
        guard let model = json["model"]?.string else { throw AnthropicErrors.missing("model") }
        var question = try Self.question(json, model: model, counts: counts)
        question.stream = !counts && json["stream"]?.bool ?? false
        guard hasVersion else { throw ErrorAnswer.invalid("anthropic-version: header is required", parameter: nil) }
        return question
    }

    /// What all carriers read alike.
    static func question(_ json: JSONValue, model: String, counts: Bool = false) throws(ErrorAnswer) -> Question {
        guard let messages = json["messages"], messages.kind == .array else { throw AnthropicErrors.missing("messages") }
        guard messages.count > 0 else { throw ErrorAnswer.invalid("messages: at least one message is required", parameter: nil) }
        var question = Question(model: model)
        LastMessage.read(messages, into: &question)
        question.prompt = Prompt.messages(json)
        question.tools = json["tools"].items.compactMap { tool in
            tool["name"]?.string.map { Question.OfferedTool(name: $0, schema: tool["input_schema"]) }
        }
        question.forcedTool = forcedTool(json["tool_choice"])
        question.maxTokens = json["max_tokens"]?.int
        question.reasoningTokens = ["enabled", "adaptive"].contains(json["thinking"]?["type"]?.string) ? 12 : 0
        question.textSchema = (json["output_config"]?["format"] ?? json["output_format"])?["schema"]
        if question.maxTokens == nil, !counts { throw AnthropicErrors.missing("max_tokens") }
        return question
    }

    private static func forcedTool(_ choice: JSONValue?) -> String? {
        switch choice?["type"]?.string {
        case "any": ""
        case "tool": choice?["name"]?.string
        default: nil
        }
    }

    var caching: PromptCache.Caching { .marked }

    func whole(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> Bytes {
        counts ? AnthropicObjects.count(answer) : AnthropicObjects.whole(answer, usage: report)
    }

    func stream(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> StreamRendering {
        StreamRendering(anthropic: answer, report)
    }

    var framing: StreamFraming { Self.framing }

    static let framing = StreamFraming.events(
        "text/event-stream",
        malformed: "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\n\n",
        endless: "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\""
    )

    func response(_ error: ErrorAnswer, requestID: String) -> ErrorResponse { AnthropicErrors.response(error, requestID: requestID) }

    func event(_ error: ErrorAnswer, in stream: StreamRendering, after count: Int) -> Bytes { AnthropicErrors.event(error) }

    var lateError: ErrorKind { .overloaded }

    func fields(status: Int, requestID: String) -> String {
        """
        server: shunt-simulator\r\nanthropic-organization-id: simulator\r\nrequest-id: \(requestID)\r\n\
        anthropic-ratelimit-requests-limit: 50\r\nanthropic-ratelimit-requests-remaining: \(status == 429 ? 0 : 49)\r\n
        """
    }
}
