/// How long an answer is, as far as it can be seen: what stands in for its tokens where nobody counts them.
package struct AnswerMeasure: Sendable, Equatable {
    /// Texts and calls.
    package private(set) var visible = TextMeasure()
    package private(set) var thoughts = TextMeasure()
    /// It holds something that cannot be measured: sealed thoughts, pictures, a provider's own tools.
    package private(set) var isPartial = false

    /// Tokens of a call beside its name and arguments: between a handful, at OpenAI and Google, and thirty-odd, at Anthropic.
    private static let callTokens = 20

    package init() {}

    package mutating func add(_ event: ChatEvent) {
        switch event {
        case .text(let text), .refusal(let text), .toolArguments(_, let text): visible.add(text)
        case .reasoning(let text): thoughts.add(text)
        case .toolCall(_, _, let name):
            visible.add(name)
            visible.add(tokens: Self.callTokens)
        case .redactedReasoning, .media, .opaque: isPartial = true
        case .started, .reasoningSignature, .toolSignature, .citation, .logprobs, .finished, .usage, .failed, .ended: break
        }
    }

    package var tokens: Int { visible.tokens + thoughts.tokens }

    /// What is left of an answer behind its first part.
    package static func - (left: Self, right: Self) -> Self {
        var rest = left
        rest.visible = left.visible - right.visible
        rest.thoughts = left.thoughts - right.thoughts
        return rest
    }
}
