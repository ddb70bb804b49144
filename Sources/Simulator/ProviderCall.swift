package import HTTPWire
internal import JSONText
package import Primitives

/// A request as the simulated provider understands it.
package struct ProviderCall: Sendable {
    package let api: ProviderAPI
    package let path: String
    package let fields: HeaderFields
    /// The model's name, without the script that may follow it after `?`.
    package let model: String
    /// The script in the model's name; empty where there is none.
    package let modelScript: String
    package let stream: Bool
    package let includeUsage: Bool
    /// Text of the last message, where a user wrote it; empty where it is a tool's result.
    package let lastUserText: String
    package let prompt: Prompt
    let tools: [OfferedTool]
    /// The tool that must be called; "" for any.
    let forcedTool: String?
    package let maxTokens: Int?
    /// Tokens of reasoning that the request asks for.
    let reasoningTokens: Int

    struct OfferedTool: Sendable {
        let name: String
        let schema: JSONValue?
    }

    /// The key as sent; nil where there is none.
    package var key: String? {
        if let key = fields["x-api-key"] { return key }
        guard let value = fields["authorization"] else { return nil }
        return value.lowercased().hasPrefix("bearer ") ? String(value.dropFirst(7)) : value
    }

    /// Throws what the real service would find missing.
    package init(api: ProviderAPI, path: String, fields: HeaderFields, body: ByteSlice) throws(ErrorAnswer) {
        let json: JSONValue
        do { json = try JSONDocument.parse(body).root } catch {
            throw ErrorAnswer.invalid("We could not parse the JSON body of your request: \(error)", parameter: nil)
        }
        guard let model = json["model"]?.string else { throw ErrorAnswer.missing("model", api) }
        guard let messages = json["messages"], messages.kind == .array else { throw ErrorAnswer.missing("messages", api) }
        guard messages.count > 0 else { throw ErrorAnswer.empty("messages", api) }
        let name = model.prefix { $0 != "?" }
        self.api = api
        self.path = path
        self.fields = fields
        self.model = String(name)
        modelScript = String(model.dropFirst(name.count + 1))
        stream = json["stream"]?.bool ?? false
        includeUsage = json["stream_options"]?["include_usage"]?.bool ?? false
        lastUserText = Self.lastUserText(messages)
        prompt = Prompt(json, api)
        tools = Self.tools(json, api)
        forcedTool = Self.forcedTool(json["tool_choice"], api)
        maxTokens = (json["max_completion_tokens"] ?? json["max_tokens"])?.int
        reasoningTokens = Self.reasoningTokens(json, api)
        if api == .anthropic, maxTokens == nil { throw ErrorAnswer.missing("max_tokens", api) }
        if api == .anthropic, fields["anthropic-version"] == nil {
            throw ErrorAnswer.invalid("anthropic-version: header is required", parameter: nil)
        }
    }

    private static func lastUserText(_ messages: JSONValue) -> String {
        var last: JSONValue?
        for message in messages.elements { last = message }
        guard let last, last["role"]?.isString("user") == true, let content = last["content"] else { return "" }
        if let text = content.string { return text }
        return content.elements.compactMap { $0["text"]?.string }.joined(separator: "\n")
    }

    private static func tools(_ json: JSONValue, _ api: ProviderAPI) -> [OfferedTool] {
        guard let tools = json["tools"], tools.kind == .array else { return [] }
        return tools.elements.compactMap { tool in
            switch api {
            case .openAI: tool["function"].flatMap { function in function["name"]?.string.map { OfferedTool(name: $0, schema: function["parameters"]) } }
            case .anthropic: tool["name"]?.string.map { OfferedTool(name: $0, schema: tool["input_schema"]) }
            }
        }
    }

    private static func forcedTool(_ choice: JSONValue?, _ api: ProviderAPI) -> String? {
        guard let choice else { return nil }
        switch api {
        case .openAI: return choice.isString("required") ? "" : choice["function"]?["name"]?.string
        case .anthropic:
            guard let type = choice["type"]?.string else { return nil }
            return type == "any" ? "" : type == "tool" ? choice["name"]?.string : nil
        }
    }

    private static func reasoningTokens(_ json: JSONValue, _ api: ProviderAPI) -> Int {
        switch api {
        case .openAI:
            switch json["reasoning_effort"]?.string {
            case "low": 6
            case "medium": 12
            case "high", "xhigh", "max": 24
            default: 0
            }
        case .anthropic:
            switch json["thinking"]?["type"]?.string {
            case "enabled", "adaptive": 12
            default: 0
            }
        }
    }
}
