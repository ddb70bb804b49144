internal import Conversation
internal import Primitives
internal import Routing

/// From the draft to the configuration: defaults, and the checks between values.
struct ConfigurationChecker {
    let draft: ConfigurationDraft
    /// The folder of the main file, which a relative path of the table starts from.
    let folder: String

    /// With findings left behind the result is only good for the names in it.
    func check(_ findings: inout Findings) -> Configuration {
        var configuration = Configuration(table: table(&findings), providers: providers(&findings))
        var budgets = BudgetChecker(providers: Set(configuration.providers.keys))
        configuration.callers = callers(&budgets, &findings)
        configuration.callersDefault = draft.callersDefault
        configuration.budgets = draft.budgets.compactMap { budgets.rule($0, &findings) }
        configuration.catalog = catalog
        configuration.listen = listen(&findings)
        configuration.limits = draft.limits
        configuration.journal = draft.journal ?? configuration.journal
        configuration.ledger = draft.ledger
        return configuration
    }

    private func table(_ findings: inout Findings) -> TableSource {
        let source = draft.table.flatMap { TableSourceChecker(draft: $0.value, folder: folder).check(&findings) }
        return source ?? TableSource(.file(path: ""))
    }

    private var catalog: CatalogChoice {
        guard let catalog = draft.table?.value.catalog?.value else { return .standard }
        return catalog == CatalogNames.none ? .none : .file(absolute(catalog))
    }

    private func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }

    private func listen(_ findings: inout Findings) -> Listen {
        var listen = Listen()
        listen.socket = draft.listen.socket ?? listen.socket
        listen.mode = draft.listen.mode ?? listen.mode
        listen.group = draft.listen.group
        listen.tcp = draft.listen.tcp.flatMap { tcp($0.value, &findings) }
        return listen
    }

    private func tcp(_ draft: ConfigurationDraft.TCP, _ findings: inout Findings) -> Listen.TCP? {
        guard let address = draft.address, let token = draft.token else { return nil }
        let parts = address.value.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, EndpointRule.isLoopback(String(parts[0])), let port = UInt16(parts[1]), port > 0 else {
            findings.report(
                "listen.tcp.address is no loopback address with a port: \"\(Findings.shown(address.value))\"", at: address.place,
                suggestion: "write \"127.0.0.1:8787\"; other hosts reach shunt through a proxy of your own")
            return nil
        }
        guard let source = KeyChecker.source(of: token, &findings) else {
            if token.value.caller?.value == true { findings.report("listen.tcp.token cannot be the caller's own", at: token.place) }
            return nil
        }
        return Listen.TCP(port: port, token: source)
    }

    private func providers(_ findings: inout Findings) -> [ProviderName: Provider] {
        var providers: [ProviderName: Provider] = [:]
        for entry in draft.providers {
            let checker = ProviderChecker(name: entry.key, draft: entry.value.value, defaults: draft.clocks)
            providers[ProviderName(entry.key.value)] = checker.check(&findings)
        }
        if providers.isEmpty, let table = draft.table {
            findings.report("there are no providers", at: Place(file: table.place.file), suggestion: "add one, such as [providers.ollama]")
        }
        return providers
    }

    private func callers(_ budgets: inout BudgetChecker, _ findings: inout Findings) -> [CallerRule] {
        for caller in draft.callers.dropLast() where CallerPatternDraft.meansEverybody(caller.value.written) {
            findings.report(
                "this [[callers]] entry means everybody, so those after it never count", at: caller.place,
                suggestion: "move it to the end, or say whom it means by unit, slice, user, group or uid")
        }
        return draft.callers.map { Self.rule($0, &budgets, &findings) }
    }

    private static func rule(
        _ caller: Placed<ConfigurationDraft.Caller>, _ budgets: inout BudgetChecker, _ findings: inout Findings
    ) -> CallerRule {
        func names<Kind>(_ list: [Placed<String>]?) -> Set<Identifier<Kind>>? { list.map { Set($0.map { Identifier($0.value) }) } }
        let draft = caller.value
        let modes = draft.modes.map { Set($0.map { ModeName(folding: $0.value) }) }
        let policy = CallerPolicy(modes: modes, tiers: names(draft.tiers), models: names(draft.models), profiles: names(draft.profiles), requiresMode: draft.requiresMode)
        var rule = CallerRule(pattern: CallerPattern(draft.pattern, draft.written, &findings), policy: policy, place: caller.place)
        rule.budget = draft.budget.flatMap { budgets.rule($0, named: draft.pattern.title, &findings) }
        rule.limits = draft.limits
        rule.keys = keys(draft.keys, of: budgets.providers, &findings)
        return rule
    }

    /// Keys that are the callers' alone; what a caller brings itself needs no entry.
    private static func keys(
        _ entries: [MapEntry<ConfigurationDraft.Key>], of providers: Set<ProviderName>, _ findings: inout Findings
    ) -> [ProviderName: KeySource] {
        var keys: [ProviderName: KeySource] = [:]
        for entry in entries {
            let name = ProviderName(entry.key.value)
            if !providers.contains(name) {
                let nearest = Spelling.nearest(to: name.text, among: providers.map(\.text))
                findings.report("there is no provider \"\(name)\"", at: entry.key.place, suggestion: nearest.map { "did you mean \"\($0)\"?" })
            }
            if let source = KeyChecker.source(of: entry.value, &findings) {
                keys[name] = source
            } else if entry.value.value.caller?.value == true {
                findings.report("a key that the caller brings is not for [[callers]]", at: entry.value.place, suggestion: "write it at the provider")
            }
        }
        return keys
    }
}
