internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes a Messages request in full.
struct AnthropicConversation {
    private var request = ChatRequest()

    static func decode(_ body: JSONValue) throws(DialectError) -> ChatRequest {
        var decoder = Self()
        for (key, value) in body.members where !value.isNull { try decoder.take(key, value) }
        return decoder.request
    }

    private mutating func take(_ key: JSONKey, _ value: JSONValue) throws(DialectError) {
        switch key {
        case "model", "anthropic_version": break
        case "messages": try readMessages(value)
        case "system":
            var content = AnthropicContent()
            request.system = try content.parts(value, "system")
            request.unsaid += content.unsaid
        case "tools": try readTools(value)
        case "tool_choice": try readToolChoice(value)
        case "stream": request.stream = try Field.bool(value, "stream") ?? false
        case "max_tokens": request.maxOutputTokens = try Field.count(value, "max_tokens")
        case "temperature": request.sampling.temperature = try Field.number(value, "temperature")
        case "top_p": request.sampling.topP = try Field.number(value, "top_p")
        case "top_k": request.sampling.topK = try Field.number(value, "top_k")
        case "stop_sequences": try readStops(value)
        case "thinking": try readThinking(value)
        case "output_config": try readOutput(value)
        case "metadata": try readMetadata(value)
        case "output_format": try readFormat(value, "output_format")
        case "service_tier": request.serviceTier = value.isString("standard_only") ? "default" : value.string
        default: if !value.isEmptyOrNull { request.unsaid.append(key.text) }
        }
    }

    private mutating func readMessages(_ value: JSONValue) throws(DialectError) {
        guard value.kind == .array else { throw .wrongType("messages", "a non-empty array") }
        for (index, message) in value.elements.enumerated() {
            let word = try Field.required(message["role"], "messages[\(index)].role")
            var content = AnthropicContent()
            let parts = try content.parts(message["content"], "messages[\(index)].content")
            request.unsaid += content.unsaid
            if word == "system" {
                readSystem(parts, "messages[\(index)].role")
            } else if let role = Message.Role(rawValue: word) {
                request.messages.append(Message(role: role, parts: parts))
            } else {
                throw .wrongType("messages[\(index)].role", "one of user, assistant, system")
            }
        }
    }

    /// A system message between others (https://platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages) keeps
    /// its place, since moving it to the front would change the prefix that caches hold.
    private mutating func readSystem(_ parts: [ContentPart], _ path: String) {
        if request.messages.isEmpty { return request.system += parts }
        request.unsaid.append(path)
        request.messages.append(Message(role: .user, parts: [.text("<system>")] + parts + [.text("</system>")]))
    }

    /// The API knows a user's name and nothing else; the mode is shunt's own.
    private mutating func readMetadata(_ value: JSONValue) throws(DialectError) {
        guard let metadata = try Field.object(value, "metadata") else { return }
        request.user = try Field.string(metadata["user_id"], "metadata.user_id")
        for (key, value) in metadata.members where key != "mode" && key != "user_id" && !value.isNull {
            request.metadata.append(Label(name: key.text, value: value.string ?? value.raw.text))
        }
    }

    private mutating func readStops(_ value: JSONValue) throws(DialectError) {
        guard let stops = try Field.array(value, "stop_sequences") else { return }
        for (index, stop) in stops.elements.enumerated() {
            request.sampling.stop.append(try Field.required(stop, "stop_sequences[\(index)]"))
        }
    }

    private mutating func readThinking(_ value: JSONValue) throws(DialectError) {
        guard let thinking = try Field.object(value, "thinking") else { return }
        if let display = try Field.string(thinking["display"], "thinking.display") { request.showsReasoning = display != "omitted" }
        switch try Field.required(thinking["type"], "thinking.type") {
        case "enabled": request.reasoningBudget = try Field.count(thinking["budget_tokens"], "thinking.budget_tokens")
        case "disabled": if request.effort == nil { request.effort = Effort.none }
        // The effort says how hard; without one the provider's own measure holds.
        case "adaptive": break
        default: request.unsaid.append("thinking")
        }
    }

    private mutating func readOutput(_ value: JSONValue) throws(DialectError) {
        guard let config = try Field.object(value, "output_config") else { return }
        for (key, value) in config.members where !value.isNull {
            switch key {
            case "effort":
                let word = try Field.required(value, "output_config.effort")
                if let effort = Effort(rawValue: word) { request.effort = effort } else { request.unsaid.append("output_config.effort") }
            case "format": try readFormat(value, "output_config.format")
            default: request.unsaid.append("output_config.\(key.text)")
            }
        }
    }
}

extension AnthropicConversation {
    private mutating func readFormat(_ value: JSONValue, _ path: String) throws(DialectError) {
        if value["type"]?.isString("json_schema") == true, let schema = try Field.object(value["schema"], "\(path).schema") {
            request.output = .schema(name: nil, schema: schema.raw.text, strict: true)
        } else {
            request.unsaid.append(path)
        }
    }
}

// MARK: Tools

extension AnthropicConversation {
    private mutating func readTools(_ value: JSONValue) throws(DialectError) {
        guard let tools = try Field.array(value, "tools") else { return }
        for (index, tool) in tools.elements.enumerated() {
            // Tools that Anthropic runs itself have a type of their own and often no schema.
            guard let schema = tool["input_schema"], tool["type"]?.isString("custom") ?? true else {
                request.unsaid.append("tools[\(index)]")
                continue
            }
            request.tools.append(
                Tool(
                    name: try Field.required(tool["name"], "tools[\(index)].name"),
                    description: try Field.string(tool["description"], "tools[\(index)].description"),
                    parameters: try Field.object(schema, "tools[\(index)].input_schema")?.raw.text,
                    strict: try Field.bool(tool["strict"], "tools[\(index)].strict"), cache: OpenAIContent.cacheMarker(tool["cache_control"])))
        }
    }

    private mutating func readToolChoice(_ value: JSONValue) throws(DialectError) {
        guard let choice = try Field.object(value, "tool_choice") else { return }
        switch try Field.required(choice["type"], "tool_choice.type") {
        case "auto": request.toolChoice = .auto
        case "any": request.toolChoice = .required
        case "none": request.toolChoice = ToolChoice.none
        case "tool": request.toolChoice = .tool(try Field.required(choice["name"], "tool_choice.name"))
        default: request.unsaid.append("tool_choice")
        }
        if let disabled = try Field.bool(choice["disable_parallel_tool_use"], "tool_choice.disable_parallel_tool_use") {
            request.parallelToolCalls = !disabled
        }
    }
}
