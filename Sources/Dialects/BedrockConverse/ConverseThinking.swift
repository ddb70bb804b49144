internal import Conversation
internal import JSONText
internal import Primitives

/// How hard a model on Bedrock is to think, and what else of a request that changes.
struct ConverseThinking {
    /// Members of `additionalModelRequestFields`.
    private(set) var fields: [(name: String, value: Bytes)] = []
    private(set) var dropped: [String] = []
    /// Nil leaves the bound to the model.
    private(set) var maxTokens: Int?
    /// Whether temperature and the like may be set.
    private(set) var takesSampling = true

    static func choose(_ request: ChatRequest, _ plan: RequestPlan, _ model: ConverseModel) -> Self {
        var thinking = Self()
        thinking.maxTokens = request.maxOutputTokens ?? plan.defaultMaxOutput
        let effort = plan.effort ?? request.effort
        if let claude = model.claude {
            thinking.choose(request, effort, claude)
        } else if let effort {
            guard let word = ConverseEffort.word(effort, model) else {
                // A model that does not think is not to think.
                if effort != .none { thinking.dropped.append("reasoning_effort") }
                return thinking
            }
            thinking.fields.append((word.field, word.object))
            // At its highest step Nova refuses the others.
            if case .nova2 = model.family, effort >= .high { (thinking.takesSampling, thinking.maxTokens) = (false, nil) }
        } else if request.reasoningBudget != nil {
            thinking.dropped.append("reasoning_budget")
        }
        return thinking
    }

    private mutating func choose(_ request: ChatRequest, _ effort: Effort?, _ model: ClaudeModel) {
        let choice = AnthropicThinking.choose(request, effort, model, limit: maxTokens)
        if choice.isOn { maxTokens = choice.maxTokens }
        takesSampling = model.sampling && !choice.isOn
        dropped += choice.dropped
        var writer = JSONWriter()
        writer.object { choice.write(into: &$0) }
        if let thinking = try? JSONDocument.parse(writer.bytes).root["thinking"] { fields.append(("thinking", Bytes(thinking.raw))) }
        if let word = choice.effort { fields.append(("output_config", Bytes(#"{"effort":"\#(word)"}"#.utf8))) }
    }
}
