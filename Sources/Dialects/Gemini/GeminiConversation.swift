internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes a Gemini request in full. Google's APIs take every name in camel and in snake case, and so does this.
struct GeminiConversation {
    private var request = ChatRequest()
    private var isValidated = false

    static func decode(_ body: JSONValue) throws(DialectError) -> ChatRequest {
        var decoder = Self()
        for (key, value) in body.members where !value.isNull { try decoder.take(key, value) }
        decoder.request.tools = decoder.strictTools()
        return decoder.request
    }

    private mutating func take(_ key: JSONKey, _ value: JSONValue) throws(DialectError) {
        switch key {
        case "model": break
        case "contents":
            var contents = GeminiContent()
            try contents.read(value)
            request.messages = contents.messages
            request.unsaid += contents.unsaid
        case "systemInstruction", "system_instruction":
            guard let content = try Field.object(value, "systemInstruction") else { return }
            var contents = GeminiContent()
            request.system = try contents.parts(of: content, "systemInstruction")
            request.unsaid += contents.unsaid
        case "tools": try readTools(value)
        case "toolConfig", "tool_config": try readToolConfig(value)
        case "generationConfig", "generation_config": try readConfig(value)
        case "labels": try readLabels(value)
        case "serviceTier", "service_tier": try readServiceTier(value)
        default: if !value.isEmptyOrNull { request.unsaid.append(key.text) }
        }
    }

    /// `mode` and `session` are said to shunt.
    private mutating func readLabels(_ value: JSONValue) throws(DialectError) {
        guard let labels = try Field.object(value, "labels") else { return }
        for (key, value) in labels.members where key != "mode" && key != "session" {
            request.metadata.append(Label(name: key.text, value: try Field.required(value, "labels.\(key.text)")))
        }
    }

    private mutating func readServiceTier(_ value: JSONValue) throws(DialectError) {
        switch try Field.required(value, "serviceTier").lowercased() {
        case "standard": request.serviceTier = "default"
        case "unspecified": break
        case let tier: request.serviceTier = tier
        }
    }

    private mutating func readConfig(_ value: JSONValue) throws(DialectError) {
        guard let config = try Field.object(value, "generationConfig") else { return }
        var isJSON = false
        var schema: String?
        for (key, value) in config.members where !value.isNull {
            switch key {
            case "maxOutputTokens", "max_output_tokens":
                request.maxOutputTokens = try Field.count(value, "generationConfig.maxOutputTokens")
            case "responseMimeType", "response_mime_type":
                let type = try Field.required(value, "generationConfig.responseMimeType")
                isJSON = type == "application/json"
                if !isJSON, type != "text/plain" { request.unsaid.append("generationConfig.responseMimeType") }
            case "responseSchema", "response_schema": schema = try Field.object(value, "generationConfig.responseSchema").map(GeminiSchema.plain)
            case "responseJsonSchema", "response_json_schema", "_responseJsonSchema":
                schema = try Field.object(value, "generationConfig.responseJsonSchema")?.raw.text
            case "thinkingConfig", "thinking_config": try readThinking(value)
            default: try takeSampling(key, value)
            }
        }
        if let schema { request.output = .schema(name: nil, schema: schema, strict: nil) } else if isJSON { request.output = .json }
    }

    private mutating func takeSampling(_ key: JSONKey, _ value: JSONValue) throws(DialectError) {
        func path(_ name: String) -> String { "generationConfig.\(name)" }
        switch key {
        case "temperature": request.sampling.temperature = try Field.number(value, path("temperature"))
        case "topP", "top_p": request.sampling.topP = try Field.number(value, path("topP"))
        case "topK", "top_k": request.sampling.topK = try Field.number(value, path("topK"))
        case "seed": request.sampling.seed = try Field.number(value, path("seed"))
        case "presencePenalty", "presence_penalty": request.sampling.presencePenalty = try Field.number(value, path("presencePenalty"))
        case "frequencyPenalty", "frequency_penalty": request.sampling.frequencyPenalty = try Field.number(value, path("frequencyPenalty"))
        case "responseLogprobs", "response_logprobs": request.sampling.logprobs = try Field.bool(value, path("responseLogprobs"))
        case "logprobs": request.sampling.topLogprobs = try Field.count(value, path("logprobs"))
        case "stopSequences", "stop_sequences":
            for (index, stop) in (try Field.array(value, path("stopSequences"))?.elements.map { $0 } ?? []).enumerated() {
                request.sampling.stop.append(try Field.required(stop, path("stopSequences[\(index)]")))
            }
        case "candidateCount", "candidate_count": if value.int != 1 { request.unsaid.append(path("candidateCount")) }
        case "responseModalities", "response_modalities":
            if !value.elements.allSatisfy({ $0.string?.uppercased() == "TEXT" }) { request.unsaid.append(path("responseModalities")) }
        default: if !value.isEmptyOrNull { request.unsaid.append(path(key.text)) }
        }
    }

