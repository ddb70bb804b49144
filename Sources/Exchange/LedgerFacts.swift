package import Conversation
package import Primitives
package import Routing

/// What a request was besides its names: what a replay of it needs.
package struct LedgerFacts: Sendable, Equatable {
    /// What the caller named instead of a profile: a tier or a model.
    package var asked: String?
    /// Nil in entries of older forms.
    package var conversation: ConversationMark?
    package var needs: Abilities = []
    package var effort: Effort?
    package var maxOutput: Int?
    /// Tokens of input as they were estimated.
    package var estimate: Int?

    package init() {}
}

/// What staying on a warm model was weighed against: see ``Routing/Comparison``.
package struct LedgerComparison: Sendable, Equatable {
    package var verdict: String
    package var warmModel: String
    package var warmTokens: Int
    /// In thousandths.
    package var expectedCalls: Int
    package var stay: Money
    package var change: Money

    package init(verdict: String, warmModel: String, warmTokens: Int, expectedCalls: Int, stay: Money, change: Money) {
        self.verdict = verdict
        self.warmModel = warmModel
        self.warmTokens = warmTokens
        self.expectedCalls = expectedCalls
        self.stay = stay
        self.change = change
    }
}

extension LedgerFacts {
    init(_ call: ChatCall, _ record: DecisionRecord) {
        if record.profile == nil { asked = (call.intent.model ?? call.facts.model)?.shown }
        conversation = call.conversation
        needs = call.facts.needs
        effort = call.facts.effort
        maxOutput = call.facts.maxOutputTokens
        estimate = call.facts.estimatedInputTokens
    }
}

extension LedgerComparison {
    init(_ comparison: Comparison) {
        self.init(
            verdict: comparison.verdict.rawValue, warmModel: comparison.warm.id.text, warmTokens: comparison.warmTokens,
            expectedCalls: comparison.calls, stay: comparison.stay, change: comparison.change)
    }
}
