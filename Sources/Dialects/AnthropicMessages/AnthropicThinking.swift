internal import Conversation
internal import JSONText
internal import Primitives

/// How hard a Claude model is to think, in the words of its generation.
struct AnthropicThinking {
    private enum Mode: Equatable {
        case unsaid
        case disabled
        case adaptive
        case budget(Int)
    }

    private var mode = Mode.unsaid
    /// Whether the caller wants to read the thoughts, where it says so.
    private var isShown: Bool?
    /// The word for `output_config.effort`.
    private(set) var effort: String?
    private(set) var dropped: [String] = []
    /// The bound on all output, thoughts included, as Anthropic counts it.
    private(set) var maxTokens: Int

    var isOn: Bool { mode != .unsaid && mode != .disabled }

    /// Where neither the caller nor the table sets a bound.
    static let defaultMaxTokens = 8_192
    /// As above, where the model thinks as much as it likes; every such model may write more.
    private static let defaultMaxTokensThinking = 32_000
    /// The least that Anthropic takes.
    private static let leastBudget = 1_024

    static func choose(_ request: ChatRequest, _ effort: Effort?, _ model: ClaudeModel, limit: Int?) -> Self {
        var thinking = Self(maxTokens: limit ?? defaultMaxTokens)
        thinking.isShown = request.showsReasoning
        guard let effort = effort ?? request.reasoningBudget.map({ _ in .medium }) else { return thinking }
        // Anthropic refuses thoughts before a forced call.
        let forced = request.toolChoice.map { $0 != .auto && $0 != .none } ?? false
        if effort == .none {
            if model.thinking != .none { thinking.mode = .disabled }
            return thinking
        }
        thinking.effort = word(effort, model)
        switch model.thinking {
        case .none: thinking.dropped.append("reasoning_effort")
        case .adaptive where forced: break
        case .adaptive:
            thinking.mode = .adaptive
            if limit == nil { thinking.maxTokens = defaultMaxTokensThinking }
        case .budget where forced || !startsTurnsWithThoughts(request):
            if thinking.effort == nil { thinking.dropped.append("reasoning_effort") }
        case .budget: thinking.setBudget(request.reasoningBudget ?? budget(effort), callerSetLimit: request.maxOutputTokens != nil)
        }
        return thinking
    }

    private init(maxTokens: Int) { self.maxTokens = maxTokens }

    /// Thoughts count into the bound and must leave room for the answer.
    private mutating func setBudget(_ budget: Int, callerSetLimit: Bool) {
        if !callerSetLimit { maxTokens = max(maxTokens, min(budget, Limits.tokensPerClass) + Self.defaultMaxTokens) }
        let room = maxTokens - maxTokens / 4
        guard room >= Self.leastBudget else { return dropped.append("reasoning_effort") }
        mode = .budget(min(max(budget, Self.leastBudget), room))
    }

    func write(into writer: inout JSONWriter) {
        switch mode {
        case .unsaid: break
        case .disabled: writer.object("thinking") { $0.member("type", "disabled") }
        case .adaptive:
            writer.object("thinking") { writer in
                writer.member("type", "adaptive")
                // Left out, later models think in silence.
                writer.member("display", isShown == false ? "omitted" : "summarized")
            }
        case .budget(let tokens):
            writer.object("thinking") { writer in
                writer.member("type", "enabled")
                writer.member("budget_tokens", tokens)
                if let isShown { writer.member("display", isShown ? "summarized" : "omitted") }
            }
        }
    }

    /// The nearest step at or below that the model knows.
    static func word(_ effort: Effort, _ model: ClaudeModel) -> String? {
        let known = Effort.allCases.filter { model.efforts.contains($0.rawValue) }
        return (known.last { $0 <= effort } ?? known.first)?.rawValue
    }

    private static func budget(_ effort: Effort) -> Int {
        switch effort {
        case .none, .minimal: leastBudget
        case .low: 2_048
        case .medium: 8_192
        case .high: 16_384
        case .xhigh: 24_576
        case .max: 32_768
        }
    }

    /// Models with a budget refuse to go on with a turn that called tools without thinking first.
    private static func startsTurnsWithThoughts(_ request: ChatRequest) -> Bool {
        for message in request.messages.reversed() {
            if message.role == .user {
                let isResults = message.parts.allSatisfy { if case .toolResult = $0 { true } else { false } }
                if isResults { continue }
                return true
            }
            switch message.parts.first {
            case .reasoning(_, let signature?) where signature.issuer == .anthropicMessages: continue
            case .redactedReasoning(let data) where data.issuer == .anthropicMessages: continue
            default: return false
            }
        }
        return true
    }
}
