/// What is spent of one part of a budget, and how much of that is known on disk.
struct BudgetPot: Sendable {
    var span: BudgetWindow.Span
    /// Tells this pot from those before it under the same key: what was reserved from one of them is not given back to this.
    let generation: UInt64
    /// What the budget says at the last request.
    var limits: BudgetLimits
    var spent = BudgetAmounts.zero
    var reserved = BudgetAmounts.zero
    /// What counts as spent after a crash: written down, or never to be.
    var leased = BudgetAmounts.zero
    var holds = 0
    /// Unix seconds.
    var lastUse: Int

    init(_ budget: Budget, generation: UInt64, now: Int) {
        span = budget.span(at: now)
        limits = budget.limits
        self.generation = generation
        lastUse = now
    }

    /// All that may turn out to be spent.
    var total: BudgetAmounts { spent + reserved }

    /// Whether nobody will ask for it any more.
    func isOver(at now: Int) -> Bool { span.isOver(at: now) || span.end == nil && holds == 0 && lastUse + Self.life <= now }

    /// How long a pot without end lives on without use, in seconds.
    static let life = 86_400

    /// The first measure that `need` does not fit into, with its limit.
    func shortage(_ need: BudgetAmounts) -> (measure: BudgetMeasure, limit: Int128)? {
        for measure in BudgetMeasure.allCases where need[measure] > 0 {
            if let limit = limits[measure], total[measure] + need[measure] > limit { return (measure, limit) }
        }
        return nil
    }

    /// Whether a crash would forget none of `amounts`.
    func isLeased(_ amounts: BudgetAmounts) -> Bool { limits.measures.allSatisfy { leased[$0] >= amounts[$0] } }

    /// Whether so much more counts as spent after a crash than may be that it is worth a write.
    var isOverleased: Bool { limits.measures.contains { leased[$0] - total[$0] > 4 * block($0) } }

    /// What to write down: enough for some requests to come, so that not each of them waits for the disk.
    var lease: BudgetAmounts {
        var lease = total
        for measure in limits.measures {
            let limit = limits[measure] ?? 0
            lease[measure] = max(total[measure], min(total[measure] + block(measure), limit))
        }
        return lease
    }

    /// A crash loses at most so much of the budget beside what requests under way hold.
    private func block(_ measure: BudgetMeasure) -> Int128 { max((limits[measure] ?? 0) / 32, 1) }
}
