internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Writes a request for Anthropic's Messages API.
struct AnthropicRequestEncoder {
    private let request: ChatRequest
    private let plan: RequestPlan
    private let place: AnthropicPlace
    private let model: ClaudeModel
    private var writer = JSONWriter()
    private var dropped: [String]

    static func encode(_ request: ChatRequest, as plan: RequestPlan) -> OutgoingBody {
        var encoder = Self(request, plan)
        encoder.write()
        return OutgoingBody(path: encoder.place.path, fields: encoder.place.fields, body: encoder.writer.bytes, dropped: encoder.dropped)
    }

    private init(_ request: ChatRequest, _ plan: RequestPlan) {
        self.request = CachePoints.marked(request, longer: plan.keepsLonger)
        self.plan = plan
        place = AnthropicPlace(plan)
        model = ClaudeModel(plan.model)
        dropped = request.unsaid
    }

    private mutating func write() {
        let effort = plan.effort ?? request.effort
        let thinking = AnthropicThinking.choose(request, effort, model, limit: request.maxOutputTokens ?? plan.defaultMaxOutput)
        writer.beginObject()
        if place.namesModel { writer.member("model", plan.model) }
        if let version = place.version { writer.member("anthropic_version", version) }
        writer.member("max_tokens", thinking.maxTokens)
        writeConversation()
        writeTools()
        writeSampling(thinks: thinking.isOn)
        thinking.write(into: &writer)
        dropped += thinking.dropped
        writeOutput(effort: thinking.effort)
        if !request.metadata.isEmpty { dropped.append("metadata") }
        if let user = request.user { writer.object("metadata") { $0.member("user_id", user) } }
        writeServiceTier()
        if plan.stream, place.saysStream { writer.member("stream", true) }
        writer.endObject()
    }

    private mutating func writeConversation() {
        var messages = AnthropicMessageEncoder(keepsThoughts: model.thinking != .none)
        messages.encode(request, into: &writer)
        dropped += messages.dropped
    }

    private mutating func writeSampling(thinks: Bool) {
        let sampling = request.sampling
        if !sampling.stop.isEmpty {
            // Anthropic refuses stops of white space alone.
            let stops = sampling.stop.filter { !$0.allSatisfy(\.isWhitespace) }
            if stops.count < sampling.stop.count { dropped.append("stop") }
            writer.array("stop_sequences") { writer in
                for stop in stops { writer.value(stop) }
            }
        }
        let takes = model.sampling && !thinks
        if let temperature = sampling.temperature {
            // Others count to 2; 1 is the end of this scale.
            let most = Double(temperature).map { $0 > 1 } ?? false
            if takes { writer.member("temperature", number: most ? "1" : temperature) }
            if !takes || most { dropped.append("temperature") }
        }
        if let topP = sampling.topP {
            // Only one of the two may be set.
            if takes, sampling.temperature == nil { writer.member("top_p", number: topP) } else { dropped.append("top_p") }
        }
        if let topK = sampling.topK {
            if takes { writer.member("top_k", number: topK) } else { dropped.append("top_k") }
        }
        if sampling.seed != nil { dropped.append("seed") }
        if sampling.frequencyPenalty != nil { dropped.append("frequency_penalty") }
        if sampling.logprobs == true { dropped.append("logprobs") }
        if sampling.topLogprobs != nil { dropped.append("top_logprobs") }
        if sampling.presencePenalty != nil { dropped.append("presence_penalty") }
    }

    private mutating func writeOutput(effort: String?) {
        var schema: String?
        switch request.output {
        case .text: break
        case .json: dropped.append("response_format")
        case .schema(_, let text, _): if model.structuredOutput { schema = text } else { dropped.append("response_format") }
        }
        guard effort != nil || schema != nil else { return }
        writer.object("output_config") { writer in
            if let effort { writer.member("effort", effort) }
            guard let schema else { return }
            writer.object("format") { writer in
                writer.member("type", "json_schema")
                writer.key("schema")
                writer.raw(schema)
            }
        }
    }

    private mutating func writeServiceTier() {
        switch request.serviceTier {
        case nil: break
        case "auto": writer.member("service_tier", "auto")
        case "default", "standard_only": writer.member("service_tier", "standard_only")
        default: dropped.append("service_tier")
        }
    }
}

// MARK: Tools

extension AnthropicRequestEncoder {
    private mutating func writeTools() {
        guard !request.tools.isEmpty else { return }
        writer.key("tools")
        writer.beginArray()
        for tool in request.tools { write(tool) }
        writer.endArray()
        writeToolChoice()
    }

    private mutating func write(_ tool: Tool) {
        writer.beginObject()
        writer.member("name", tool.name)
        if let description = tool.description, !description.isEmpty { writer.member("description", description) }
        writer.key("input_schema")
        writer.raw(ToolSchema.object(tool.parameters))
        if tool.strict == true {
            if model.structuredOutput { writer.member("strict", true) } else if !dropped.contains("tools[].strict") { dropped.append("tools[].strict") }
        }
        if let cache = tool.cache { CacheControl.write(cache, into: &writer) }
        writer.endObject()
    }

    private mutating func writeToolChoice() {
        let serial = request.parallelToolCalls == false
        guard request.toolChoice != nil || serial else { return }
        writer.object("tool_choice") { writer in
            switch request.toolChoice {
            case .auto, nil: writer.member("type", "auto")
            case .some(.none): writer.member("type", "none")
            case .required: writer.member("type", "any")
            case .tool(let name):
                writer.member("type", "tool")
                writer.member("name", name)
            }
            if serial, request.toolChoice != ToolChoice.none { writer.member("disable_parallel_tool_use", true) }
        }
    }
}
