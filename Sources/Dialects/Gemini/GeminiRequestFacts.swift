internal import Conversation
internal import JSONText
internal import Primitives

/// Reads a Gemini request once, from front to back, for what routing needs; decodes no content. Whether the answer is streamed, and
/// with most clients the model, only the path says.
struct GeminiRequestFacts {
    private var facts = RequestFacts()
    private var contents = GeminiContentFacts()
    private var system: ByteSlice?
    private var tools: ByteSlice?
    private var otherBytes = 0
    private var sawContents = false

    /// The keys that shunt acts on.
    private enum Key: UInt32 {
        case model, contents, system, tools, generationConfig, cachedContent, labels

        init?(_ key: JSONKey) {
            switch key {
            case "model": self = .model
            case "contents": self = .contents
            case "systemInstruction", "system_instruction": self = .system
            case "tools": self = .tools
            case "generationConfig", "generation_config": self = .generationConfig
            case "cachedContent", "cached_content": self = .cachedContent
            case "labels": self = .labels
            default: return nil
            }
        }
    }

    static func read(_ body: JSONValue) throws(DialectError) -> RequestFacts {
        var reader = Self()
        try ActedOnMembers.forEach(in: body, Key.init) { (key, value) throws(DialectError) in try reader.take(key, value) }
        guard reader.sawContents else { throw .missing("contents") }
        return reader.finished()
    }

    private mutating func take(_ key: Key, _ value: JSONValue) throws(DialectError) {
        switch key {
        case .model: facts.model = try Field.string(value, "model").map(Self.bare)
        case .contents: try readContents(value)
        case .system:
            guard value.kind == .object else { throw .wrongType("systemInstruction", "an object") }
            system = value.raw
            otherBytes += value.raw.count
        case .tools: try readTools(value)
        case .generationConfig: try readConfig(value)
        case .cachedContent: if try Field.string(value, "cachedContent")?.isEmpty == false { facts.boundBy = "cachedContent" }
        case .labels:
            let labels = try Field.object(value, "labels")
            facts.mode = try Field.string(labels?["mode"], "labels.mode")
            facts.session = try Field.string(labels?["session"], "labels.session")
        }
    }

    /// `models/gemini-2.5-pro` without its collection.
    static func bare(_ model: String) -> String { model.hasPrefix("models/") ? String(model.dropFirst(7)) : model }

    private mutating func readContents(_ value: JSONValue) throws(DialectError) {
        guard value.kind == .array || value.kind == .object else { throw .wrongType("contents", "a non-empty array") }
        try contents.read(value)
        guard contents.count > 0 else {
            throw DialectError("contents must be a non-empty array", parameter: "contents", code: "empty_array")
        }
        sawContents = true
    }

    private mutating func readTools(_ value: JSONValue) throws(DialectError) {
        guard value.kind == .array || value.kind == .object else { throw .wrongType("tools", "an array") }
        for (index, tool) in value.elementsOrSelf.enumerated() where tool.kind != .object {
            throw .wrongType("tools[\(index)]", "an object")
        }
        guard !value.isEmptyOrNull else { return }
        facts.needs.insert(.tools)
        tools = value.raw
        otherBytes += value.raw.count
    }

    private mutating func readConfig(_ value: JSONValue) throws(DialectError) {
        guard let config = try Field.object(value, "generationConfig") else { return }
        for (key, value) in config.members where !value.isNull {
            switch key {
            case "maxOutputTokens", "max_output_tokens":
                facts.maxOutputTokens = try Field.count(value, "generationConfig.maxOutputTokens")
            case "responseSchema", "response_schema", "responseJsonSchema", "response_json_schema":
                if !value.isEmptyOrNull { facts.needs.insert(.structuredOutput) }
            case "responseModalities", "response_modalities":
                if value.elements.contains(where: { $0.string?.uppercased() == "AUDIO" }) { facts.needs.insert(.audio) }
            case "thinkingConfig", "thinking_config":
                let thinking = try Field.object(value, "generationConfig.thinkingConfig")
                facts.effort = thinking.flatMap(GeminiThinking.effort)
            default: break
            }
        }
    }

    private mutating func finished() -> RequestFacts {
        facts.needs.formUnion(contents.needs)
        if contents.readsFile, facts.boundBy == nil { facts.boundBy = "fileData" }
        facts.fingerprint = [system, tools, contents.firstUser].compactMap { $0 }
        facts.estimatedInputTokens =
            RequestFacts.estimatedTokens(textBytes: contents.textBytes + otherBytes) + contents.mediaTokens
        if facts.session?.isEmpty == true { facts.session = nil }
        return facts
    }
}
