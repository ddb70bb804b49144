internal import Primitives
internal import Routing

/// What a budget says, value by value.
struct BudgetDraft: Sendable {
    var written: Set<String> = []
    var name: Placed<String>?
    var callers = CallerPatternDraft()
    var tag: Placed<String>?
    var sessions: [Placed<String>]?
    var providers: [Placed<String>]?
    var each: Placed<BudgetRule.Part>?
    var limits = BudgetLimits()
    var window: Placed<BudgetWindow>?
    var over = Placed(value: Budget.Over.refuse, place: Place(file: ""))
    var unpriced = UnknownPrice.refuse

    /// What becomes of models whose price nobody said.
    enum UnknownPrice: String, Sendable, CaseIterable { case refuse, allow }
}

/// Whom a rule means, as it is written.
struct CallerPatternDraft: Sendable {
    var units: [Placed<String>]?
    var userUnits: Placed<[Placed<String>]>?
    var slices: [Placed<String>]?
    var users: [Placed<String>]?
    var groups: [Placed<String>]?
    var uids: [Placed<Int>]?

    /// Whether nothing in it, sound or not, says whom it means.
    static func meansEverybody(_ written: Set<String>) -> Bool { written.isDisjoint(with: keys) }

    /// What a budget of its own is called that has no name.
    var title: String {
        let names = [units, userUnits?.value, slices, users, groups].compactMap { $0 }.joined().map { Findings.shown($0.value) } + (uids ?? []).map { "\($0.value)" }
        return names.isEmpty ? "callers" : "callers:" + names.joined(separator: ",")
    }

    static let keys: Set<String> = ["unit", "user_unit", "slice", "user", "group", "uid"]
}
