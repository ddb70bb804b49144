internal import Exchange
package import JSONText
internal import Loop
internal import Primitives
package import Routing
package import Settings

extension BudgetKeeper: BudgetService {
    package func standings(_ snapshot: Snapshot) -> [Budgets.Standing] {
        let now = clock()
        return snapshot.budgets.filter { $0.each == nil }.map { budgets.standing($0.budget, value: nil, now: now) }
    }

    /// `"budgets":[{…}]`; nothing where there are none.
    package func status(_ snapshot: Snapshot, into writer: inout JSONWriter) {
        guard snapshot.hasBudgets else { return }
        writer.key("budgets")
        write(snapshot, parts: false, into: &writer)
        if let failure { writer.member("budgets_error", failure) }
    }

    package func write(_ snapshot: Snapshot, parts: Bool, into writer: inout JSONWriter) {
        let now = clock()
        writer.array { writer in
            for rule in snapshot.budgets {
                writer.object { writer in
                    Self.write(rule, outcomes[rule.budget.name], into: &writer)
                    guard rule.each != nil else { return Self.write(budgets.standing(rule.budget, value: nil, now: now), now, into: &writer) }
                    writer.member("parts", budgets.parts(of: rule.budget.name))
                    guard parts else { return Self.write(rule.budget.limits, into: &writer) }
                    writer.array("most_spent") { writer in
                        for standing in budgets.standings(rule.budget, most: Limits.shownBudgetParts, now: now) {
                            writer.object { Self.write(standing, now, into: &$0) }
                        }
                    }
                }
            }
        }
    }

    package func write(_ snapshot: Snapshot, for caller: CallerIdentity, into writer: inout JSONWriter) {
        let now = clock()
        writer.array { writer in
            for rule in snapshot.budgets(snapshot.access(for: caller)) where rule.callers.matches(caller) {
                writer.object { writer in
                    Self.write(rule, nil, into: &writer)
                    Self.writeCondition(rule, into: &writer)
                    guard let value = rule.part(of: caller) else { return Self.write(rule.budget.limits, into: &writer) }
                    Self.write(budgets.standing(rule.budget, value: value, now: now), now, into: &writer)
                }
            }
        }
    }

    /// What else a request needs to be counted.
    private static func writeCondition(_ rule: BudgetRule, into writer: inout JSONWriter) {
        if let tag = rule.tag { writer.member("tag", tag.name + (tag.value.map { "=\($0.pattern)" } ?? "")) }
        if let sessions = rule.sessions { writer.array("sessions") { for glob in sessions { $0.value(glob.pattern) } } }
        if let providers = rule.providers { writer.array("providers") { for name in providers.sorted() { $0.value(name.text) } } }
    }

    private static func write(_ rule: BudgetRule, _ outcomes: BudgetOutcomes?, into writer: inout JSONWriter) {
        writer.member("name", rule.budget.name.text)
        if let each = rule.each { writer.member("each", each.rawValue) }
        if let window = rule.budget.window { writer.member("per", window.rawValue) }
        switch rule.budget.over {
        case .refuse: writer.member("over", "refuse")
        case .tier(let tier): writer.member("over", "tier/\(tier)")
        }
        guard let outcomes else { return }
        writer.member("refused", outcomes.refused)
        writer.member("degraded", outcomes.degraded)
    }

    private static func write(_ standing: Budgets.Standing, _ now: Int, into writer: inout JSONWriter) {
        if let value = standing.value { writer.member("of", value.shown) }
        for measure in standing.budget.limits.measures {
            writer.key(measure.rawValue)
            writer.object { writer in
                writer.amount("limit", standing.budget.limits[measure] ?? 0, measure)
                writer.amount("spent", standing.spent[measure], measure)
                writer.amount("reserved", standing.reserved[measure], measure)
                writer.amount("left", standing.left(measure) ?? 0, measure)
            }
        }
        guard let opens = standing.opens else { return }
        writer.member("opens_at", Day.text(at: opens))
        writer.member("opens_in_ms", max(opens - now, 0) * 1000)
    }

    private static func write(_ limits: BudgetLimits, into writer: inout JSONWriter) {
        for measure in limits.measures {
            writer.key(measure.rawValue)
            writer.object { $0.amount("limit", limits[measure] ?? 0, measure) }
        }
    }
}

extension BudgetRule {
    /// The part that the caller's requests take from, where the caller alone decides that; nil where it depends on the request.
    fileprivate func part(of caller: CallerIdentity) -> String?? {
        guard tag == nil || each == nil else { return nil }
        switch each {
        case .session, .tag, .provider: return nil
        case nil, .caller, .user, .group, .unit: break
        }
        var general = self
        (general.tag, general.sessions, general.providers) = (nil, nil, nil)
        return general.parts(of: Subject(caller: caller, session: "", tags: [], provider: "")).first
    }
}

extension JSONWriter {
    /// Dollars as an exact number, counts as they are.
    fileprivate mutating func amount(_ name: StaticString, _ amount: Int128, _ measure: BudgetMeasure) {
        key(name)
        number(measure == .usd ? Money(picodollars: amount).description : String(amount))
    }
}
