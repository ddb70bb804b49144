internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes a Converse request in full.
struct ConverseConversation {
    private var request = ChatRequest()

    static func decode(_ body: JSONValue) throws(DialectError) -> ChatRequest {
        var decoder = Self()
        for (key, value) in body.members where !value.isNull { try decoder.take(key, value) }
        return decoder.request
    }

    private mutating func take(_ key: JSONKey, _ value: JSONValue) throws(DialectError) {
        switch key {
        case "modelId": break
        case "messages": try readMessages(value)
        case "system":
            var content = ConverseContent()
            request.system = try content.parts(value, "system")
            request.unsaid += content.unsaid
        case "inferenceConfig": try readInference(value)
        case "toolConfig": try readTools(value)
        case "outputConfig": try readOutput(value)
        case "additionalModelRequestFields":
            guard let fields = try Field.object(value, "additionalModelRequestFields") else { break }
            request.unsaid += try ConverseAdditional.read(fields, into: &request)
        case "requestMetadata": try readMetadata(value)
        case "serviceTier": request.serviceTier = try Field.string(Field.object(value, "serviceTier")?["type"], "serviceTier.type")
        // Other APIs tell which stop was met without being asked.
        case "additionalModelResponseFieldPaths" where value.elements.allSatisfy { $0.isString("/stop_sequence") }: break
        default: if !value.isEmptyOrNull { request.unsaid.append(key.text) }
        }
    }

    private mutating func readMessages(_ value: JSONValue) throws(DialectError) {
        guard value.kind == .array else { throw .wrongType("messages", "a non-empty array") }
        for (index, message) in value.elements.enumerated() {
            guard let role = try Message.Role(rawValue: Field.required(message["role"], "messages[\(index)].role")) else {
                throw .wrongType("messages[\(index)].role", "one of user, assistant")
            }
            var content = ConverseContent()
            let parts = try content.parts(message["content"], "messages[\(index)].content")
            request.messages.append(Message(role: role, parts: parts))
            request.unsaid += content.unsaid
        }
    }

    private mutating func readInference(_ value: JSONValue) throws(DialectError) {
        guard let config = try Field.object(value, "inferenceConfig") else { return }
        for (key, value) in config.members where !value.isNull {
            switch key {
            case "maxTokens": request.maxOutputTokens = try Field.count(value, "inferenceConfig.maxTokens")
            case "temperature": request.sampling.temperature = try Field.number(value, "inferenceConfig.temperature")
            case "topP": request.sampling.topP = try Field.number(value, "inferenceConfig.topP")
            case "stopSequences":
                for (index, stop) in (try Field.array(value, "inferenceConfig.stopSequences")?.elements ?? value.elements).enumerated() {
                    request.sampling.stop.append(try Field.required(stop, "inferenceConfig.stopSequences[\(index)]"))
                }
            default: request.unsaid.append("inferenceConfig.\(key.text)")
            }
        }
    }

    private mutating func readOutput(_ value: JSONValue) throws(DialectError) {
        let format = try Field.object(Field.object(value, "outputConfig")?["textFormat"], "outputConfig.textFormat")
        guard let schema = format?["structure"]?["jsonSchema"] else { return request.unsaid.append("outputConfig") }
        let path = "outputConfig.textFormat.structure.jsonSchema"
        // The schema is a JSON text within a string; elsewhere it is a part of the body.
        let text = try Field.required(schema["schema"], "\(path).schema")
        guard (try? JSONDocument.parse(text).root.kind) == .object else { throw .wrongType("\(path).schema", "a JSON object as text") }
        request.output = .schema(name: try Field.string(schema["name"], "\(path).name"), schema: text, strict: true)
    }

    private mutating func readMetadata(_ value: JSONValue) throws(DialectError) {
        guard let labels = try Field.object(value, "requestMetadata") else { return }
        for (key, value) in labels.members where !(key == "mode") {
            request.metadata.append(Label(name: key.text, value: try Field.required(value, "requestMetadata.\(key.text)")))
        }
    }
}

// MARK: Tools

extension ConverseConversation {
    private mutating func readTools(_ value: JSONValue) throws(DialectError) {
        guard let config = try Field.object(value, "toolConfig") else { return }
        if let tools = try Field.array(config["tools"], "toolConfig.tools") {
            for (index, tool) in tools.elements.enumerated() { try readTool(tool, "toolConfig.tools[\(index)]") }
        }
        guard let choice = try Field.object(config["toolChoice"], "toolConfig.toolChoice") else { return }
        if choice["auto"] != nil {
            request.toolChoice = .auto
        } else if choice["any"] != nil {
            request.toolChoice = .required
        } else if let tool = choice["tool"] {
            request.toolChoice = .tool(try Field.required(tool["name"], "toolConfig.toolChoice.tool.name"))
        } else {
            request.unsaid.append("toolConfig.toolChoice")
        }
    }

    /// Tools that Bedrock runs itself have no place elsewhere.
    private mutating func readTool(_ tool: JSONValue, _ path: String) throws(DialectError) {
        if let cache = ConverseContent.cacheMarker(tool), let last = request.tools.indices.last {
            request.tools[last].cache = cache
        } else if let spec = try Field.object(tool["toolSpec"], "\(path).toolSpec") {
            request.tools.append(
                Tool(
                    name: try Field.required(spec["name"], "\(path).toolSpec.name"),
                    description: try Field.string(spec["description"], "\(path).toolSpec.description"),
                    parameters: try Field.object(spec["inputSchema"]?["json"], "\(path).toolSpec.inputSchema.json")?.raw.text,
                    strict: try Field.bool(spec["strict"], "\(path).toolSpec.strict")))
        } else {
            request.unsaid.append(path)
        }
    }
}
