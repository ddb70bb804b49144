internal import Conversation
internal import JSONText
internal import Primitives

/// Reads a Responses request once, from front to back, for what routing needs; decodes no item.
struct ResponsesRequestFacts {
    private var facts = RequestFacts()
    private var input = ResponsesInputFacts()
    private var instructions: JSONValue?
    private var tools: ByteSlice?
    private var sawInput = false
    private var cacheKey, previous, conversation, prompt, user: String?

    /// The keys that shunt acts on.
    private enum Key: UInt32 {
        case model, input, instructions, stream, metadata, cacheKey, reasoning, tools, maxOutputTokens, text, previous, conversation
        case prompt

        init?(_ key: JSONKey) {
            switch key {
            case "model": self = .model
            case "input": self = .input
            case "instructions": self = .instructions
            case "stream": self = .stream
            case "metadata": self = .metadata
            case "prompt_cache_key": self = .cacheKey
            case "reasoning": self = .reasoning
            case "tools": self = .tools
            case "max_output_tokens": self = .maxOutputTokens
            case "text": self = .text
            case "previous_response_id": self = .previous
            case "conversation": self = .conversation
            case "prompt": self = .prompt
            default: return nil
            }
        }
    }

    static func read(_ body: JSONValue) throws(DialectError) -> RequestFacts {
        var reader = Self()
        try ActedOnMembers.forEach(in: body, Key.init) { (key, value) throws(DialectError) in try reader.take(key, value) }
        return try reader.finished()
    }

    private mutating func take(_ key: Key, _ value: JSONValue) throws(DialectError) {
        switch key {
        case .model: facts.model = try Field.string(value, "model")
        case .input: try readInput(value)
        case .instructions: try readInstructions(value)
        case .stream: facts.stream = try Field.bool(value, "stream") ?? false
        case .metadata: try readMetadata(value)
        case .cacheKey: cacheKey = try Field.string(value, "prompt_cache_key")
        case .reasoning: facts.effort = try Field.string(Field.object(value, "reasoning")?["effort"], "reasoning.effort").flatMap(Effort.init)
        case .tools: try readTools(value)
        case .maxOutputTokens: facts.maxOutputTokens = try Field.count(value, "max_output_tokens")
        case .text: try readText(value)
        case .previous: previous = try Field.string(value, "previous_response_id")
        case .conversation: conversation = try readConversation(value)
        case .prompt: prompt = try Field.required(Field.object(value, "prompt")?["id"], "prompt.id")
        }
    }

    private mutating func readInput(_ value: JSONValue) throws(DialectError) {
        try input.read(value)
        sawInput = true
    }

    private mutating func readInstructions(_ value: JSONValue) throws(DialectError) {
        guard value.kind == .string else { throw .wrongType("instructions", "a string") }
        instructions = value
    }

    private mutating func readMetadata(_ value: JSONValue) throws(DialectError) {
        let metadata = try Field.object(value, "metadata")
        facts.mode = try Field.string(metadata?["mode"], "metadata.mode")
        user = try Field.string(metadata?["user_id"], "metadata.user_id")
    }

    private mutating func readTools(_ value: JSONValue) throws(DialectError) {
        guard value.kind == .array else { throw .wrongType("tools", "an array") }
        for (index, tool) in value.elements.enumerated() where tool.kind != .object { throw .wrongType("tools[\(index)]", "an object") }
        guard !value.isEmptyOrNull else { return }
        facts.needs.insert(.tools)
        tools = value.raw
    }

    private mutating func readText(_ value: JSONValue) throws(DialectError) {
        let format = try Field.object(Field.object(value, "text")?["format"], "text.format")
        if try Field.string(format?["type"], "text.format.type") == "json_schema" { facts.needs.insert(.structuredOutput) }
    }

    private func readConversation(_ value: JSONValue) throws(DialectError) -> String {
        if let id = value.string { return id }
        guard value.kind == .object else { throw .wrongType("conversation", "a string or an object") }
        return try Field.required(value["id"], "conversation.id")
    }

    private mutating func finished() throws(DialectError) -> RequestFacts {
        let state: [(name: String, id: String?)] = [("previous_response_id", previous), ("conversation", conversation), ("prompt", prompt)]
        facts.boundBy = state.first { $0.id != nil }?.name ?? input.boundBy
        guard sawInput || facts.boundBy != nil else { throw .missing("input") }
        guard !sawInput || input.count > 0 || facts.boundBy != nil else {
            throw DialectError("input must be a string or a non-empty array", parameter: "input", code: "empty_array")
        }
        facts.session = [cacheKey, conversation, user, previous].compactMap { $0 }.first { !$0.isEmpty }
        facts.needs.formUnion(input.needs)
        facts.fingerprint = [instructions?.raw].compactMap { $0 } + input.system + [tools].compactMap { $0 } + input.firstUser
        let textBytes = input.textBytes + (instructions?.raw.count ?? 0) + (tools?.count ?? 0)
        facts.estimatedInputTokens = RequestFacts.estimatedTokens(textBytes: textBytes) + input.mediaTokens
        return facts
    }
}
