package import Primitives

/// What is spent of all budgets: reserved in the worst case before a call, settled with its real figures after it.
///
/// A plain value in one owner's hands; the clock is handed in, as Unix seconds. A reservation is taken from every budget that has a say,
/// or from none, so calls side by side never spend more than there is as long as none costs more than its worst case. What a call
/// spends counts in the window in which it was reserved.
///
/// Each budget has at most ``Limits/budgetParts`` parts: when no more fit, all further values share one, which holds them to the bound
/// of one together.
package struct Budgets: Sendable {
    /// One part of one budget.
    struct Key: Hashable, Sendable {
        let budget: BudgetName
        /// Empty where all share the budget; `=` and the value; `*` for values that found no room.
        let part: String
    }

    /// What one attempt holds until it is settled.
    package struct Hold: Sendable {
        struct Part: Sendable {
            let key: Key
            let generation: UInt64
            let claim: BudgetClaim
            let amounts: BudgetAmounts
            /// All that may be spent of the pot, this included, when it was reserved.
            let total: BudgetAmounts
        }

        package let amounts: BudgetAmounts
        fileprivate(set) var parts: [Part] = []
    }

    private var pots: [Key: BudgetPot] = [:]
    private var counts: [BudgetName: Int] = [:]
    /// When each full budget was last looked through for pots that are over.
    private var swept: [BudgetName: Int] = [:]
    /// Those to write down before calls begin, and those that a crash would take more from than need be.
    private var dirty: Set<Key> = []
    private var slack: Set<Key> = []
    private var generations: UInt64 = 0
    private let capacity: Int

    /// `capacity`: of each budget, in parts.
    package init(capacity: Int = Limits.budgetParts) { self.capacity = capacity }
}

// Reserving and settling.
extension Budgets {
    /// Takes `need` from every budget that has a claim, or throws which one does not cover it.
    package mutating func reserve(_ claims: [BudgetClaim], _ need: BudgetAmounts, now: Int) throws(BudgetShortage) -> Hold {
        var hold = Hold(amounts: need)
        for claim in claims {
            let key = open(claim, now)
            guard var pot = pots[key] else { continue }
            let amounts = claim.counted(need)
            if let shortage = Self.shortage(claim, pot, amounts, now) {
                close(hold, spending: .zero, now: now)
                throw shortage
            }
            pot.reserved += amounts
            pot.holds += 1
            pot.lastUse = now
            hold.parts.append(Hold.Part(key: key, generation: pot.generation, claim: claim, amounts: amounts, total: pot.total))
            if !pot.isLeased(pot.total) { dirty.insert(key) }
            pots[key] = pot
        }
        return hold
    }

    /// Gives a reservation back, but for what was spent of it.
    package mutating func close(_ hold: Hold, spending amounts: BudgetAmounts, now: Int) {
        for part in hold.parts {
            guard var pot = pots[part.key], pot.generation == part.generation else { continue }
            pot.reserved -= part.amounts
            pot.spent += part.claim.counted(amounts)
            pot.holds -= 1
            pot.lastUse = max(pot.lastUse, now)
            if !pot.isLeased(pot.total) { dirty.insert(part.key) }
            if pot.isOverleased { slack.insert(part.key) }
            pots[part.key] = pot
        }
    }

    /// The first budget that would not cover `need` now; takes nothing.
    package func shortage(_ claims: [BudgetClaim], _ need: BudgetAmounts, now: Int) -> BudgetShortage? {
        for claim in claims {
            let pot = current(claim, now).pot
            if let shortage = Self.shortage(claim, pot, claim.counted(need), now) { return shortage }
        }
        return nil
    }

    private static func shortage(_ claim: BudgetClaim, _ pot: BudgetPot, _ need: BudgetAmounts, _ now: Int) -> BudgetShortage? {
        guard let (measure, limit) = pot.shortage(need) else { return nil }
        return BudgetShortage(
            budget: claim.budget, value: claim.value, measure: measure, need: need[measure], limit: limit, spent: pot.spent[measure],
            reserved: pot.reserved[measure], opens: pot.span.end, now: now)
    }
}

