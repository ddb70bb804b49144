internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Writes a request as chat completions.
struct OpenAIRequestEncoder {
    static let path = "/chat/completions"
    static let fields: HeaderFields = ["content-type": "application/json"]

    private var writer = JSONWriter()
    private var dropped: [String] = []

    static func encode(_ request: ChatRequest, as plan: RequestPlan) -> OutgoingBody {
        var encoder = Self()
        encoder.dropped = request.unsaid
        let asksUsage = plan.stream && plan.usageOnRequest
        encoder.writer.beginObject()
        encoder.writer.member("model", plan.model)
        encoder.write(request, plan)
        if plan.stream { encoder.writer.member("stream", true) }
        if asksUsage { encoder.writer.object("stream_options") { $0.member("include_usage", true) } }
        encoder.writer.endObject()
        return OutgoingBody(path: OpenAIPlace.path(path, plan), fields: fields, body: encoder.writer.bytes, dropped: encoder.dropped, addedUsage: asksUsage)
    }

    /// The word that most services know: `max` is Anthropic's and DeepSeek's alone, and the latter takes `xhigh` for it.
    static func word(_ effort: Effort) -> String { effort == .max ? Effort.xhigh.rawValue : effort.rawValue }

    private mutating func write(_ request: ChatRequest, _ plan: RequestPlan) {
        var messages = OpenAIMessageEncoder(model: plan.model)
        messages.encode(request, into: &writer)
        dropped += messages.dropped
        writeTools(request, marksCache: Self.marksCache(plan.model))
        writeFormat(request.output)
        writeSampling(request.sampling)
        if let limit = request.maxOutputTokens {
            writer.member(Self.isOpenAIs(plan.model) ? "max_completion_tokens" : "max_tokens", limit)
        }
        if let effort = plan.effort ?? request.effort ?? request.reasoningBudget.map(Self.effort) {
            writer.member("reasoning_effort", Self.word(effort))
        }
        if let user = request.user {
            // OpenAI takes no longer name.
            if user.utf8.count <= 64 { writer.member("user", user) } else { dropped.append("user") }
        }
        // OpenAI takes labels only where it is to keep the answer.
        if !request.metadata.isEmpty { dropped.append("metadata") }
        if request.showsReasoning == false { dropped.append("reasoning.exclude") }
        if Self.isOpenAIs(plan.model), let key = plan.cacheKey { writer.member("prompt_cache_key", key) }
        if let tier = request.serviceTier { writer.member("service_tier", tier) }
    }

    private mutating func writeTools(_ request: ChatRequest, marksCache: Bool) {
        guard !request.tools.isEmpty else { return }
        writer.array("tools") { writer in
            for tool in request.tools { Self.write(tool, marksCache, into: &writer) }
        }
        if !marksCache, request.tools.contains(where: { $0.cache != nil }) { dropped.append("tools[].cache_control") }
        switch request.toolChoice {
        case nil: break
        case .auto: writer.member("tool_choice", "auto")
        case .some(.none): writer.member("tool_choice", "none")
        case .required: writer.member("tool_choice", "required")
        case .tool(let name):
            writer.object("tool_choice") { writer in
                writer.member("type", "function")
                writer.object("function") { $0.member("name", name) }
            }
        }
        if let parallel = request.parallelToolCalls { writer.member("parallel_tool_calls", parallel) }
    }

    private static func write(_ tool: Tool, _ marksCache: Bool, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", "function")
            writer.object("function") { writer in
                writer.member("name", tool.name)
                if let description = tool.description { writer.member("description", description) }
                if let parameters = tool.parameters {
                    writer.key("parameters")
                    writer.raw(parameters)
                }
                if let strict = tool.strict { writer.member("strict", strict) }
            }
            if marksCache, let cache = tool.cache { CacheControl.write(cache, into: &writer) }
        }
    }

    private mutating func writeFormat(_ output: OutputFormat) {
        switch output {
        case .text: break
        case .json: writer.object("response_format") { $0.member("type", "json_object") }
        case .schema(let name, let schema, let strict):
            writer.object("response_format") { writer in
                writer.member("type", "json_schema")
                writer.object("json_schema") { writer in
                    writer.member("name", name ?? "answer")
                    writer.key("schema")
                    writer.raw(schema)
                    if let strict { writer.member("strict", strict) }
                }
            }
        }
    }

    private mutating func writeSampling(_ sampling: Sampling) {
        if let number = sampling.temperature { writer.member("temperature", number: number) }
        if let number = sampling.topP { writer.member("top_p", number: number) }
        if sampling.topK != nil { dropped.append("top_k") }
        if let number = sampling.seed { writer.member("seed", number: number) }
        if let number = sampling.frequencyPenalty { writer.member("frequency_penalty", number: number) }
        if let number = sampling.presencePenalty { writer.member("presence_penalty", number: number) }
        if let logprobs = sampling.logprobs { writer.member("logprobs", logprobs) }
        if let top = sampling.topLogprobs { writer.member("top_logprobs", top) }
        guard !sampling.stop.isEmpty else { return }
        writer.array("stop") { writer in
            for stop in sampling.stop { writer.value(stop) }
        }
    }
}

// MARK: What differs by model

extension OpenAIRequestEncoder {
    /// OpenAI refuses cache markers as unknown fields and caches by itself; services that offer Claude under this API take them.
    static func marksCache(_ model: String) -> Bool { model.includes("claude") }

    /// Whether OpenAI makes the model and serves it alone. Its API refuses fields that it does not know, thoughts of others among
    /// them, and its reasoning models refuse `max_tokens`, while most other services know no other word.
    static func isOpenAIs(_ model: String) -> Bool {
        let name = Substring(model.utf8.split(separator: UInt8(ascii: "/")).last ?? ""[...].utf8)
        if name.begins(with: "gpt-oss") { return false }
        return name.begins(with: "gpt-") || name.begins(with: "chatgpt-") || (name.begins(with: "o") && name.dropFirst().first?.isNumber == true)
    }

    /// The step nearest to a budget of reasoning tokens.
    static func effort(budget: Int) -> Effort {
        switch budget {
        case ..<4_096: .low
        case ..<16_384: .medium
        default: .high
        }
    }
}
