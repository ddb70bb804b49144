package import Conversation
package import Primitives

/// Turns usage into exact money.
package enum Pricing {
    /// What the `usage` of one request costs at `price` and a time in Unix seconds; nil where a class that was used has no price.
    /// Classes that were not used need none.
    package static func cost(of usage: Usage, at price: Price?, time: Int) -> Money? {
        guard let price else { return nil }
        return cost(of: usage, at: price.rates(input: usage.totalInput, at: time))
    }

    /// As above, at certain rates.
    package static func cost(of usage: Usage, at rates: Rates) -> Money? {
        let hourly = rates.cacheWrite1h ?? (rates.cacheWrite5m == nil ? rates.input : nil)
        var total = Total()
        total.add(usage.input, rates.input)
        total.add(usage.cacheRead, rates.cacheRead ?? rates.input)
        total.add(usage.cacheWrite5m, rates.cacheWrite5m ?? rates.input)
        total.add(usage.cacheWrite1h, hourly)
        total.add(usage.output, rates.output)
        total.add(usage.reasoning, rates.reasoning ?? rates.output)
        total.add(usage.imageInput, rates.imageInput ?? rates.input)
        total.add(usage.imageOutput, rates.imageOutput ?? rates.output)
        total.add(usage.audioInput, rates.audioInput)
        total.add(usage.audioCacheRead, rates.audioCacheRead ?? rates.audioInput)
        total.add(usage.audioOutput, rates.audioOutput)
        total.add(usage.toolRequests, rates.toolRequest)
        if let request = rates.request { total.add(1, request) }
        return total.sum
    }

    /// What `usage`, as ``BaselineUsage`` has it, had cost at `baseline`, less `cost`: negative where the baseline was the cheaper one, nil where either is unknown.
    package static func saved(by usage: Usage, costing cost: Money?, against baseline: Price?, time: Int) -> Money? {
        guard let cost, let full = Self.cost(of: usage, at: baseline, time: time) else { return nil }
        return full - cost
    }

    /// A sum that becomes unknown with its first unknown part.
    private struct Total {
        var sum: Money? = .zero

        mutating func add(_ count: Int, _ price: Money?) {
            guard count > 0, let known = sum else { return }
            sum = price.map { known + $0 * count }
        }
    }
}
