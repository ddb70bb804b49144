internal import Primitives
internal import Routing

/// Binds the names in `[[callers]]` to a table. One that the table does not know is no error, since tables come and go
/// without the configuration; it just never matches, and a warning says so.
enum CallerNames {
    /// The rules with modes under the table's own names for them.
    static func resolve(_ rules: [CallerRule], in table: Table) -> [CallerRule] {
        rules.map { rule in
            var rule = rule
            rule.policy.modes = rule.policy.modes.map { Set($0.map { table.canonical($0) ?? $0 }) }
            return rule
        }
    }

    /// Budgets that let requests down to a tier from which nobody can answer: they refuse them instead.
    static func warnings(_ budgets: [BudgetRule], in table: Table) -> [Diagnostic] {
        budgets.compactMap { rule in
            guard case .tier(let name) = rule.budget.over, table.tiers.first(where: { $0.name == name })?.candidates.isEmpty != false else { return nil }
            return Diagnostic(
                file: rule.place.file, position: rule.place.position,
                message: "the budget \(rule.budget.name) lets requests down to the tier \"\(name)\", which has no models in the table")
        }
    }

    static func warnings(_ rules: [CallerRule], in table: Table) -> [Diagnostic] {
        let tiers = Set(table.tiers.map(\.name))
        let models = Set(table.models.map(\.id))
        let profiles = Set(table.profiles.map(\.name))
        return rules.flatMap { rule -> [Diagnostic] in
            let unknown =
                (rule.policy.modes ?? []).filter { table.canonical($0) == nil }.map { "mode \"\($0)\"" }
                + (rule.policy.tiers ?? []).subtracting(tiers).map { "tier \"\($0)\"" }
                + (rule.policy.models ?? []).subtracting(models).map { "model \"\($0)\"" }
                + (rule.policy.profiles ?? []).subtracting(profiles).map { "profile \"\($0)\"" }
            return unknown.sorted().map {
                Diagnostic(
                    file: rule.place.file, position: rule.place.position,
                    message: "a [[callers]] entry allows the \($0), which the table does not have")
            }
        }
    }
}
