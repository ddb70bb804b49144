internal import Conversation
internal import JSONText
internal import Primitives

/// Reads a Messages request once, from front to back, for what routing needs; decodes no message.
struct AnthropicRequestFacts {
    private var facts = RequestFacts()
    private var messages = AnthropicMessageFacts()
    private var system: [ByteSlice] = []
    private var tools: ByteSlice?
    private var otherBytes = 0
    private var sawMessages = false

    /// The keys that shunt acts on.
    private enum Key: UInt32 {
        case model, messages, system, stream, metadata, tools, maxTokens, outputConfig, container

        init?(_ key: JSONKey) {
            switch key {
            case "model": self = .model
            case "messages": self = .messages
            case "system": self = .system
            case "stream": self = .stream
            case "metadata": self = .metadata
            case "tools": self = .tools
            case "max_tokens": self = .maxTokens
            case "output_config": self = .outputConfig
            case "container": self = .container
            default: return nil
            }
        }
    }

    static func read(_ body: JSONValue) throws(DialectError) -> RequestFacts {
        var reader = Self()
        try ActedOnMembers.forEach(in: body, Key.init) { (key, value) throws(DialectError) in try reader.take(key, value) }
        guard reader.sawMessages else { throw .missing("messages") }
        return reader.finished()
    }

    private mutating func take(_ key: Key, _ value: JSONValue) throws(DialectError) {
        switch key {
        case .model: facts.model = try Field.string(value, "model")
        case .messages: try readMessages(value)
        case .system: try readSystem(value)
        case .stream: facts.stream = try Field.bool(value, "stream") ?? false
        case .metadata:
            let metadata = try Field.object(value, "metadata")
            facts.mode = try Field.string(metadata?["mode"], "metadata.mode")
            facts.session = try Field.string(metadata?["user_id"], "metadata.user_id")
        case .tools: try readTools(value)
        case .container: facts.boundBy = "container"
        case .maxTokens: facts.maxOutputTokens = try Field.count(value, "max_tokens")
        case .outputConfig:
            let config = try Field.object(value, "output_config")
            facts.effort = try Field.string(config?["effort"], "output_config.effort").flatMap(Effort.init)
            if try Field.object(config?["format"], "output_config.format") != nil { facts.needs.insert(.structuredOutput) }
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

    private mutating func readSystem(_ value: JSONValue) throws(DialectError) {
        guard value.kind == .string || value.kind == .array else { throw .wrongType("system", "a string or an array") }
        system = Beginnings.parts(of: value)
        otherBytes += value.raw.count
    }

    private mutating func readTools(_ value: JSONValue) throws(DialectError) {
        guard value.kind == .array else { throw .wrongType("tools", "an array") }
        for (index, tool) in value.elements.enumerated() where tool.kind != .object { throw .wrongType("tools[\(index)]", "an object") }
        guard !value.isEmptyOrNull else { return }
        facts.needs.insert(.tools)
        tools = value.raw
        otherBytes += value.raw.count
    }

    private mutating func finished() -> RequestFacts {
        facts.needs.formUnion(messages.needs)
        facts.boundBy = facts.boundBy ?? messages.boundBy
        facts.fingerprint = system + [tools].compactMap { $0 } + messages.firstUser
        facts.estimatedInputTokens =
            RequestFacts.estimatedTokens(textBytes: messages.textBytes + otherBytes) + messages.mediaTokens
        if facts.session?.isEmpty == true { facts.session = nil }
        return facts
    }
}
