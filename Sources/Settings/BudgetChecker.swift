internal import Primitives
internal import Routing

/// From drafts to budgets, and the checks between their values.
struct BudgetChecker {
    let providers: Set<ProviderName>
    private var names: Set<String> = []

    init(providers: Set<ProviderName>) { self.providers = providers }

    /// Nil only after a report.
    mutating func rule(_ draft: Placed<BudgetDraft>, named fallback: String? = nil, _ findings: inout Findings) -> BudgetRule? {
        let value = draft.value
        guard let name = value.name?.value ?? fallback else { return nil }
        if !names.insert(name).inserted {
            findings.report("there is another budget \"\(Findings.shown(name))\"", at: value.name?.place ?? draft.place, suggestion: "give each a name of its own")
        }
        checkLimits(draft, &findings)
        checkWindow(draft, &findings)
        checkTag(value, &findings)
        let budget = Budget(
            BudgetName(name), limits: value.limits, window: value.window?.value, over: value.over.value, takesUnpriced: value.unpriced == .allow)
        var rule = BudgetRule(budget, at: draft.place)
        rule.callers = CallerPattern(value.callers, value.written, &findings)
        rule.tag = value.tag.map { Self.tag($0.value) }
        rule.sessions = value.sessions?.map { Glob($0.value) }
        rule.providers = value.providers.map { known($0, &findings) }
        rule.each = value.each?.value
        return rule
    }

    private func checkLimits(_ draft: Placed<BudgetDraft>, _ findings: inout Findings) {
        guard draft.value.written.isDisjoint(with: ["usd", "tokens", "requests"]) else { return }
        findings.report("a budget has to say how much there is", at: draft.place, suggestion: "add usd, tokens or requests")
    }

    /// Sessions end; nothing else does.
    private func checkWindow(_ draft: Placed<BudgetDraft>, _ findings: inout Findings) {
        guard !draft.value.written.contains("per"), draft.value.each?.value != .session else { return }
        findings.report(
            "a budget has to say how long it lasts", at: draft.place,
            suggestion: "add per = \"day\"; only one for each session may last as long as that")
    }

    private func checkTag(_ draft: BudgetDraft, _ findings: inout Findings) {
        guard let each = draft.each, each.value == .tag, !draft.written.contains("tag") else { return }
        findings.report("each = \"tag\" needs the tag's name", at: each.place, suggestion: "add tag = \"NAME\"")
    }

    private static func tag(_ text: String) -> BudgetRule.TagPattern {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return BudgetRule.TagPattern(name: String(parts[0]), value: parts.count > 1 ? Glob(String(parts[1])) : nil)
    }

    private func known(_ names: [Placed<String>], _ findings: inout Findings) -> Set<ProviderName> {
        for name in names where !providers.contains(ProviderName(name.value)) {
            let nearest = Spelling.nearest(to: name.value, among: providers.map(\.text))
            findings.report(
                "there is no provider \"\(Findings.shown(name.value))\"", at: name.place, suggestion: nearest.map { "did you mean \"\($0)\"?" })
        }
        return Set(names.map { ProviderName($0.value) })
    }
}

extension CallerPattern {
    init(_ draft: CallerPatternDraft, _ written: Set<String>, _ findings: inout Findings) {
        func globs(_ list: [Placed<String>]?) -> [Glob]? { list?.map { Glob($0.value) } }
        if let userUnits = draft.userUnits, written.isDisjoint(with: ["user", "uid"]) {
            findings.report(
                "user_unit alone means anybody: users name their units as they like", at: userUnits.place, suggestion: "add the user or uid that is meant")
        }
        self.init(
            units: globs(draft.units), userUnits: globs(draft.userUnits?.value), slices: globs(draft.slices), users: globs(draft.users),
            groups: globs(draft.groups), uids: draft.uids?.compactMap { UInt32(exactly: $0.value) })
    }
}
