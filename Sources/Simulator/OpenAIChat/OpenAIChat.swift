internal import HTTPWire
internal import JSONText
internal import Primitives

/// OpenAI's chat completions, also at Azure's addresses (https://platform.openai.com/docs/api-reference/chat).
struct OpenAIChat: ProviderAPI {
    private let host: OpenAIHost

    init?(_ head: RequestHead) {
        guard head.path.hasSuffix("/chat/completions") else { return nil }
        host = OpenAIHost(head)
    }

    /// The API that speaks where no other is asked for.
    init() { host = .openAI }

    func read(_ body: ByteSlice) throws(ErrorAnswer) -> Question {
        let json = try json(body)
        var question = Question(model: try host.model(json))
        guard let messages = json["messages"], messages.kind == .array else { throw OpenAIErrors.missing("messages") }
        guard messages.count > 0 else { throw OpenAIErrors.empty("messages") }
        question.stream = json["stream"]?.bool ?? false
        question.includeUsage = json["stream_options"]?["include_usage"]?.bool ?? false
        LastMessage.read(messages, into: &question)
        question.prompt = Prompt.messages(json)
        question.tools = json["tools"].items.compactMap(Self.tool)
        question.forcedTool = Self.forcedTool(json["tool_choice"])
        question.maxTokens = (json["max_completion_tokens"] ?? json["max_tokens"])?.int
        question.reasoningTokens = OpenAIEffort.tokens(json["reasoning_effort"])
        question.textSchema = json["response_format"]?["json_schema"]?["schema"]
        return question
    }

    private static func tool(_ tool: JSONValue) -> Question.OfferedTool? {
        guard let function = tool["function"], let name = function["name"]?.string else { return nil }
        return Question.OfferedTool(name: name, schema: function["parameters"])
    }

    private static func forcedTool(_ choice: JSONValue?) -> String? {
        choice?.isString("required") == true ? "" : choice?["function"]?["name"]?.string
    }

    func whole(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> Bytes {
        OpenAIObjects.whole(answer, usage: report, filters: host.filters)
    }

    func stream(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> StreamRendering {
        var stream = StreamRendering(openAI: answer, includeUsage: question.includeUsage, report)
        if !host.filters.isEmpty {
            stream.opening = Bytes("data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\"\(host.filters)}\n\n".utf8) + stream.opening
        }
        return stream
    }

    var framing: StreamFraming { Self.framing }

    private static let framing = StreamFraming.events(
        "text/event-stream; charset=utf-8",
        malformed: "data: {\"id\":\"chatcmpl-broken\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\n\n",
        endless: "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
    )

    func response(_ error: ErrorAnswer, requestID: String) -> ErrorResponse { host.response(error) }

    func event(_ error: ErrorAnswer, in stream: StreamRendering, after count: Int) -> Bytes {
        Bytes("data: \(OpenAIErrors.object(error))\n\n".utf8)
    }

    func fields(status: Int, requestID: String) -> String { host.fields(status: status, requestID: requestID) }
}

/// OpenAI's words for how much to think, as tokens of reasoning.
enum OpenAIEffort {
    static func tokens(_ effort: JSONValue?) -> Int {
        switch effort?.string {
        case "low": 6
        case "medium": 12
        case "high", "xhigh", "max": 24
        default: 0
        }
    }
}
