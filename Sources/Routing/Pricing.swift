package import Conversation
package import Primitives

/// Turns usage into exact money.
package enum Pricing {
    /// What `usage` costs at `price`; nil where a class that was used has no price. Classes that were not used need none.
    package static func cost(of usage: Usage, at price: Price?) -> Money? {
        guard let price else { return nil }
        let hourly = price.cacheWrite1h ?? (price.cacheWrite5m == nil ? price.input : nil)
        var total = Total()
        total.add(usage.input, price.input)
        total.add(usage.cacheRead, price.cacheRead ?? price.input)
        total.add(usage.cacheWrite5m, price.cacheWrite5m ?? price.input)
        total.add(usage.cacheWrite1h, hourly)
        total.add(usage.output, price.output)
        total.add(usage.reasoning, price.reasoning ?? price.output)
        total.add(usage.imageInput, price.input)
        total.add(usage.imageOutput, price.output)
        total.add(usage.audioInput, price.audioInput)
        total.add(usage.audioOutput, price.audioOutput)
        return total.sum
    }

    /// What the same usage had cost at `baseline`, less `cost`: negative where the baseline was the cheaper one, nil where either is unknown.
    package static func saved(by usage: Usage, costing cost: Money?, against baseline: Price?) -> Money? {
        guard let cost, let full = Self.cost(of: usage, at: baseline) else { return nil }
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
