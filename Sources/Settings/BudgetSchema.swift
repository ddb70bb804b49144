internal import Primitives
internal import Routing

/// `[[budgets]]`, and `budget` in `[[callers]]`.
enum BudgetSchema {
    static let budget = Section<BudgetDraft>(BudgetDraft(), noting: { $0.written.insert($1) }) { section in
        section.key("name", "what messages and status call it", Shapes.name("budget"), required: true) { $0.name = $1 }
        CallerPatternSchema.add(\.callers, to: &section)
        section.key("tag", "a tag that requests carry, NAME or NAME=VALUE", Shapes.text("tag", atMost: Limits.nameBytes)) { $0.tag = $1 }
        section.key("session", "sessions that it counts; * and ? stand for anything", CallerPatternSchema.globs) { $0.sessions = $1.value }
        section.key("provider", "providers whose calls it counts", Shapes.oneOrMore(Shapes.name("provider"), atMost: Limits.namesPerRule)) {
            $0.providers = $1.value
        }
        amounts(of: &section)
    }

    /// Of the callers that the `[[callers]]` entry means.
    static let ofCallers = Section<BudgetDraft>(
        BudgetDraft(), misplaced: Dictionary(uniqueKeysWithValues: (CallerPatternDraft.keys + ["tag", "session", "provider"]).map { ($0, elsewhere) }),
        noting: { $0.written.insert($1) }
    ) { section in
        section.key("name", "what messages and status call it", Shapes.name("budget")) { $0.name = $1 }
        amounts(of: &section)
    }

    private static let elsewhere = "it counts all requests of the callers that the entry means; others are for [[budgets]]"

    private static func amounts(of section: inout Section<BudgetDraft>) {
        section.key("each", "what has a budget of its own; without it all share one", Shapes.choice(BudgetRule.Part.self)) { $0.each = $1 }
        section.key("usd", "US dollars", Shapes.dollars) { $0.limits.usd = $1.value }
        section.key("tokens", "tokens, read and written", Shapes.integer(0...Limits.budgetCount)) { $0.limits.tokens = $1.value }
        section.key("requests", "requests", Shapes.integer(0...Limits.budgetCount)) { $0.limits.requests = $1.value }
        section.key("per", "how long it lasts", Shapes.choice(BudgetWindow.self)) { $0.window = $1 }
        section.key("over", "what becomes of requests beyond it: \"refuse\", or \"tier/NAME\" that serves them instead", over) { $0.over = $1 }
        section.key("unknown_price", "whether models without a price may be used", Shapes.choice(BudgetDraft.UnknownPrice.self)) {
            $0.unpriced = $1.value
        }
    }

    private static let over = Shapes.text("refuse or tier/NAME", atMost: Limits.nameBytes).then { text, node, findings -> Budget.Over? in
        if text == "refuse" { return .refuse }
        let tier = text.dropFirst(prefix.utf8.count)
        if text.hasPrefix(prefix), NameRule.plain.flaw(of: String(tier)) == nil { return .tier(TierName(String(tier))) }
        findings.report(
            "\(findings.subject) is neither \"refuse\" nor a tier: \"\(Findings.shown(text))\"", at: node.place, suggestion: "write it as \"tier/free\"")
        return nil
    }.matching("^(refuse|tier/.+)$")

    private static let prefix = "tier/"
}
