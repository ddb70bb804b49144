internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes a Responses request in full.
struct ResponsesConversation {
    private var request = ChatRequest()
    private var input = ResponsesInput()
    private var instructions: Text?
    private var safetyIdentifier: String?
    private var choice: JSONValue?

    static func decode(_ body: JSONValue) throws(DialectError) -> ChatRequest {
        var decoder = Self()
        for (key, value) in body.members where !value.isNull { try decoder.take(key, value) }
        return try decoder.finished()
    }

    private mutating func take(_ key: JSONKey, _ value: JSONValue) throws(DialectError) {
        switch key {
        // What routing reads, and what only pads the stream.
        case "model", "prompt_cache_key", "stream_options": break
        case "input": try input.read(value)
        case "instructions": instructions = try Field.text(value, "instructions")
        case "stream": request.stream = try Field.bool(value, "stream") ?? false
        case "tools": request.tools = try ResponsesTools.read(value, &request.unsaid)
        case "tool_choice": choice = value
        case "parallel_tool_calls": request.parallelToolCalls = try Field.bool(value, "parallel_tool_calls")
        case "text": try readText(value)
        case "reasoning": try readReasoning(value)
        case "max_output_tokens": request.maxOutputTokens = try Field.count(value, "max_output_tokens")
        case "include": try readInclude(value)
        case "metadata": try readMetadata(value)
        case "user": request.user = try Field.string(value, "user")
        case "safety_identifier": safetyIdentifier = try Field.string(value, "safety_identifier")
        case "service_tier": request.serviceTier = try Field.string(value, "service_tier")
        default: try takeRest(key, value)
        }
    }

    private mutating func takeRest(_ key: JSONKey, _ value: JSONValue) throws(DialectError) {
        switch key {
        case "temperature": request.sampling.temperature = try Field.number(value, "temperature")
        case "top_p": request.sampling.topP = try Field.number(value, "top_p")
        case "top_logprobs": try readTopLogprobs(value)
        // No other API keeps an answer, truncates a conversation or answers later, so that leaving it out says the same.
        case "store", "background": if value.bool != false { request.unsaid.append(key.text) }
        case "truncation": if !value.isString("disabled") { request.unsaid.append(key.text) }
        default: if !value.isEmptyOrNull { request.unsaid.append(key.text) }
        }
    }

    private mutating func readTopLogprobs(_ value: JSONValue) throws(DialectError) {
        guard let count = value.int, count >= 0 else { throw .wrongType("top_logprobs", "a whole number") }
        if count > 0 { request.sampling.topLogprobs = count }
    }

    private mutating func readText(_ value: JSONValue) throws(DialectError) {
        guard let text = try Field.object(value, "text") else { return }
        for (key, value) in text.members where !value.isNull {
            if key == "format" { try readFormat(value) } else { request.unsaid.append("text.\(key.text)") }
        }
    }

    private mutating func readFormat(_ value: JSONValue) throws(DialectError) {
        guard let format = try Field.object(value, "text.format") else { return }
        switch try Field.required(format["type"], "text.format.type") {
        case "text": request.output = .text
        case "json_object": request.output = .json
        case "json_schema":
            guard let schema = try Field.object(format["schema"], "text.format.schema") else { throw .missing("text.format.schema") }
            let name = try Field.string(format["name"], "text.format.name")
            let strict = try Field.bool(format["strict"], "text.format.strict")
            request.output = .schema(name: name, schema: schema.raw.text, strict: strict)
            if format["description"]?.isEmptyOrNull == false { request.unsaid.append("text.format.description") }
        default: request.unsaid.append("text.format")
        }
    }

    private mutating func readReasoning(_ value: JSONValue) throws(DialectError) {
        guard let reasoning = try Field.object(value, "reasoning") else { return }
        for (key, value) in reasoning.members where !value.isNull {
            switch key {
            case "effort":
                guard let word = try Field.string(value, "reasoning.effort") else { break }
                if let effort = Effort(rawValue: word) { request.effort = effort } else { request.unsaid.append("reasoning.effort") }
            case "summary", "generate_summary":
                request.showsReasoning = true
                // How much it is to tell, nobody else can be told.
                if !value.isString("auto") { request.unsaid.append("reasoning.\(key.text)") }
            default: request.unsaid.append("reasoning.\(key.text)")
            }
        }
    }

    /// Encrypted reasoning is asked for on every caller's behalf.
    private mutating func readInclude(_ value: JSONValue) throws(DialectError) {
        guard let include = try Field.array(value, "include") else { return }
        for (index, element) in include.elements.enumerated() {
            switch try Field.required(element, "include[\(index)]") {
            case "message.output_text.logprobs": request.sampling.logprobs = true
            case "reasoning.encrypted_content": break
            default: request.unsaid.append("include[\(index)]")
            }
        }
    }

    private mutating func readMetadata(_ value: JSONValue) throws(DialectError) {
        guard let metadata = try Field.object(value, "metadata") else { return }
        // The mode is shunt's.
        for (key, value) in metadata.members where key != "mode" {
            if let text = value.string {
                request.metadata.append(Label(name: key.text, value: text))
            } else {
                request.unsaid.append("metadata.\(key.text)")
            }
        }
    }

    private consuming func finished() throws(DialectError) -> ChatRequest {
        if let choice { try readToolChoice(choice) }
        request.user = safetyIdentifier ?? request.user
        request.system = (instructions.map { [ContentPart.text($0)] } ?? []) + input.system
        request.messages = input.messages
        request.unsaid += input.unsaid
        return request
    }
}

// MARK: Tool choice

extension ResponsesConversation {
    private mutating func readToolChoice(_ value: JSONValue) throws(DialectError) {
        if let word = value.string { return try choose(word, "tool_choice") }
        guard value.kind == .object else { throw .wrongType("tool_choice", "a string or an object") }
        switch try Field.required(value["type"], "tool_choice.type") {
        case "function", "custom": request.toolChoice = .tool(try Field.required(value["name"], "tool_choice.name"))
        case "allowed_tools": try readAllowed(value)
        default: request.unsaid.append("tool_choice")
        }
    }

    private mutating func choose(_ word: String, _ path: String) throws(DialectError) {
        switch word {
        case "auto": request.toolChoice = .auto
        case "none": request.toolChoice = ToolChoice.none
        case "required": request.toolChoice = .required
        default: throw DialectError("\(path) must be one of auto, none, required", parameter: path, code: "invalid_value")
        }
    }

    /// A choice among some of the tools: elsewhere the others are left out.
    private mutating func readAllowed(_ value: JSONValue) throws(DialectError) {
        try choose(Field.string(value["mode"], "tool_choice.mode") ?? "auto", "tool_choice.mode")
        guard let allowed = try Field.array(value["tools"], "tool_choice.tools") else { throw .missing("tool_choice.tools") }
        var names: Set<String> = []
        for tool in allowed.elements {
            guard let name = tool["name"]?.string else { return request.unsaid.append("tool_choice.tools") }
            names.insert(name)
        }
        request.tools.removeAll { !names.contains($0.name) }
    }
}
