internal import HTTPWire
internal import JSONText
internal import Primitives

/// Anthropic's messages on Vertex: `/v1/projects/P/locations/L/publishers/anthropic/models/M:rawPredict` and `:streamRawPredict`. The path
/// names the model, the body has `anthropic_version`; what Google's own gateway refuses it words as Google does
/// (https://docs.anthropic.com/en/api/claude-on-vertex-ai).
struct VertexMessages: ProviderAPI {
    private let model: String
    private let counts: Bool
    private let messages = AnthropicMessages()

    init?(_ head: RequestHead) {
        guard head.path.contains("/publishers/anthropic/"), let name = head.segment(after: "models"), let colon = name.lastIndex(of: ":") else { return nil }
        guard ["rawPredict", "streamRawPredict"].contains(name[name.index(after: colon)...]) else { return nil }
        model = String(name[..<colon])
        counts = model == "count-tokens"
    }

    /// A stream is asked for in the body; the two methods differ in nothing else.
    func read(_ body: ByteSlice) throws(ErrorAnswer) -> Question {
        let json = try json(body)
        guard json["anthropic_version"]?.isString("vertex-2023-10-16") == true else {
            throw ErrorAnswer.invalid("anthropic_version: Field required", parameter: nil)
        }
        if counts {
            guard let model = json["model"]?.string else { throw AnthropicErrors.missing("model") }
            return try AnthropicMessages.question(json, model: model, counts: true)
        }
        if json["model"] != nil { throw ErrorAnswer.invalid("model: Extra inputs are not permitted", parameter: nil) }
        var question = try AnthropicMessages.question(json, model: model)
        question.stream = json["stream"]?.bool ?? false
        return question
    }

    var caching: PromptCache.Caching { .marked }

    func whole(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> Bytes {
        counts ? AnthropicObjects.count(answer) : messages.whole(answer, to: question, report)
    }

    func stream(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> StreamRendering {
        messages.stream(answer, to: question, report)
    }

    var framing: StreamFraming { messages.framing }

    func response(_ error: ErrorAnswer, requestID: String) -> ErrorResponse {
        switch error.kind {
        case .auth, .permission, .notFound, .rate, .quota: GoogleErrors.response(error, .whole, vertex: true)
        default: messages.response(error, requestID: requestID)
        }
    }

    func event(_ error: ErrorAnswer, in stream: StreamRendering, after count: Int) -> Bytes {
        messages.event(error, in: stream, after: count)
    }

    var lateError: ErrorKind { messages.lateError }

    func fields(status: Int, requestID: String) -> String { "server: shunt-simulator\r\nrequest-id: \(requestID)\r\nvary: X-Origin\r\n" }
}
