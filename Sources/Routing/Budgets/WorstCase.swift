package import Conversation
package import Primitives

/// The most that one attempt can take, for reservations.
///
/// Input counts with two bytes of text a token, which only unusual scripts exceed, and with ``Limits/reservedInputTokens`` that providers put around
/// it, most of them where tools are offered; at the dearest rate that input of its length can have: uncached, written to a cache, at any time of the
/// day. What is learnt of how a model counts does not lower that: it is a mean, and one request of other text than those before would take more. What the provider keeps of earlier turns may fill the model's context. Output counts
/// with what the request allows, else the model can write, else ``Limits/reservedOutputTokens``. Calls of a provider's own tools are not in it:
/// no request says how many there will be.
package struct WorstCase: Sendable, Equatable {
    package let inputTokens: Int
    package let outputTokens: Int
    /// Nil where the model's price is unknown.
    package let usd: Money?

    /// `bytes`: of the request's body, which bounds what embeddings read.
    package init(_ facts: RequestFacts, bytes: Int, on model: Model) {
        let input = Self.input(facts, bytes: bytes, on: model)
        let output = facts.asksForEmbeddings ? 0 : facts.maxOutputTokens.map { max($0, 0) } ?? model.maxOutput ?? Limits.reservedOutputTokens
        inputTokens = input
        outputTokens = min(output, Limits.contextTokens)
        usd = model.price?.most(input: inputTokens, output: outputTokens, withAudio: facts.needs.contains(.audio))
    }

    private static func input(_ facts: RequestFacts, bytes: Int, on model: Model) -> Int {
        if facts.asksForEmbeddings { return max(bytes, 0) / 2 }
        let read = 2 * max(facts.estimatedInputTokens, 0) + Limits.reservedInputTokens
        return facts.boundBy == nil ? read : max(read, model.context ?? Limits.keptInputTokens)
    }

    /// What it takes of budgets; an unknown price counts as nothing.
    package var amounts: BudgetAmounts { BudgetAmounts(usd: usd ?? .zero, tokens: inputTokens + outputTokens, requests: 1) }
}

extension Price {
    /// The most that so many tokens can cost; nil where that is unknown.
    func most(input: Int, output: Int, withAudio: Bool) -> Money? {
        var most: Money?
        for rates in within(input: input) {
            guard let reading = rates.dearestInput(withAudio: withAudio), let writing = rates.dearestOutput(withAudio: withAudio) else { return nil }
            let cost = reading * input + writing * output + (rates.request ?? .zero)
            most = max(most ?? cost, cost)
        }
        return most
    }

    /// All rates that may count for a request of at most so many tokens of input.
    private func within(input: Int) -> [Rates] {
        let plain = [rates] + steps.filter { $0.above < input }.map { $0.rates.over(rates) }
        return plain + periods.flatMap { period in
            [period.rates] + period.steps.filter { $0.above < input }.map { $0.rates.over(period.rates) }
        }
    }
}

extension Rates {
    fileprivate func dearestInput(withAudio: Bool) -> Money? {
        guard let input else { return nil }
        let sound = withAudio ? [audioInput, audioCacheRead] : []
        return ([cacheRead, cacheWrite5m, cacheWrite1h, imageInput] + sound).compactMap { $0 }.reduce(input, max)
    }

    fileprivate func dearestOutput(withAudio: Bool) -> Money? {
        guard let output else { return nil }
        return [reasoning, imageOutput, withAudio ? audioOutput : nil].compactMap { $0 }.reduce(output, max)
    }
}
