internal import Conversation
internal import Exchange
internal import Loop
internal import Primitives
internal import Routing

extension Settlement {
    /// Charges what attempts used that gave no answer: those that another outpaced, and those that were under way when their caller left.
    mutating func charge(_ attempts: [Attempt]) {
        let paid = attempts.filter { $0.usage != nil }
        if paid.isEmpty { return }
        cost = Self.sum(paid)
        chargeHedges(paid)
        let left = paid.filter { !$0.isOutpaced }.compactMap(\.usage)
        if !left.isEmpty { usage = left.reduce(Usage(), +) }
    }

    /// Charges the answer: what its last attempt used, what it had begun with elsewhere, and what other attempts used beside it. `onBaseline`
    /// tells what a usage had been there.
    mutating func charge(_ own: Usage?, _ route: Route, _ attempts: [Attempt], time: Int, onBaseline: (Usage) -> Usage) {
        chargeHedges(attempts)
        guard let own else { return }
        let begun = attempts.filter(\.isContinued)
        usage = begun.reduce(own) { $0 + ($1.usage ?? Usage()) }
        let last = Pricing.cost(of: own, at: route.candidate.model.price, time: time)
        cost = Self.sum([last, Self.sum(attempts.filter { $0.usage != nil })])
        saved = Pricing.saved(by: onBaseline(Self.asOne(own, begun)), costing: cost, against: route.record.baseline?.price, time: time)
    }

    /// What one model had used that gives the whole answer: its input once.
    private static func asOne(_ own: Usage, _ begun: [Attempt]) -> Usage {
        guard var whole = begun.first?.usage else { return own }
        for part in begun.dropFirst().compactMap(\.usage) + [own] {
            whole.output += part.output
            whole.reasoning += part.reasoning
        }
        return whole
    }

    private mutating func chargeHedges(_ attempts: [Attempt]) {
        let outpaced = attempts.filter(\.isOutpaced)
        if !outpaced.isEmpty { hedged = Self.sum(outpaced) }
    }

    private static func sum(_ attempts: [Attempt]) -> Money? { sum(attempts.map(\.cost)) }

    /// Unknown with its first unknown part.
    private static func sum(_ parts: [Money?]) -> Money? {
        var total = Money.zero
        for part in parts {
            guard let part else { return nil }
            total += part
        }
        return total
    }
}
