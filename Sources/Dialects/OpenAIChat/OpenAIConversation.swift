internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes a chat-completions request in full.
struct OpenAIConversation {
    private var request = ChatRequest()
    private var messages = OpenAIMessages()
    private var completionTokens: Int?

    static func decode(_ body: JSONValue) throws(DialectError) -> ChatRequest {
        var decoder = Self()
        for (key, value) in body.members where !value.isNull { try decoder.take(key, value) }
        return decoder.finished()
    }

    private mutating func take(_ key: JSONKey, _ value: JSONValue) throws(DialectError) {
        switch key {
        case "model", "stream_options", "prompt_cache_key": break
        case "store": if value.bool == true { request.unsaid.append("store") }
        case "metadata": try readMetadata(value)
        case "safety_identifier": if request.user == nil { request.user = try Field.string(value, "safety_identifier") }
        case "include_reasoning": request.showsReasoning = try Field.bool(value, "include_reasoning")
        case "messages": try messages.read(value)
        case "stream": request.stream = try Field.bool(value, "stream") ?? false
        case "tools": try readTools(value)
        case "functions": try readFunctions(value)
        case "tool_choice": try readToolChoice(value)
        case "function_call": try readFunctionChoice(value)
        case "parallel_tool_calls": request.parallelToolCalls = try Field.bool(value, "parallel_tool_calls")
        case "response_format": try readFormat(value)
        case "max_tokens": request.maxOutputTokens = try Field.count(value, "max_tokens")
        case "max_completion_tokens": completionTokens = try Field.count(value, "max_completion_tokens")
        case "reasoning_effort": try readEffort(value, "reasoning_effort")
        case "reasoning": try readReasoning(value)
        case "user": request.user = try Field.string(value, "user")
        case "service_tier": request.serviceTier = try Field.string(value, "service_tier")
        default: try takeSampling(key, value)
        }
    }

    private mutating func takeSampling(_ key: JSONKey, _ value: JSONValue) throws(DialectError) {
        switch key {
        case "temperature": request.sampling.temperature = try Field.number(value, "temperature")
        case "top_p": request.sampling.topP = try Field.number(value, "top_p")
        case "top_k": request.sampling.topK = try Field.number(value, "top_k")
        case "seed": request.sampling.seed = try Field.number(value, "seed")
        case "frequency_penalty": request.sampling.frequencyPenalty = try Field.number(value, "frequency_penalty")
        case "presence_penalty": request.sampling.presencePenalty = try Field.number(value, "presence_penalty")
        case "stop": try readStop(value)
        case "n": if value.int != 1 { request.unsaid.append("n") }
        case "logprobs": if try Field.bool(value, "logprobs") == true { request.sampling.logprobs = true }
        case "top_logprobs": if value.int != 0 { request.sampling.topLogprobs = try Field.count(value, "top_logprobs") }
        default: if !value.isEmptyOrNull { request.unsaid.append(key.text) }
        }
    }

    /// The mode is shunt's own.
    private mutating func readMetadata(_ value: JSONValue) throws(DialectError) {
        guard let metadata = try Field.object(value, "metadata") else { return }
        for (key, value) in metadata.members where key != "mode" && !value.isNull {
            request.metadata.append(Label(name: key.text, value: value.string ?? value.raw.text))
        }
    }

    private mutating func readStop(_ value: JSONValue) throws(DialectError) {
        if let one = value.string { return request.sampling.stop = [one] }
        guard value.kind == .array else { throw .wrongType("stop", "a string or an array of strings") }
        for (index, element) in value.elements.enumerated() {
            request.sampling.stop.append(try Field.required(element, "stop[\(index)]"))
        }
    }

    private mutating func readEffort(_ value: JSONValue, _ path: String) throws(DialectError) {
        guard let word = try Field.string(value, path) else { return }
        if let effort = Effort(rawValue: word) { request.effort = effort } else { request.unsaid.append(path) }
    }

