internal import HTTPWire
internal import JSONText
internal import Primitives

/// OpenAI's responses, also at Azure's addresses (https://platform.openai.com/docs/api-reference/responses).
struct OpenAIResponses: ProviderAPI {
    private let host: OpenAIHost

    init?(_ head: RequestHead) {
        guard head.path.hasSuffix("/responses") else { return nil }
        host = OpenAIHost(head)
    }

    func read(_ body: ByteSlice) throws(ErrorAnswer) -> Question {
        let json = try json(body)
        var question = Question(model: try host.model(json))
        guard let input = json["input"] else { throw OpenAIErrors.missing("input") }
        question.body = json
        question.stream = json["stream"]?.bool ?? false
        question.lastUserText = input.string ?? Self.lastUserText(input)
        question.prompt = Self.prompt(json)
        question.tools = json["tools"].items.compactMap { tool in
            tool["name"]?.string.map { Question.OfferedTool(name: $0, schema: tool["parameters"]) }
        }
        question.forcedTool = json["tool_choice"]?.isString("required") == true ? "" : json["tool_choice"]?["name"]?.string
        question.maxTokens = json["max_output_tokens"]?.int
        question.reasoningTokens = OpenAIEffort.tokens(json["reasoning"]?["effort"])
        question.showsReasoning = !(json["reasoning"]?["summary"]?.isNull ?? true)
        question.textSchema = json["text"]?["format"]?["schema"]
        return question
    }

    /// Items that are no messages, such as a tool's output, are not the user's.
    private static func lastUserText(_ input: JSONValue) -> String {
        Array(input.elements).last?["role"] == nil ? "" : LastMessage.text(input)
    }

    private static func prompt(_ json: JSONValue) -> Prompt {
        var prompt = Prompt(for: json)
        prompt.addParts(json["tools"])
        prompt.addContent(json["instructions"])
        guard json["input"]?.kind == .array else {
            prompt.addMessage(nil, json["input"])
            return prompt
        }
        for item in json["input"].items {
            if let content = item["content"] { prompt.addMessage(item["role"], content) } else { prompt.addMessage(nil, nil, calls: item) }
        }
        return prompt
    }

    func whole(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> Bytes {
        let objects = ResponseObjects(answer, question, report)
        return Bytes(objects.response(.over).utf8)
    }

    func stream(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> StreamRendering {
        ResponseEvents.stream(ResponseObjects(answer, question, report))
    }

    var framing: StreamFraming { Self.framing }

    private static let framing = StreamFraming.events(
        "text/event-stream; charset=utf-8",
        malformed: "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\n\n",
        endless: "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0,\"delta\":\""
    )

    func response(_ error: ErrorAnswer, requestID: String) -> ErrorResponse {
        var error = error
        if error.kind == .context, error.parameter == nil { error.parameter = "input" }
        return host.response(error)
    }

    /// The error by itself, then the response that failed by it.
    func event(_ error: ErrorAnswer, in stream: StreamRendering, after count: Int) -> Bytes {
        let number = stream.numbers[min(count, stream.numbers.count - 1)]
        return ResponseEvents.event("error", "\"error\":\(OpenAIErrors.members(error))", number)
            + ResponseEvents.event("response.failed", "\"response\":\(ResponseObjects.failed(error))", number + 1)
    }

    func fields(status: Int, requestID: String) -> String { host.fields(status: status, requestID: requestID) }
}
