internal import Conversation
internal import JSONText
internal import Primitives

/// Reads a chat-completions request once, from front to back, for what routing needs; decodes no message.
struct OpenAIRequestFacts {
    private var facts = RequestFacts()
    private var wantsUsage = false
    private var messages = OpenAIMessageFacts()
    private var toolBytes = 0
    private var tools: ByteSlice?
    private var sawMessages = false
    private var completionTokens: Int?

    /// The keys that shunt acts on.
    private enum Key: UInt32 {
        case model, messages, stream, streamOptions, metadata, session, effort, reasoning, tools, functions, maxTokens
        case maxCompletionTokens, format, modalities

        init?(_ key: JSONKey) {
            switch key {
            case "model": self = .model
            case "messages": self = .messages
            case "stream": self = .stream
            case "stream_options": self = .streamOptions
            case "metadata": self = .metadata
            case "prompt_cache_key": self = .session
            case "reasoning_effort": self = .effort
            case "reasoning": self = .reasoning
            case "tools": self = .tools
            case "functions": self = .functions
            case "max_tokens": self = .maxTokens
            case "max_completion_tokens": self = .maxCompletionTokens
            case "response_format": self = .format
            case "modalities": self = .modalities
            default: return nil
            }
        }
    }

    static func read(_ body: JSONValue) throws(DialectError) -> (facts: RequestFacts, wantsUsage: Bool) {
        var reader = Self()
        try ActedOnMembers.forEach(in: body, Key.init) { (key, value) throws(DialectError) in try reader.take(key, value) }
        guard reader.sawMessages else { throw .missing("messages") }
        return (reader.finished(), reader.wantsUsage)
    }

    private mutating func take(_ key: Key, _ value: JSONValue) throws(DialectError) {
        switch key {
        case .model: facts.model = try Field.string(value, "model")
        case .messages: try readMessages(value)
        case .stream: facts.stream = try Field.bool(value, "stream") ?? false
        case .streamOptions: try readStreamOptions(value)
        case .metadata: try readMetadata(value)
        case .session: facts.session = try Field.string(value, "prompt_cache_key")
        case .effort: try readEffort(Field.string(value, "reasoning_effort"))
        case .reasoning: try readReasoning(value)
        case .tools, .functions: try readTools(value, key == .tools ? "tools" : "functions")
        case .maxTokens: facts.maxOutputTokens = try Field.count(value, "max_tokens")
        case .maxCompletionTokens: completionTokens = try Field.count(value, "max_completion_tokens")
        case .format: try readFormat(value)
        case .modalities: if value.elements.contains(where: { $0.isString("audio") }) { facts.needs.insert(.audio) }
        }
    }

    private mutating func readMessages(_ value: JSONValue) throws(DialectError) {
        guard value.kind == .array else { throw .wrongType("messages", "a non-empty array") }
        try messages.read(value)
        guard messages.count > 0 else {
            throw DialectError("messages must be a non-empty array", parameter: "messages", code: "empty_array")
        }
        sawMessages = true
    }

    private mutating func readStreamOptions(_ value: JSONValue) throws(DialectError) {
        let options = try Field.object(value, "stream_options")
        wantsUsage = try Field.bool(options?["include_usage"], "stream_options.include_usage") ?? false
    }

    private mutating func readMetadata(_ value: JSONValue) throws(DialectError) {
        let metadata = try Field.object(value, "metadata")
        facts.mode = try Field.string(metadata?["mode"], "metadata.mode")
        let user = try Field.string(metadata?["user_id"], "metadata.user_id")
        if facts.session == nil { facts.session = user }
    }

    /// A word that is no step of ``Effort`` belongs to the provider; routing does not act on it.
    private mutating func readEffort(_ word: String?) {
        if facts.effort == nil { facts.effort = word.flatMap(Effort.init) }
    }

    private mutating func readReasoning(_ value: JSONValue) throws(DialectError) {
        let reasoning = try Field.object(value, "reasoning")
        try readEffort(Field.string(reasoning?["effort"], "reasoning.effort"))
    }

    private mutating func readTools(_ value: JSONValue, _ name: String) throws(DialectError) {
        guard value.kind == .array else { throw .wrongType(name, "an array") }
        for (index, tool) in value.elements.enumerated() where tool.kind != .object { throw .wrongType("\(name)[\(index)]", "an object") }
        guard !value.isEmptyOrNull else { return }
        facts.needs.insert(.tools)
        tools = value.raw
        toolBytes += value.raw.count
    }

    private mutating func readFormat(_ value: JSONValue) throws(DialectError) {
        let format = try Field.object(value, "response_format")
        guard let type = format?["type"] else { return }
        guard type.kind == .string else { throw .wrongType("response_format.type", "a string") }
        if type.isString("json_schema") { facts.needs.insert(.structuredOutput) }
    }

    private mutating func finished() -> RequestFacts {
        facts.needs.formUnion(messages.needs)
        facts.boundBy = messages.boundBy
        facts.fingerprint = messages.system + (tools.map { [$0] } ?? []) + messages.firstUser
        facts.estimatedInputTokens =
            RequestFacts.estimatedTokens(textBytes: messages.textBytes + toolBytes) + messages.mediaTokens
        facts.maxOutputTokens = completionTokens ?? facts.maxOutputTokens
        if facts.session?.isEmpty == true { facts.session = nil }
        return facts
    }
}
