internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Writes a request for Converse.
struct ConverseRequestEncoder {
    static let fields: HeaderFields = ["content-type": "application/json"]

    private let request: ChatRequest
    private let plan: RequestPlan
    private let model: ConverseModel
    /// The caller set marks itself: what becomes of them is the caller's to know.
    private let hasCallersMarks: Bool
    private var writer = JSONWriter()
    private var dropped: [String]

    static func encode(_ request: ChatRequest, as plan: RequestPlan) -> OutgoingBody {
        var encoder = Self(request, plan)
        encoder.write()
        return OutgoingBody(path: ConversePath.of(plan), fields: fields, body: encoder.writer.bytes, dropped: encoder.dropped)
    }

    private init(_ request: ChatRequest, _ plan: RequestPlan) {
        model = ConverseModel(plan.model)
        hasCallersMarks = CachePoints.isMarked(request)
        self.request = model.caches ? CachePoints.marked(request, longer: plan.keepsLonger && model.cachesLong) : request
        self.plan = plan
        dropped = request.unsaid
    }

    private mutating func write() {
        let thinking = ConverseThinking.choose(request, plan, model)
        writer.beginObject()
        writeConversation()
        writeTools()
        writeInference(thinking)
        writeAdditional(thinking)
        // Claude alone tells which stop it met, and only where asked.
        if model.claude != nil, !request.sampling.stop.isEmpty {
            writer.array("additionalModelResponseFieldPaths") { $0.value("/stop_sequence") }
        }
        writeOutput()
        writeServiceTier()
        writeMetadata()
        if request.user != nil { dropped.append("user") }
        writer.endObject()
    }

    private mutating func writeConversation() {
        var messages = ConverseMessageEncoder(model: model)
        messages.encode(request, into: &writer)
        dropped += messages.content.dropped
    }

    private mutating func writeInference(_ thinking: ConverseThinking) {
        let sampling = request.sampling
        // Stops of white space alone are refused.
        let stops = sampling.stop.filter { !$0.allSatisfy(\.isWhitespace) }
        if stops.count < sampling.stop.count { dropped.append("stop") }
        // The scale ends at 1; others count to 2.
        let isOver = sampling.temperature.flatMap(Double.init).map { $0 > 1 } ?? false
        let temperature = thinking.takesSampling ? sampling.temperature.map { isOver ? "1" : $0 } : nil
        // Claude takes only one of the two.
        let topP = thinking.takesSampling && (model.claude == nil || temperature == nil) ? sampling.topP : nil
        if sampling.temperature != nil, temperature == nil || isOver { dropped.append("temperature") }
        if sampling.topP != nil, topP == nil { dropped.append("top_p") }
        if thinking.maxTokens == nil, request.maxOutputTokens != nil { dropped.append("max_tokens") }
        guard thinking.maxTokens != nil || temperature != nil || topP != nil || !stops.isEmpty else { return }
        writer.object("inferenceConfig") { writer in
            if let maxTokens = thinking.maxTokens { writer.member("maxTokens", maxTokens) }
            if let temperature { writer.member("temperature", number: temperature) }
            if let topP { writer.member("topP", number: topP) }
            if !stops.isEmpty { writer.array("stopSequences") { writer in for stop in stops { writer.value(stop) } } }
        }
    }

