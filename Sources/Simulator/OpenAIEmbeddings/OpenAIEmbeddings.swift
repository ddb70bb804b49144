internal import HTTPWire
internal import JSONText
internal import Primitives

/// OpenAI's embeddings, also at Azure's addresses (https://platform.openai.com/docs/api-reference/embeddings).
struct OpenAIEmbeddings: ProviderAPI {
    private let host: OpenAIHost

    init?(_ head: RequestHead) {
        guard head.path.hasSuffix("/embeddings") else { return nil }
        host = OpenAIHost(head)
    }

    func read(_ body: ByteSlice) throws(ErrorAnswer) -> Question {
        let json = try json(body)
        var question = Question(model: try host.model(json))
        guard let input = json["input"] else { throw OpenAIErrors.missing("input") }
        let inputs = Self.inputs(input)
        guard !inputs.isEmpty else { throw OpenAIErrors.empty("input") }
        question.body = json
        question.prompt = Prompt(for: json)
        // Nothing is said around what is embedded, so that its own text is all that counts.
        for input in inputs { question.prompt.addContent(input) }
        question.lastUserText = inputs.last?.string ?? ""
        return question
    }

    /// A text, an array of tokens, or an array of either.
    private static func inputs(_ input: JSONValue) -> [JSONValue] {
        let elements = Array(input.elements)
        return input.kind != .array || elements.first?.kind == .number ? [input] : elements
    }

    func whole(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> Bytes {
        let inputs = question.body?["input"].map(Self.inputs) ?? []
        let size = question.body?["dimensions"]?.int ?? EmbeddingVector.usualSize
        let base64 = question.body?["encoding_format"]?.isString("base64") == true
        let entries = inputs.enumerated().map { index, input in
            let vector = EmbeddingVector(of: input.escapedString ?? input.raw, model: answer.model, size: size)
            return "{\"object\":\"embedding\",\"index\":\(index),\"embedding\":\(base64 ? "\"\(vector.base64)\"" : vector.json)}"
        }
        let usage = report == .none ? "" : ",\"usage\":{\"prompt_tokens\":\(answer.inputTokens),\"total_tokens\":\(answer.inputTokens)}"
        return Bytes("{\"object\":\"list\",\"data\":[\(entries.joined(separator: ","))],\"model\":\(JSONWriter.quoted(answer.model))\(usage)}".utf8)
    }

    /// Embeddings have no stream, and no request asks for one.
    func stream(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> StreamRendering { StreamRendering() }

    var framing: StreamFraming { StreamFraming(contentType: "application/json", malformed: [], endless: []) }

    func response(_ error: ErrorAnswer, requestID: String) -> ErrorResponse { host.response(error) }

    func event(_ error: ErrorAnswer, in stream: StreamRendering, after count: Int) -> Bytes { [] }

    func fields(status: Int, requestID: String) -> String { host.fields(status: status, requestID: requestID) }
}
