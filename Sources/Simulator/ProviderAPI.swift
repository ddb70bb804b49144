internal import HTTPWire
internal import JSONText
internal import Primitives

/// One wire API as the simulator speaks it: it reads requests, and puts answers and errors into the API's words.
///
/// A value is one endpoint of the API, with what the head of a request said to it: the model, the carrier, whether to stream.
protocol ProviderAPI: Sendable {
    /// Nil where the request is for another API. Any prefix of the path is accepted: base URLs differ (`/v1`, `/api/v1`, `/openai/v1`).
    init?(_ head: RequestHead)

    /// Throws what the real service would find wrong.
    func read(_ body: ByteSlice) throws(ErrorAnswer) -> Question

    /// Whether a scenario's keys and models are asked for.
    var isGuarded: Bool { get }

    /// Which prompts the service keeps.
    var caching: PromptCache.Caching { get }

    func whole(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> Bytes
    func stream(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> StreamRendering
    var framing: StreamFraming { get }

    /// The error in place of an answer.
    func response(_ error: ErrorAnswer, requestID: String) -> ErrorResponse
    /// The event that ends `stream` after `count` of its tokens.
    func event(_ error: ErrorAnswer, in stream: StreamRendering, after count: Int) -> Bytes
    /// What goes wrong in the middle of a stream where the script does not say.
    var lateError: ErrorKind { get }

    /// The header fields that the service sends and clients read, each with its line end.
    func fields(status: Int, requestID: String) -> String
}

extension ProviderAPI {
    var isGuarded: Bool { true }
    var caching: PromptCache.Caching { .automatic }
    var lateError: ErrorKind { .server }

    func json(_ body: ByteSlice) throws(ErrorAnswer) -> JSONValue {
        do { return try JSONDocument.parse(body).root } catch {
            throw ErrorAnswer.invalid("We could not parse the JSON body of your request: \(error)", parameter: nil)
        }
    }
}

/// All APIs; the first that knows a request's path reads it.
enum ProviderAPIs {
    static let all: [any ProviderAPI.Type] = [
        OpenAIChat.self, OpenAIResponses.self, AnthropicMessages.self, VertexMessages.self, Gemini.self, BedrockConverse.self, BedrockInvoke.self,
        OpenAIEmbeddings.self, GoogleToken.self,
    ]

    static func reading(_ head: RequestHead) -> (any ProviderAPI)? {
        for type in all {
            if let api = type.init(head) { return api }
        }
        return nil
    }
}