    private mutating func writeAdditional(_ thinking: ConverseThinking) {
        var fields = thinking.fields
        if let topK = request.sampling.topK {
            switch model.family {
            case .claude where thinking.takesSampling: fields.append(("top_k", Bytes(topK.utf8)))
            case .nova, .nova2: fields.append(("inferenceConfig", Bytes(#"{"topK":\#(topK)}"#.utf8)))
            default: dropped.append("top_k")
            }
        }
        dropped += thinking.dropped
        if request.sampling.seed != nil { dropped.append("seed") }
        if request.sampling.frequencyPenalty != nil { dropped.append("frequency_penalty") }
        if request.sampling.presencePenalty != nil { dropped.append("presence_penalty") }
        if request.sampling.logprobs == true { dropped.append("logprobs") }
        guard !fields.isEmpty else { return }
        writer.object("additionalModelRequestFields") { writer in
            for (name, value) in fields {
                writer.key(name)
                writer.raw(value[...])
            }
        }
    }

    private mutating func writeOutput() {
        switch request.output {
        case .text: break
        case .schema(let name, let schema, _) where model.structuredOutput:
            writer.object("outputConfig") { writer in
                writer.object("textFormat") { writer in
                    writer.member("type", "json_schema")
                    writer.object("structure") { writer in
                        writer.object("jsonSchema") { writer in
                            if let name { writer.member("name", name) }
                            writer.member("schema", schema)
                        }
                    }
                }
            }
        case .json, .schema: dropped.append("response_format")
        }
    }

    private mutating func writeServiceTier() {
        switch request.serviceTier {
        case nil: break
        case let tier? where ["default", "flex", "priority", "reserved"].contains(tier): writer.object("serviceTier") { $0.member("type", tier) }
        default: dropped.append("service_tier")
        }
    }

    /// Labels that the API would refuse are left out rather than the request lost.
    private mutating func writeMetadata() {
        let labels = request.metadata.filter { ConverseLabel.isTaken($0.name, least: 1) && ConverseLabel.isTaken($0.value, least: 0) }
        let taken = labels.prefix(ConverseLabel.most)
        if taken.count < request.metadata.count { dropped.append("metadata") }
        guard !taken.isEmpty else { return }
        writer.object("requestMetadata") { writer in
            for label in taken {
                writer.key(label.name)
                writer.value(label.value)
            }
        }
    }
}

// MARK: Tools

extension ConverseRequestEncoder {
    /// Converse knows no "call none": where no call stands in the conversation the tools are left out, which says the same. Where one
    /// does, tools must be declared, if only by name.
    private mutating func writeTools() {
        let called = calledNames()
        let forbids = request.toolChoice == ToolChoice.none
        if forbids, called.isEmpty { return }
        let tools = request.tools.isEmpty ? called.map { Tool(name: $0) } : request.tools
        guard !tools.isEmpty else { return }
        if forbids, !request.tools.isEmpty { dropped.append("tool_choice") }
        if request.parallelToolCalls == false { dropped.append("parallel_tool_calls") }
        writer.key("toolConfig")
        writer.beginObject()
        writer.key("tools")
        writer.beginArray()
        for tool in tools { write(tool) }
        writer.endArray()
        if !request.tools.isEmpty { writeToolChoice() }
        writer.endObject()
    }

    private func calledNames() -> [String] {
        var names: [String] = []
        for message in request.messages {
            for case .toolCall(let call, _) in message.parts where !names.contains(call.name) { names.append(call.name) }
        }
        return names
    }

    private mutating func write(_ tool: Tool) {
        writer.object { writer in
            writer.object("toolSpec") { writer in
                writer.member("name", tool.name)
                if let description = tool.description, !description.isEmpty { writer.member("description", description) }
                writer.object("inputSchema") { writer in
                    writer.key("json")
                    writer.raw(ToolSchema.object(tool.parameters))
                }
                if tool.strict == true, model.structuredOutput { writer.member("strict", true) }
            }
        }
        if tool.strict == true, !model.structuredOutput, !dropped.contains("tools[].strict") { dropped.append("tools[].strict") }
        guard let cache = tool.cache else { return }
        guard model.cachesTools else {
            if hasCallersMarks, !dropped.contains("cache_control") { dropped.append("cache_control") }
            return
        }
        writePoint(cache)
    }

    private mutating func writePoint(_ cache: CacheMarker) {
        var content = ConverseContentEncoder(model: model)
        content.writePoint(cache, into: &writer)
        dropped += content.dropped.filter { !dropped.contains($0) }
    }

    private mutating func writeToolChoice() {
        switch request.toolChoice {
        case nil, .some(.none): break
        case .auto: writer.object("toolChoice") { $0.object("auto") { _ in } }
        case .required: writer.object("toolChoice") { $0.object("any") { _ in } }
        case .tool(let name): writer.object("toolChoice") { $0.object("tool") { $0.member("name", name) } }
        }
    }
}
