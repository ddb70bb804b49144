package import Primitives
package import Routing

/// One validated state of all settings: what a request carries from admission to settlement.
package final class Snapshot: Sendable {
    /// What it was made of besides the table.
    package let local: LocalSettings
    package let table: Table
    /// Those of the configuration, which every request looks at.
    package let limits: ConfiguredLimits
    /// What the settings say that is not wrong but has no effect, such as a caller's mode that the table does not know.
    package let warnings: [Diagnostic]
    /// A newer table, on the same local settings, that serves a share of the sessions; nil where none is rolled out.
    package let staged: Snapshot?
    private let callers: [CallerRule]
    /// Whether any budget may have a say.
    package let hasBudgets: Bool
    /// Whether any provider may be called with a key that comes with a request.
    package let takesCallerKeys: Bool

    /// `warnings`: what was found while the settings were read.
    package init(_ local: LocalSettings, table: Table, warnings: [Diagnostic] = []) {
        self.local = local
        self.table = table
        staged = nil
        let configuration = local.configuration
        limits = configuration.limits
        takesCallerKeys = configuration.providers.values.contains(where: \.acceptsCallerKey)
        callers = CallerNames.resolve(configuration.callers, in: table)
        hasBudgets = !configuration.budgets.isEmpty || configuration.callers.contains { $0.budget != nil }
        self.warnings = warnings + CallerNames.warnings(configuration.callers, in: table)
            + CallerNames.warnings(configuration.budgets + configuration.callers.compactMap(\.budget), in: table)
    }

    /// The same with another table that is rolled out beside it, or with none.
    package func staging(_ staged: Snapshot?) -> Snapshot { Snapshot(self, staged) }

    private init(_ other: Snapshot, _ staged: Snapshot?) {
        local = other.local
        table = other.table
        limits = other.limits
        takesCallerKeys = other.takesCallerKeys
        callers = other.callers
        hasBudgets = other.hasBudgets
        warnings = other.warnings
        self.staged = staged
    }

    /// What decides all of a session's requests: this, or the table that is rolled out.
    package func serving(_ session: SessionID) -> Snapshot {
        guard let staged, let rollout = staged.table.rollout, rollout.includes(session) else { return self }
        return staged
    }

    /// The header fields, in lower case, that agent rules of any request may look at.
    package var agentFields: [String] { table.agents.fieldNames + (staged?.table.agents.fieldNames ?? []) }

    package var configuration: Configuration { local.configuration }

    /// The token that TCP callers show; nil exactly where TCP is off.
    package var tcpToken: Secret? { local.keys.tcp }

    /// What the rules make of a caller: the first that means it counts.
    package func access(for caller: CallerIdentity) -> CallerAccess {
        if let number = callers.firstIndex(where: { $0.matches(caller) }) { return .rule(number) }
        switch configuration.callersDefault {
        case .allow: return .unrestricted
        case .deny: return .denied
        case nil: return callers.isEmpty ? .unrestricted : .denied
        }
    }

    /// The rule behind an access; nil where there is none.
    package func rule(_ access: CallerAccess) -> CallerRule? {
        guard case .rule(let number) = access, callers.indices.contains(number) else { return nil }
        return callers[number]
    }

    /// What a caller may ask for; nil where it is refused.
    package func policy(_ access: CallerAccess) -> CallerPolicy? {
        switch access {
        case .unrestricted: .unrestricted
        case .rule(let number): callers[number].policy
        case .denied: nil
        }
    }

    package func policy(for caller: CallerIdentity) -> CallerPolicy? { policy(access(for: caller)) }

    /// The key with which callers of the access call the provider, instead of the provider's own.
    package func grantedKey(_ access: CallerAccess, for provider: ProviderName) -> Secret? {
        guard case .rule(let number) = access, local.keys.callers.indices.contains(number) else { return nil }
        return local.keys.callers[number][provider]
    }

    /// The providers for which there are such keys.
    package func grantedKeys(_ access: CallerAccess) -> Set<ProviderName> {
        guard case .rule(let number) = access, local.keys.callers.indices.contains(number), !local.keys.callers[number].isEmpty else { return [] }
        return Set(local.keys.callers[number].keys)
    }

    /// All budgets: those of `[[budgets]]`, then those of `[[callers]]`.
    package var budgets: [BudgetRule] { configuration.budgets + callers.compactMap(\.budget) }

    /// Those that may count the caller's requests: the entry's that means it, and all of `[[budgets]]`.
    package func budgets(_ access: CallerAccess) -> [BudgetRule] {
        guard let own = rule(access)?.budget else { return configuration.budgets }
        return [own] + configuration.budgets
    }

    /// The provider's own keys, in the order in which to use them.
    package func keys(of provider: ProviderName) -> [Secret] { local.keys.providers[provider] ?? [] }

    package func provider(_ name: ProviderName) -> Provider? { configuration.providers[name] }
}
