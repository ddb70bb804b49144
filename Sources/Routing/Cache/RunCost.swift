internal import Conversation
internal import Primitives

/// What a run of calls costs on one model, from its warm tokens on: exact sums of integer token counts, in thousandths, at the model's rates.
struct RunCost {
    private let read: Money
    private let write: Money
    private let output: Money

    /// Nil where a rate is unknown. `caches`: the provider will keep the conversation.
    init?(_ rates: Rates, isLong: Bool, caches: Bool) {
        guard let input = rates.input, let output = rates.output else { return nil }
        self.output = output
        read = caches ? rates.cacheRead ?? input : input
        write = caches ? (isLong ? rates.cacheWrite1h : nil) ?? rates.cacheWrite5m ?? input : input
    }

    /// One run: calls in thousandths, tokens whole.
    struct Run {
        /// The first call's input.
        var tokens: Int
        var calls: Int
        var growth: Int
        var answer: Int
    }

    /// What the run costs where so many tokens of its first call are warm. For runs whose length is geometric, as a chain's are, input that
    /// is read again and again adds up to the growth times (calls − 1)² on average.
    func cost(of run: Run, warm: Int) -> Money {
        let later = max(run.calls - 1000, 0)
        let reads = warm * 1000 + run.tokens * later + run.growth * later * later / 1000
        let writes = (run.tokens - warm) * 1000 + run.growth * later
        return thousandth(read, reads) + thousandth(write, writes) + thousandth(output, run.answer * run.calls)
    }

    /// What it costs more to write tokens than to read them.
    func refill(_ tokens: Int) -> Money { Money(picodollars: (write.picodollars - read.picodollars) * Int128(max(tokens, 0))) }

    private func thousandth(_ price: Money, _ count: Int) -> Money { Money(picodollars: price.picodollars * Int128(count) / 1000) }
}