// Pots.
extension Budgets {
    /// The key of the claim's pot, which is there and of the present window.
    private mutating func open(_ claim: BudgetClaim, _ now: Int) -> Key {
        let found = current(claim, now)
        guard found.isNew else {
            pots[found.key] = found.pot
            return found.key
        }
        var key = found.key
        if pots[key] == nil {
            if counts[claim.budget.name, default: 0] >= capacity { sweep(claim.budget.name, now) }
            if counts[claim.budget.name, default: 0] >= capacity {
                key = Key(budget: claim.budget.name, part: Self.others)
                if let shared = pots[key], !shared.isOver(at: now) { return key }
            }
            if pots[key] == nil { counts[claim.budget.name, default: 0] += 1 }
        }
        generations += 1
        pots[key] = BudgetPot(claim.budget, generation: generations, now: now)
        return key
    }

    /// The claim's pot as it stands in the present window, whether it is there or not.
    private func current(_ claim: BudgetClaim, _ now: Int) -> (key: Key, pot: BudgetPot, isNew: Bool) {
        let key = Key(budget: claim.budget.name, part: Self.part(claim.value))
        guard var pot = pots[key], !pot.isOver(at: now) else {
            return (key, BudgetPot(claim.budget, generation: 0, now: now), true)
        }
        pot.limits = claim.budget.limits
        let span = claim.budget.span(at: now)
        // A clock that was set back by a little stays in the window that it had reached. Where the budget's window is another than it was,
        // what was spent within the old one counts.
        if pot.span != span, pot.span.start != span.end { pot.span = span }
        return (key, pot, false)
    }

    private mutating func sweep(_ budget: BudgetName, _ now: Int) {
        if let last = swept[budget], (last..<last + Self.sweepPause).contains(now) { return }
        swept[budget] = now
        pots = pots.filter { key, pot in key.budget != budget || !pot.isOver(at: now) }
        counts[budget] = pots.count { $0.key.budget == budget }
    }

    private static let sweepPause = 60
    private static let others = "*"

    /// A long value is cut, and told from others by a hash; where two share both, they share a pot.
    private static func part(_ value: String?) -> String {
        guard let value else { return "" }
        if value.utf8.count <= Limits.nameBytes { return "=" + value }
        return "=" + String(value.prefix(Limits.nameBytes / 8)) + "…" + String(Rendezvous.hash(value), radix: 16)
    }
}

// What is written down.
extension Budgets {
    /// Whether a crash would forget nothing of what the attempt may spend.
    package func isLeased(_ hold: Hold) -> Bool {
        hold.parts.allSatisfy { part in
            guard let pot = pots[part.key], pot.generation == part.generation else { return true }
            return pot.isLeased(part.total) || pot.isLeased(pot.total)
        }
    }

    package var needsWriting: Bool { !dirty.isEmpty }

    /// Whether a crash would take more than need be: worth writing down when there is time.
    package var hasSlack: Bool { !slack.isEmpty }

    /// What to write down now. One lease is written at a time: ``leased(_:)`` ends it.
    package mutating func lease(takingUpSlack: Bool = false) -> Lease {
        var lease = Lease()
        if takingUpSlack {
            dirty.formUnion(slack.filter { pots[$0]?.isOverleased == true })
            slack = []
        }
        for key in dirty {
            guard var pot = pots[key] else { continue }
            let amounts = pot.lease
            // What is about to be lowered on disk counts no more.
            for measure in BudgetMeasure.allCases { pot.leased[measure] = min(pot.leased[measure], amounts[measure]) }
            pots[key] = pot
            lease.add(key, pot, amounts)
        }
        dirty = []
        return lease
    }

    /// A lease is on disk, or will never be.
    package mutating func leased(_ lease: Lease) {
        for entry in lease.entries {
            guard pots[entry.key]?.generation == entry.generation else { continue }
            pots[entry.key]?.leased = entry.row.amounts
        }
    }

    /// All that is spent, to be written down anew, where it is not known what of it is on disk: ``leasedAll(_:)`` ends it.
    package mutating func leaseOfAll(now: Int) -> Lease {
        for (key, pot) in pots where !pot.isOver(at: now) { dirty.insert(key) }
        return lease()
    }

