internal import JSONText

/// What a request asks for, whichever API it came in.
struct Question: Sendable {
    /// As the request names it, with the script that may follow it after `?`.
    let model: String
    var stream = false
    /// OpenAI: whether a stream shall report usage.
    var includeUsage = false
    /// Text of the last message, where a user wrote it; empty where it is a tool's result.
    var lastUserText = ""
    /// The text of a last message of the assistant's: the answer goes on after it.
    var beginning: String?
    var prompt = Prompt()
    var tools: [OfferedTool] = []
    /// The tool that must be called; "" for any.
    var forcedTool: String?
    var maxTokens: Int?
    /// Tokens of reasoning that the request asks for.
    var reasoningTokens = 0
    /// Whether the answer shows what was thought, or only counts it.
    var showsReasoning = true
    /// The schema that the text of the answer must follow.
    var textSchema: JSONValue?
    /// The request's body, for APIs whose answers repeat parts of it.
    var body: JSONValue?

    struct OfferedTool: Sendable {
        let name: String
        let schema: JSONValue?
    }

    init(model: String) { self.model = model }
}