    private mutating func readReasoning(_ value: JSONValue) throws(DialectError) {
        guard let reasoning = try Field.object(value, "reasoning") else { return }
        for (key, value) in reasoning.members where !value.isNull {
            switch key {
            case "effort": try readEffort(value, "reasoning.effort")
            case "max_tokens": request.reasoningBudget = try Field.count(value, "reasoning.max_tokens")
            case "exclude": request.showsReasoning = try Field.bool(value, "reasoning.exclude").map { !$0 }
            case "enabled": if value.bool == true, request.effort == nil { request.effort = .medium }
            default: request.unsaid.append("reasoning.\(key.text)")
            }
        }
    }

    private mutating func readFormat(_ value: JSONValue) throws(DialectError) {
        guard let format = try Field.object(value, "response_format") else { return }
        switch try Field.required(format["type"], "response_format.type") {
        case "text": request.output = .text
        case "json_object": request.output = .json
        case "json_schema":
            let path = "response_format.json_schema"
            guard let described = try Field.object(format["json_schema"], path) else { throw .missing(path) }
            guard let schema = try Field.object(described["schema"], "\(path).schema") else { return request.output = .json }
            let name = try Field.string(described["name"], "\(path).name")
            let strict = try Field.bool(described["strict"], "\(path).strict")
            request.output = .schema(name: name, schema: schema.raw.text, strict: strict)
            if described["description"] != nil { request.unsaid.append("\(path).description") }
        default: request.unsaid.append("response_format")
        }
    }

    private consuming func finished() -> ChatRequest {
        request.maxOutputTokens = completionTokens ?? request.maxOutputTokens
        request.system = messages.system
        request.messages = messages.messages
        request.unsaid += messages.unsaid
        return request
    }
}

// MARK: Tools

extension OpenAIConversation {
    private mutating func readTools(_ value: JSONValue) throws(DialectError) {
        guard let tools = try Field.array(value, "tools") else { return }
        for (index, tool) in tools.elements.enumerated() {
            guard tool["type"] == nil || tool["type"]?.isString("function") == true, let function = tool["function"] else {
                request.unsaid.append("tools[\(index)]")
                continue
            }
            var read = try readFunction(function, "tools[\(index)].function")
            read.cache = OpenAIContent.cacheMarker(tool["cache_control"])
            request.tools.append(read)
        }
    }

    /// The form that `tools` replaced.
    private mutating func readFunctions(_ value: JSONValue) throws(DialectError) {
        guard let functions = try Field.array(value, "functions") else { return }
        for (index, function) in functions.elements.enumerated() {
            request.tools.append(try readFunction(function, "functions[\(index)]"))
        }
    }

    private func readFunction(_ function: JSONValue, _ path: String) throws(DialectError) -> Tool {
        guard function.kind == .object else { throw .wrongType(path, "an object") }
        return Tool(
            name: try Field.required(function["name"], "\(path).name"),
            description: try Field.string(function["description"], "\(path).description"),
            parameters: try Field.object(function["parameters"], "\(path).parameters")?.raw.text,
            strict: try Field.bool(function["strict"], "\(path).strict"))
    }

    private mutating func readToolChoice(_ value: JSONValue) throws(DialectError) {
        if value.kind == .object {
            guard let function = value["function"] else { return request.unsaid.append("tool_choice") }
            request.toolChoice = .tool(try Field.required(function["name"], "tool_choice.function.name"))
            return
        }
        switch value.string {
        case "auto": request.toolChoice = .auto
        case "none": request.toolChoice = ToolChoice.none
        case "required", "any": request.toolChoice = .required
        case .some: request.unsaid.append("tool_choice")
        case nil: throw .wrongType("tool_choice", "a string or an object")
        }
    }

    private mutating func readFunctionChoice(_ value: JSONValue) throws(DialectError) {
        if value.isString("auto") { return request.toolChoice = .auto }
        if value.isString("none") { return request.toolChoice = ToolChoice.none }
        request.toolChoice = .tool(try Field.required(value["name"], "function_call.name"))
    }
}
