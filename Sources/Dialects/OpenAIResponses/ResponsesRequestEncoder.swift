internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Writes a request for the Responses API, whose provider keeps nothing of it: thoughts come sealed, and are sent back so.
struct ResponsesRequestEncoder {
    static let path = "/responses"
    static let fields: HeaderFields = ["content-type": "application/json"]
    /// The least bound on output that OpenAI takes.
    private static let leastOutput = 16

    private let request: ChatRequest
    private let plan: RequestPlan
    private let model: OpenAIModel
    private let effort: Effort?
    private var writer = JSONWriter()
    private var dropped: [String]

    static func encode(_ request: ChatRequest, as plan: RequestPlan) -> OutgoingBody {
        var encoder = Self(request, plan)
        encoder.write()
        return OutgoingBody(path: OpenAIPlace.path(path, plan), fields: fields, body: encoder.writer.bytes, dropped: encoder.dropped)
    }

    private init(_ request: ChatRequest, _ plan: RequestPlan) {
        self.request = request
        self.plan = plan
        model = OpenAIModel(plan.model)
        effort = plan.effort ?? request.effort ?? request.reasoningBudget.map(OpenAIRequestEncoder.effort)
        dropped = request.unsaid
    }

    private mutating func write() {
        writer.beginObject()
        writer.member("model", plan.model)
        var input = ResponsesInputEncoder(takesUnsignedThoughts: !OpenAIRequestEncoder.isOpenAIs(plan.model))
        input.encode(request, into: &writer)
        dropped += input.dropped
        writeTools()
        writeFormat()
        writeSampling()
        writeReasoning()
        writeInclude()
        writeLabels()
        if let key = plan.cacheKey { writer.member("prompt_cache_key", key) }
        writer.member("store", false)
        if plan.stream { writer.member("stream", true) }
        writer.endObject()
    }

    private mutating func writeFormat() {
        guard request.output != .text else { return }
        writer.object("text") { writer in
            writer.object("format") { writer in
                guard case .schema(let name, let schema, let strict) = request.output else { return writer.member("type", "json_object") }
                writer.member("type", "json_schema")
                writer.member("name", name ?? "answer")
                writer.key("schema")
                writer.raw(schema)
                if let strict { writer.member("strict", strict) }
            }
        }
    }

    private mutating func writeSampling() {
        let sampling = request.sampling
        if let limit = request.maxOutputTokens {
            if limit < Self.leastOutput { dropped.append("max_tokens") }
            writer.member("max_output_tokens", max(limit, Self.leastOutput))
        }
        let samples = model.samples(effort)
        if let number = sampling.temperature { if samples { writer.member("temperature", number: number) } else { dropped.append("temperature") } }
        if let number = sampling.topP { if samples { writer.member("top_p", number: number) } else { dropped.append("top_p") } }
        if let count = sampling.topLogprobs { writer.member("top_logprobs", count) }
        if sampling.topK != nil { dropped.append("top_k") }
        if sampling.seed != nil { dropped.append("seed") }
        if sampling.frequencyPenalty != nil { dropped.append("frequency_penalty") }
        if sampling.presencePenalty != nil { dropped.append("presence_penalty") }
        if !sampling.stop.isEmpty { dropped.append("stop") }
    }

    private mutating func writeReasoning() {
        let word = effort.flatMap(model.word)
        if effort != nil, effort != Effort.none, word == nil { dropped.append("reasoning_effort") }
        // Summaries are refused to accounts that are not verified, so that only those who want to read them ask for them.
        let shows = request.showsReasoning == true && model.reasons
        guard word != nil || shows else { return }
        writer.object("reasoning") { writer in
            if let word { writer.member("effort", word) }
            if shows { writer.member("summary", "auto") }
        }
    }

    private mutating func writeInclude() {
        let logprobs = request.sampling.logprobs == true
        guard model.reasons || logprobs else { return }
        writer.array("include") { writer in
            if model.reasons { writer.value("reasoning.encrypted_content") }
            if logprobs { writer.value("message.output_text.logprobs") }
        }
    }

    private mutating func writeLabels() {
        if let user = request.user {
            // OpenAI takes no longer name.
            if user.utf8.count <= 64 { writer.member("user", user) } else { dropped.append("user") }
        }
        if let tier = request.serviceTier { writer.member("service_tier", tier == "standard_only" ? "default" : tier) }
        guard !request.metadata.isEmpty else { return }
        writer.object("metadata") { writer in
            for label in request.metadata {
                writer.key(label.name)
                writer.value(label.value)
            }
        }
    }
}

// MARK: Tools

extension ResponsesRequestEncoder {
    private mutating func writeTools() {
        guard !request.tools.isEmpty else { return }
        if request.tools.contains(where: { $0.cache != nil }) { dropped.append("tools[].cache_control") }
        writer.array("tools") { writer in
            for tool in request.tools { Self.write(tool, into: &writer) }
        }
        switch request.toolChoice {
        case nil: break
        case .auto: writer.member("tool_choice", "auto")
        case .some(.none): writer.member("tool_choice", "none")
        case .required: writer.member("tool_choice", "required")
        case .tool(let name):
            writer.object("tool_choice") { writer in
                writer.member("type", "function")
                writer.member("name", name)
            }
        }
        if let parallel = request.parallelToolCalls { writer.member("parallel_tool_calls", parallel) }
    }

    /// Left out, `strict` is true here and false elsewhere.
    private static func write(_ tool: Tool, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", "function")
            writer.member("name", tool.name)
            if let description = tool.description { writer.member("description", description) }
            writer.key("parameters")
            writer.raw(tool.parameters ?? #"{"type":"object","properties":{}}"#)
            writer.member("strict", tool.strict ?? false)
        }
    }
}
