package import Primitives
package import Routing

/// One validated state of all settings: what a request carries from admission to settlement.
package final class Snapshot: Sendable {
    package let configuration: Configuration
    package let table: Table
    /// What the settings say that is not wrong but has no effect, such as a caller's mode that the table does not know.
    package let warnings: [Diagnostic]
    /// The token that TCP callers show; nil exactly where TCP is off.
    package let tcpToken: Secret?
    private let keys: [ProviderName: [Secret]]
    private let callers: [CallerRule]
    /// Whether any budget may have a say.
    package let hasBudgets: Bool

    package init(
        configuration: Configuration, table: Table, keys: [ProviderName: [Secret]] = [:], tcpToken: Secret? = nil,
        warnings: [Diagnostic] = []
    ) {
        self.configuration = configuration
        self.table = table
        self.keys = keys
        self.tcpToken = tcpToken
        callers = CallerNames.resolve(configuration.callers, in: table)
        hasBudgets = !configuration.budgets.isEmpty || configuration.callers.contains { $0.budget != nil }
        self.warnings = warnings + CallerNames.warnings(configuration.callers, in: table)
            + CallerNames.warnings(configuration.budgets + configuration.callers.compactMap(\.budget), in: table)
    }

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
    package func keys(of provider: ProviderName) -> [Secret] { keys[provider] ?? [] }

    package func provider(_ name: ProviderName) -> Provider? { configuration.providers[name] }
}
