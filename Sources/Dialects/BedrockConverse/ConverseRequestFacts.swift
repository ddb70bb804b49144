internal import Conversation
internal import JSONText
internal import Primitives

/// Reads a Converse request once, from front to back, for what routing needs; decodes no message.
struct ConverseRequestFacts {
    private var facts = RequestFacts()
    private var messages = ConverseMessageFacts()
    private var system: [ByteSlice] = []
    private var tools: ByteSlice?
    private var otherBytes = 0
    private var sawMessages = false

    /// The keys that shunt acts on.
    private enum Key: UInt32 {
        case modelId, messages, system, toolConfig, inferenceConfig, outputConfig, additional, requestMetadata, promptVariables

        init?(_ key: JSONKey) {
            switch key {
            case "modelId": self = .modelId
            case "messages": self = .messages
            case "system": self = .system
            case "toolConfig": self = .toolConfig
            case "inferenceConfig": self = .inferenceConfig
            case "outputConfig": self = .outputConfig
            case "additionalModelRequestFields": self = .additional
            case "requestMetadata": self = .requestMetadata
            case "promptVariables": self = .promptVariables
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
        case .modelId: facts.model = try Field.string(value, "modelId")
        case .messages: try readMessages(value)
        case .system:
            system = try Field.array(value, "system").map(Beginnings.parts) ?? []
            otherBytes += value.raw.count
        case .toolConfig: try readTools(value)
        case .inferenceConfig:
            facts.maxOutputTokens = try Field.count(Field.object(value, "inferenceConfig")?["maxTokens"], "inferenceConfig.maxTokens")
        case .outputConfig: if try Field.object(value, "outputConfig")?["textFormat"] != nil { facts.needs.insert(.structuredOutput) }
        case .additional: facts.effort = ConverseAdditional.effort(try Field.object(value, "additionalModelRequestFields"))
        case .requestMetadata: facts.mode = try Field.string(Field.object(value, "requestMetadata")?["mode"], "requestMetadata.mode")
        // The prompt itself is kept at Bedrock.
        case .promptVariables: facts.boundBy = "promptVariables"
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

    private mutating func readTools(_ value: JSONValue) throws(DialectError) {
        guard let list = try Field.array(Field.object(value, "toolConfig")?["tools"], "toolConfig.tools") else { return }
        for (index, tool) in list.elements.enumerated() where tool.kind != .object {
            throw .wrongType("toolConfig.tools[\(index)]", "an object")
        }
        guard !list.isEmptyOrNull else { return }
        facts.needs.insert(.tools)
        tools = list.raw
        otherBytes += list.raw.count
    }

    private mutating func finished() -> RequestFacts {
        facts.needs.formUnion(messages.needs)
        facts.fingerprint = system + [tools].compactMap { $0 } + messages.firstUser
        facts.estimatedInputTokens = RequestFacts.estimatedTokens(textBytes: messages.textBytes + otherBytes) + messages.mediaTokens
        if facts.boundBy == nil { facts.boundBy = messages.boundBy }
        return facts
    }
}
