internal import HTTPWire
internal import JSONText
internal import Primitives

/// Google's models by their own API, at AI Studio's addresses (`/v1beta/models/M:generateContent`,
/// https://ai.google.dev/api/generate-content) and at Vertex' (`/v1/projects/P/locations/L/publishers/google/models/M:…`).
struct Gemini: ProviderAPI {
    private let method: Method
    private let model: String
    private let vertex: Bool

    enum Method: Sendable, Equatable {
        case generate, count
        case stream(GeminiFraming)
    }

    init?(_ head: RequestHead) {
        guard let name = head.segment(after: "models"), let colon = name.lastIndex(of: ":") else { return nil }
        switch name[name.index(after: colon)...] {
        case "generateContent": method = .generate
        case "streamGenerateContent": method = .stream(head.query("alt") == "sse" ? .events : .array)
        case "countTokens": method = .count
        default: return nil
        }
        model = String(name[..<colon])
        vertex = head.path.contains("/publishers/google/")
    }

    func read(_ body: ByteSlice) throws(ErrorAnswer) -> Question {
        let sent = try json(body)
        let json = sent["generateContentRequest"] ?? sent
        let contents = json["contents"]
        guard let contents, contents.kind == .array, contents.count > 0 else {
            throw ErrorAnswer.invalid("* GenerateContentRequest.contents: contents is not specified\n", parameter: "contents")
        }
        let configuration = json["generationConfig"]
        var question = Question(model: model)
        if case .stream = method { question.stream = true }
        LastMessage.read(contents, parts: "parts", into: &question)
        question.prompt = Self.prompt(json)
        question.tools = json["tools"].items.flatMap { $0["functionDeclarations"].items }.compactMap { tool in
            tool["name"]?.string.map { Question.OfferedTool(name: $0, schema: tool["parameters"] ?? tool["parametersJsonSchema"]) }
        }
        question.forcedTool = Self.forcedTool(json["toolConfig"]?["functionCallingConfig"])
        question.maxTokens = configuration?["maxOutputTokens"]?.int
        question.reasoningTokens = Self.reasoningTokens(configuration?["thinkingConfig"])
        question.showsReasoning = configuration?["thinkingConfig"]?["includeThoughts"]?.bool ?? false
        question.textSchema = configuration?["responseJsonSchema"] ?? configuration?["responseSchema"]
        return question
    }

    private static func prompt(_ json: JSONValue) -> Prompt {
        var prompt = Prompt(for: json)
        prompt.addParts(json["tools"])
        prompt.addParts(json["systemInstruction"]?["parts"])
        for message in json["contents"].items { prompt.addMessage(message["role"], message["parts"]) }
        return prompt
    }

    private static func forcedTool(_ choice: JSONValue?) -> String? {
        guard choice?["mode"]?.isString("ANY") == true else { return nil }
        return choice?["allowedFunctionNames"].items.first?.string ?? ""
    }

    private static func reasoningTokens(_ thinking: JSONValue?) -> Int {
        switch thinking?["thinkingLevel"]?.string?.lowercased() {
        case "minimal", "low": 6
        case "medium": 12
        case "high": 24
        default: thinking?["thinkingBudget"]?.int.map { $0 == 0 ? 0 : 12 } ?? 0
        }
    }
}

// MARK: Answers

extension Gemini {
    private var streamFraming: GeminiFraming {
        if case .stream(let framing) = method { framing } else { .whole }
    }

    func whole(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> Bytes {
        method == .count
            ? Bytes("{\"totalTokens\":\(answer.inputTokens),\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":\(answer.inputTokens)}]}".utf8)
            : GeminiChunks(answer, report, vertex: vertex).whole
    }

    func stream(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> StreamRendering {
        GeminiChunks(answer, report, vertex: vertex).stream(streamFraming)
    }

    var framing: StreamFraming {
        switch streamFraming {
        case .events:
            .events("text/event-stream", malformed: "data: {\"candidates\": [{\"content\": {\"parts\": [\r\n\r\n", endless: "data: {\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"")
        case .array, .whole:
            .events("application/json; charset=UTF-8", malformed: ",\n{\"candidates\": [}\n", endless: ",\n{\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"")
        }
    }

    func response(_ error: ErrorAnswer, requestID: String) -> ErrorResponse {
        GoogleErrors.response(error, streamFraming, vertex: vertex)
    }

    /// Vertex breaks off with the bare error (as recorded), AI Studio sends it as an event; an array holds it as its last element.
    func event(_ error: ErrorAnswer, in stream: StreamRendering, after count: Int) -> Bytes {
        let object = GoogleErrors.object(error, vertex: vertex)
        return switch streamFraming {
        case .events: Bytes((vertex ? "\(object)\n" : "data: \(object)\r\n\r\n").utf8)
        case .array, .whole: Bytes("\(count > 0 ? ",\n" : "")\(object)\n]".utf8)
        }
    }

    func fields(status: Int, requestID: String) -> String {
        "server: shunt-simulator\r\nx-request-id: \(requestID)\r\nserver-timing: gfet4t7; dur=1\r\nvary: X-Origin\r\n"
    }
}