    private mutating func readThinking(_ value: JSONValue) throws(DialectError) {
        guard let thinking = try Field.object(value, "generationConfig.thinkingConfig") else { return }
        request.showsReasoning = try Field.bool(
            thinking.either("includeThoughts", "include_thoughts"), "generationConfig.thinkingConfig.includeThoughts")
        request.effort = GeminiThinking.effort(thinking)
        if let budget = thinking.either("thinkingBudget", "thinking_budget") {
            guard let tokens = budget.int else { throw .wrongType("generationConfig.thinkingConfig.thinkingBudget", "a whole number") }
            // 0 switches thinking off, and -1 leaves it to the model.
            if tokens > 0 { request.reasoningBudget = tokens }
        }
    }
}

// MARK: Tools

extension GeminiConversation {
    private mutating func readTools(_ value: JSONValue) throws(DialectError) {
        guard value.kind == .array || value.kind == .object else { throw .wrongType("tools", "an array") }
        for (index, tool) in value.elementsOrSelf.enumerated() {
            guard tool.kind == .object else { throw .wrongType("tools[\(index)]", "an object") }
            for (key, value) in tool.members where !value.isNull {
                switch key {
                case "functionDeclarations", "function_declarations":
                    for (place, function) in value.elementsOrSelf.enumerated() {
                        request.tools.append(try readFunction(function, "tools[\(index)].functionDeclarations[\(place)]"))
                    }
                // What Google runs itself: search, code, URLs.
                default: request.unsaid.append("tools[\(index)].\(key.text)")
                }
            }
        }
    }

    private func readFunction(_ function: JSONValue, _ path: String) throws(DialectError) -> Tool {
        guard function.kind == .object else { throw .wrongType(path, "an object") }
        let plain = function.either("parametersJsonSchema", "parameters_json_schema")
        var parameters = try Field.object(plain, "\(path).parametersJsonSchema")?.raw.text
        if parameters == nil { parameters = try Field.object(function["parameters"], "\(path).parameters").map(GeminiSchema.plain) }
        return Tool(
            name: try Field.required(function["name"], "\(path).name"),
            description: try Field.string(function["description"], "\(path).description").flatMap { $0.isEmpty ? nil : $0 },
            parameters: parameters)
    }

    private mutating func readToolConfig(_ value: JSONValue) throws(DialectError) {
        guard let config = try Field.object(value, "toolConfig") else { return }
        for (key, value) in config.members where !value.isNull {
            switch key {
            case "functionCallingConfig", "function_calling_config": try readCalling(value)
            default: if !value.isEmptyOrNull { request.unsaid.append("toolConfig.\(key.text)") }
            }
        }
    }

    private mutating func readCalling(_ value: JSONValue) throws(DialectError) {
        let path = "toolConfig.functionCallingConfig"
        guard let calling = try Field.object(value, path) else { return }
        let list = calling.either("allowedFunctionNames", "allowed_function_names")
        let allowed = try Field.array(list, "\(path).allowedFunctionNames")?.elements.compactMap(\.string) ?? []
        let mode = GeminiWord.read(calling["mode"], GeminiWord.callingModes)
        switch mode {
        case nil, "MODE_UNSPECIFIED": break
        case "AUTO": request.toolChoice = .auto
        case "NONE": request.toolChoice = ToolChoice.none
        case "ANY": request.toolChoice = allowed.count == 1 ? .tool(allowed[0]) : .required
        case "VALIDATED":
            request.toolChoice = .auto
            isValidated = true
        case .some: throw .wrongType("\(path).mode", "one of AUTO, ANY, NONE, VALIDATED")
        }
        if !allowed.isEmpty, mode != "ANY" || allowed.count > 1 { request.unsaid.append("\(path).allowedFunctionNames") }
    }

    /// What is validated keeps to its schema, as strict tools do.
    private func strictTools() -> [Tool] {
        guard isValidated else { return request.tools }
        return request.tools.map { tool in
            var tool = tool
            tool.strict = true
            return tool
        }
    }
}
