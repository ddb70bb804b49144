internal import Conversation
internal import JSONText
internal import Primitives

/// How hard a Gemini model is to think, in the words of its generation: a budget of tokens up to 2.5, a level from 3 on. To say both
/// is an error.
struct GeminiThinking: Equatable {
    enum Measure: Equatable {
        case budget(Int)
        case level(Effort)
    }

    private(set) var measure: Measure?
    private(set) var includesThoughts: Bool?
    private(set) var dropped: [String] = []

    /// `showsReasoning`: whether the caller wants to read the thoughts; nil shows them where the model was told to think.
    static func choose(_ effort: Effort?, budget: Int?, showsReasoning: Bool?, _ model: GeminiModel) -> Self {
        var thinking = Self()
        guard model.thinking != .none else {
            if budget != nil || effort.map({ $0 != .none }) == true { thinking.dropped.append("reasoning_effort") }
            return thinking
        }
        thinking.measure = measure(effort, budget, model)
        if effort != Effort.none, effort != nil || budget != nil || showsReasoning != nil { thinking.includesThoughts = showsReasoning ?? true }
        return thinking
    }

    /// Where both are given the budget is the finer word.
    static func measure(_ effort: Effort?, _ budget: Int?, _ model: GeminiModel) -> Measure? {
        switch model.thinking {
        case .none: return nil
        case .level(let levels):
            guard let wanted = effort ?? budget.map(step) else { return nil }
            // There is no "off": the least step is the nearest to it.
            return (levels.last { $0 <= wanted } ?? levels.first).map { .level($0) }
        case .budget(let range, let mayRest):
            if effort == Effort.none { return .budget(mayRest ? 0 : range.lowerBound) }
            guard let tokens = budget ?? effort.map(tokens) else { return nil }
            return .budget(min(max(tokens, range.lowerBound), range.upperBound))
        }
    }

    /// Google's own table for `reasoning_effort` (https://ai.google.dev/gemini-api/docs/openai#thinking), and the most beyond it.
    private static func tokens(_ effort: Effort) -> Int {
        switch effort {
        case .none: 0
        case .minimal, .low: 1_024
        case .medium: 8_192
        case .high: 24_576
        case .xhigh, .max: 32_768
        }
    }

    /// The step nearest to a budget of tokens.
    private static func step(_ budget: Int) -> Effort {
        switch budget {
        case ..<4_096: .low
        case ..<16_384: .medium
        default: .high
        }
    }

    /// What a caller's `thinkingConfig` says as a step; nil for a budget, which is finer, unless it is none at all.
    static func effort(_ config: JSONValue) -> Effort? {
        if let level = config.either("thinkingLevel", "thinking_level") {
            return GeminiWord.read(level, [:]).flatMap { Effort(rawValue: $0.lowercased()) }
        }
        return config.either("thinkingBudget", "thinking_budget")?.int == 0 ? Effort.none : nil
    }

    func write(into writer: inout JSONWriter) {
        guard measure != nil || includesThoughts != nil else { return }
        writer.object("thinkingConfig") { writer in
            switch measure {
            case .budget(let tokens): writer.member("thinkingBudget", tokens)
            case .level(let level): writer.member("thinkingLevel", level.rawValue)
            case nil: break
            }
            if let includesThoughts { writer.member("includeThoughts", includesThoughts) }
        }
    }
}
