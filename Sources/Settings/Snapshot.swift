package import Primitives
package import Routing

/// One validated state of all settings: what a request carries from admission to settlement.
package final class Snapshot: Sendable {
    /// What it was made of besides the table.
    package let local: LocalSettings
    package let table: Table
    /// What the settings say that is not wrong but has no effect, such as a caller's mode that the table does not know.
    package let warnings: [Diagnostic]
    private let callers: [CallerRule]
    /// Whether any budget may have a say.
    package let hasBudgets: Bool

    /// `warnings`: what was found while the settings were read.
    package init(_ local: LocalSettings, table: Table, warnings: [Diagnostic] = []) {
        self.local = local
        self.table = table
        let configuration = local.configuration
        callers = CallerNames.resolve(configuration.callers, in: table)
        hasBudgets = !configuration.budgets.isEmpty || configuration.callers.contains { $0.budget != nil }
        self.warnings = warnings + CallerNames.warnings(configuration.callers, in: table)
            + CallerNames.warnings(configuration.budgets + configuration.callers.compactMap(\.budget), in: table)
    }

    package var configuration: Configuration { local.configuration }

    /// The token that TCP callers show; nil exactly where TCP is off.
    package var tcpToken: Secret? { local.keys.tcp }

    /// What the caller may ask for; nil where it is refused. Without any rule everybody who can connect may ask for everything.
    package func policy(for caller: CallerIdentity) -> CallerPolicy? {
        if callers.isEmpty { return .unrestricted }
        return callers.first { $0.matches(caller) }?.policy
    }

    /// All budgets: those of `[[budgets]]`, then those of `[[callers]]`.
    package var budgets: [BudgetRule] { configuration.budgets + callers.compactMap(\.budget) }

    /// Those that may count the caller's requests: the entry's that means it, and all of `[[budgets]]`.
    package func budgets(for caller: CallerIdentity) -> [BudgetRule] {
        guard let own = callers.first(where: { $0.matches(caller) })?.budget else { return configuration.budgets }
        return [own] + configuration.budgets
    }

    /// The provider's own keys, in the order in which to use them.
    package func keys(of provider: ProviderName) -> [Secret] { local.keys.providers[provider] ?? [] }

    package func provider(_ name: ProviderName) -> Provider? { configuration.providers[name] }
}