    /// What ``leaseOfAll(now:)`` gave is on disk, and nothing else.
    package mutating func leasedAll(_ lease: Lease) {
        for key in pots.keys { pots[key]?.leased = .zero }
        leased(lease)
        for (key, pot) in pots where !pot.isLeased(pot.total) { dirty.insert(key) }
    }

    /// The exact figures, for the end: what requests under way hold counts as spent.
    package func books(now: Int) -> [BudgetRow] {
        pots.filter { !$1.isOver(at: now) }.map { Lease.row($0, $1, $1.total) }
    }

    /// Takes what was written down, once. What was spent meanwhile is added to it.
    package mutating func restore(_ rows: [BudgetRow], now: Int) {
        for row in rows where row.until > now {
            let key = Key(budget: BudgetName(row.budget), part: row.part)
            if pots[key] != nil {
                pots[key]?.spent += row.amounts
                continue
            }
            generations += 1
            var pot = BudgetPot(Budget(key.budget, limits: BudgetLimits(), window: nil), generation: generations, now: now)
            pot.span = row.start == 0 ? .open : BudgetWindow.Span(start: row.start, end: row.until)
            pot.spent = row.amounts
            pot.leased = row.amounts
            pots[key] = pot
            counts[key.budget, default: 0] += 1
        }
    }

    /// Rows that are being written down.
    package struct Lease: Sendable {
        struct Entry: Sendable {
            let key: Key
            let generation: UInt64
            let row: BudgetRow
        }

        private(set) var entries: [Entry] = []

        package var rows: [BudgetRow] { entries.map(\.row) }

        fileprivate mutating func add(_ key: Key, _ pot: BudgetPot, _ amounts: BudgetAmounts) {
            entries.append(Entry(key: key, generation: pot.generation, row: Self.row(key, pot, amounts)))
        }

        fileprivate static func row(_ key: Key, _ pot: BudgetPot, _ amounts: BudgetAmounts) -> BudgetRow {
            BudgetRow(
                budget: key.budget.text, part: key.part, start: pot.span.start, until: pot.span.end ?? pot.lastUse + 2 * BudgetPot.life,
                amounts: amounts)
        }
    }
}

// What is shown.
extension Budgets {
    /// How one part of a budget stands.
    package struct Standing: Sendable, Equatable {
        package let budget: Budget
        /// Nil where all share the budget.
        package let value: String?
        package let spent: BudgetAmounts
        package let reserved: BudgetAmounts
        /// In Unix seconds; nil where it never does.
        package let opens: Int?

        /// What a request may still take, in the unit of ``BudgetAmounts/subscript(_:)``; nil where that is not bounded.
        package func left(_ measure: BudgetMeasure) -> Int128? {
            budget.limits[measure].map { max($0 - spent[measure] - reserved[measure], 0) }
        }
    }

    package func standing(_ budget: Budget, value: String?, now: Int) -> Standing {
        Self.standing(budget, value, current(BudgetClaim(budget, value: value), now).pot)
    }

    /// The parts of a budget that has several, at most `count` of them: those that have spent most.
    package func standings(_ budget: Budget, most count: Int, now: Int) -> [Standing] {
        let own = pots.filter { $0.key.budget == budget.name && !$0.key.part.isEmpty && !$0.value.isOver(at: now) }
        let order = own.sorted { ($0.value.share(of: budget), $1.key.part) > ($1.value.share(of: budget), $0.key.part) }
        return order.prefix(count).map { Self.standing(budget, $0.key.part == Self.others ? "(others)" : String($0.key.part.dropFirst()), $0.value) }
    }

    /// How many parts of the budget there are.
    package func parts(of budget: BudgetName) -> Int { counts[budget] ?? 0 }

    private static func standing(_ budget: Budget, _ value: String?, _ pot: BudgetPot) -> Standing {
        Standing(budget: budget, value: value, spent: pot.spent, reserved: pot.reserved, opens: pot.span.end)
    }
}

extension BudgetPot {
    /// Thousandths of the budget that may be spent, of what is nearest to its end.
    fileprivate func share(of budget: Budget) -> Int128 {
        budget.limits.measures.map { total[$0] * 1000 / max(budget.limits[$0] ?? 1, 1) }.max() ?? 0
    }
}
