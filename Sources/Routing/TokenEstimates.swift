package import Conversation
package import Primitives

/// Estimates of tokens that get better: from calls whose usage the provider told, each model's deviation from the plain estimate is learnt.
///
/// A plain value in one owner's hands, of a bounded number of models. The same calls in the same order give the same estimates.
package struct TokenEstimates: Sendable {
    /// Requests that are estimated at less teach nothing: what providers add to each of them by themselves would pass for a tokenizer's ways.
    private static let leastInput = 2000
    /// The same of answers.
    private static let leastOutput = 20

    /// What was counted for what had been estimated, the latest calls most.
    private struct Ratio {
        private var counted = trust
        private var estimated = trust

        /// Tokens for which the plain estimate is taken to have been right before anything is learnt.
        private static let trust = 256
        /// Tokens after which older calls begin to count less.
        private static let memory = 1 << 18
        /// No model is further off than this; what is, is no tokenizer's doing.
        private static let farthest = 4

        mutating func learn(_ count: Int, for estimate: Int) {
            guard count > 0, estimate > 0, count / Self.farthest <= estimate, estimate / Self.farthest <= count else { return }
            counted += min(count, Self.memory)
            // Both shrink alike, so that a very long call does not shift their ratio.
            estimated += count <= Self.memory ? estimate : Int(Int128(estimate) * Int128(Self.memory) / Int128(count))
            while estimated > Self.memory { (counted, estimated) = (counted / 2, estimated / 2) }
        }

        func applied(to estimate: Int) -> Int {
            Int(clamping: (Int128(estimate) * Int128(counted) + Int128(estimated) - 1) / Int128(estimated))
        }
    }

    private struct Learnt {
        var input = Ratio()
        var output = Ratio()
        var used = 0
    }

    private let capacity: Int
    private var models: [ModelID: Learnt] = [:]
    private var clock = 0

    package init(capacity: Int = Limits.countedModels) { self.capacity = max(capacity, 1) }

    package var count: Int { models.count }

    /// Tokens that a request makes for `model` whose plain estimate is `estimate`.
    package func input(_ estimate: Int, for model: ModelID) -> Int { models[model]?.input.applied(to: estimate) ?? estimate }

    /// Tokens that an answer of `model` makes whose plain estimate is `estimate`.
    package func output(_ estimate: Int, for model: ModelID) -> Int { models[model]?.output.applied(to: estimate) ?? estimate }

    /// Learns from a whole answer whose usage its provider told. `estimate` is the plain one of the request, nil where it does not hold all that
    /// the model read.
    package mutating func learn(_ model: ModelID, estimate: Int?, _ answer: AnswerMeasure, _ usage: Usage) {
        guard !usage.estimated else { return }
        clock += 1
        var learnt = models[model] ?? Learnt()
        learnt.used = clock
        // What a provider's own tools find is input, too.
        if let estimate, estimate >= Self.leastInput, usage.toolRequests == 0, usage.audioInput == 0, usage.imageInput == 0 { learnt.input.learn(usage.totalInput, for: estimate) }
        if !answer.isPartial {
            // Thoughts that are counted apart may be other ones than those that are shown.
            let seen = usage.reasoning > 0 ? answer.visible.tokens : answer.tokens
            if seen >= Self.leastOutput { learnt.output.learn(usage.output, for: seen) }
        }
        if models[model] == nil, models.count >= capacity, let oldest = models.min(by: { $0.value.used < $1.value.used })?.key { models[oldest] = nil }
        models[model] = learnt
    }

    /// What a call used: as its provider told, and where it told nothing, or the answer was cut before it told all, estimated. `since` is the
    /// answer behind the last that was told.
    package func usage(_ model: ModelID, estimate: Int, told: Usage?, since: AnswerMeasure, isCut: Bool) -> Usage {
        let isTold = told != nil
        var usage = told ?? Usage(input: input(estimate, for: model), output: 0)
        guard !isTold || since.tokens > 0 && (isCut || usage.totalOutput == 0) else { return usage }
        usage.output += output(since.visible.tokens, for: model)
        usage.reasoning += output(since.thoughts.tokens, for: model)
        usage.estimated = true
        return usage
    }
}
