internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Writes a request for the Gemini API (https://ai.google.dev/api/generate-content).
struct GeminiRequestEncoder {
    static let fields: HeaderFields = ["content-type": "application/json"]

    private let request: ChatRequest
    private let plan: RequestPlan
    private let model: GeminiModel
    private let place: GeminiPlace
    private var writer = JSONWriter()
    private var dropped: [String]

    /// The most stop sequences that the API takes.
    private static let mostStops = 5

    static func encode(_ request: ChatRequest, as plan: RequestPlan) throws(DialectError) -> OutgoingBody {
        var encoder = Self(request, plan)
        try encoder.write()
        return OutgoingBody(path: encoder.place.path, fields: fields, body: encoder.writer.bytes, dropped: encoder.dropped)
    }

    private init(_ request: ChatRequest, _ plan: RequestPlan) {
        self.request = request
        self.plan = plan
        model = GeminiModel(plan.model)
        place = GeminiPlace(plan)
        dropped = request.unsaid
    }

    private mutating func write() throws(DialectError) {
        writer.beginObject()
        var contents = GeminiContentEncoder(model: model)
        contents.encode(request, into: &writer)
        dropped += contents.dropped
        try writeTools()
        try writeConfig()
        writeServiceTier()
        if request.user != nil { dropped.append("user") }
        writeLabels()
        writer.endObject()
    }

    private mutating func writeLabels() {
        let labels = place.labels ? request.metadata.filter(GeminiPlace.takes) : []
        if labels.count < request.metadata.count { dropped.append("metadata") }
        guard !labels.isEmpty else { return }
        writer.object("labels") { writer in
            for label in labels {
                writer.key(label.name)
                writer.value(label.value)
            }
        }
    }

    private mutating func writeServiceTier() {
        switch request.serviceTier {
        // Left out, the provider chooses.
        case nil, "auto": break
        case _ where !place.serviceTier: dropped.append("service_tier")
        case "default", "standard_only": writer.member("serviceTier", "standard")
        case "flex": writer.member("serviceTier", "flex")
        case "priority": writer.member("serviceTier", "priority")
        default: dropped.append("service_tier")
        }
    }
}

// MARK: Generation

extension GeminiRequestEncoder {
    private mutating func writeConfig() throws(DialectError) {
        let thinking = GeminiThinking.choose(
            plan.effort ?? request.effort, budget: plan.effort == nil ? request.reasoningBudget : nil,
            showsReasoning: request.showsReasoning, model)
        dropped += thinking.dropped
        var config = JSONWriter()
        config.beginObject()
        swap(&config, &writer)
        writeSampling()
        if let limit = request.maxOutputTokens { writer.member("maxOutputTokens", limit) }
        try writeFormat()
        thinking.write(into: &writer)
        writer.endObject()
        swap(&config, &writer)
        if config.bytes.count > 2 { writer.member("generationConfig", raw: config.bytes[...]) }
    }

    private mutating func writeSampling() {
        let sampling = request.sampling
        if let number = sampling.temperature { writer.member("temperature", number: number) }
        if let number = sampling.topP { writer.member("topP", number: number) }
        if let number = sampling.topK { writer.member("topK", number: number) }
        if let number = sampling.seed {
            // Google counts seeds in 32 bits.
            if Int32(number) != nil { writer.member("seed", number: number) } else { dropped.append("seed") }
        }
        if let number = sampling.presencePenalty {
            if model.penalties { writer.member("presencePenalty", number: number) } else { dropped.append("presence_penalty") }
        }
        if let number = sampling.frequencyPenalty {
            if model.penalties { writer.member("frequencyPenalty", number: number) } else { dropped.append("frequency_penalty") }
        }
        if !sampling.stop.isEmpty {
            writer.array("stopSequences") { writer in for stop in sampling.stop.prefix(Self.mostStops) { writer.value(stop) } }
            if sampling.stop.count > Self.mostStops { dropped.append("stop") }
        }
        if let logprobs = sampling.logprobs { writer.member("responseLogprobs", logprobs) }
        if let top = sampling.topLogprobs, sampling.logprobs == true { writer.member("logprobs", top) }
    }

    private mutating func writeFormat() throws(DialectError) {
        guard request.output != .text else { return }
        guard model.schemaBesideTools || request.tools.isEmpty else { return dropped.append("response_format") }
        writer.member("responseMimeType", "application/json")
        guard case .schema(_, let schema, _) = request.output else { return }
        try refuseCycles(schema, in: "the schema of the answer", parameter: "response_format")
        if let schema = GeminiSchemaEncoder.encode(schema) { writer.member("responseJsonSchema", raw: schema[...]) }
    }

    private func refuseCycles(_ schema: String, in place: String, parameter: String) throws(DialectError) {
        guard GeminiSchemaEncoder.isCyclic(schema) else { return }
        throw DialectError(
            "\(place) refers to itself, and this model takes no schemas with cycles; write out as many levels as are needed",
            parameter: parameter, code: "invalid_schema")
    }
}

// MARK: Tools

extension GeminiRequestEncoder {
    private mutating func writeTools() throws(DialectError) {
        guard !request.tools.isEmpty else { return }
        for tool in request.tools {
            guard let parameters = tool.parameters else { continue }
            try refuseCycles(parameters, in: "the schema of the tool \(tool.name)", parameter: "tools")
        }
        writer.array("tools") { writer in
            writer.object { writer in
                writer.array("functionDeclarations") { writer in
                    for tool in request.tools { Self.write(tool, into: &writer) }
                }
            }
        }
        if request.parallelToolCalls == false { dropped.append("parallel_tool_calls") }
        writeCalling()
    }

    private static func write(_ tool: Tool, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", tool.name)
            if let description = tool.description { writer.member("description", description) }
            if let parameters = tool.parameters.flatMap(GeminiSchemaEncoder.encode) { writer.member("parametersJsonSchema", raw: parameters[...]) }
        }
    }

    private mutating func writeCalling() {
        let strict = request.tools.count { $0.strict == true }
        // Validation holds for all tools or none, and only where the model is free to choose.
        let isFree = request.toolChoice == nil || request.toolChoice == .auto
        let validates = isFree && strict == request.tools.count && model.thinking != .none
        if strict > 0, !validates { dropped.append("tools[].strict") }
        let mode: String
        var allowed: String?
        switch request.toolChoice {
        case nil where validates, .auto where validates: mode = "VALIDATED"
        case nil: return
        case .auto: mode = "AUTO"
        case .some(.none): mode = "NONE"
        case .required: mode = "ANY"
        case .tool(let name): (mode, allowed) = ("ANY", name)
        }
        writer.object("toolConfig") { writer in
            writer.object("functionCallingConfig") { writer in
                writer.member("mode", mode)
                if let allowed { writer.array("allowedFunctionNames") { $0.value(allowed) } }
            }
        }
    }
}
