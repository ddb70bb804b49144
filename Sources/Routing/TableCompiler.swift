internal import Primitives

/// Binds the names of a definition to objects.
struct TableCompiler {
    let definition: TableDefinition
    private(set) var models: [ModelID: Model] = [:]
    private(set) var tiers: [TierName: Tier] = [:]

    init(_ definition: TableDefinition, providers: [ProviderName: ProviderFacts]) throws(TableFlaw) {
        self.definition = definition
        for model in definition.models.values { try add(model, providers) }
        for (name, tier) in definition.tiers {
            for id in tier.models where models[id] == nil {
                guard let implied = ModelDefinition(implied: id) else { throw .unknownModel(id, usedBy: "the tier \"\(name)\"") }
                try add(implied, providers)
            }
            tiers[name] = try compile(tier, name)
        }
        for name in Tier.builtIn where tiers[name] == nil {
            tiers[name] = Tier(name: name, effort: nil, order: .listed, models: [], weights: [])
        }
    }

    private mutating func add(_ model: ModelDefinition, _ providers: [ProviderName: ProviderFacts]) throws(TableFlaw) {
        guard let provider = providers[model.provider] else {
            throw .unknownProvider(model.provider, usedBy: "the model \"\(model.id)\"")
        }
        models[model.id] = Model(model, provider: provider)
    }

    private func compile(_ tier: TableDefinition.Tier, _ name: TierName) throws(TableFlaw) -> Tier {
        let members = tier.models.compactMap { models[$0] }
        let weights = members.map { tier.weights[$0.id] ?? 1 }
        for (member, weight) in zip(members, weights) where weight <= 0 { throw .badWeight(member.id, tier: name) }
        return Tier(name: name, effort: tier.effort, order: tier.order, conduct: tier.conduct, models: members, weights: weights)
    }

    /// The tier `name` for `user`, who needs it to have models.
    private func filled(_ name: TierName, for user: @autoclosure () -> String) throws(TableFlaw) -> Tier {
        guard let tier = tiers[name] else { throw .unknownTier(name, usedBy: user()) }
        if tier.candidates.isEmpty { throw .emptyTier(name, usedBy: user()) }
        return tier
    }

    /// The table's modes, and of the built-in ones those whose tier has models.
    private func modes() -> [ModeName: TierName] {
        var modes = definition.modes
        for (mode, tier) in TableDefinition.builtInModes where modes[mode] == nil && tiers[tier]?.candidates.isEmpty == false {
            modes[mode] = tier
        }
        return modes
    }

    func listedModes() throws(TableFlaw) -> [Table.Mode] {
        var aliases: [ModeName: [ModeName]] = [:]
        for (alias, mode) in definition.aliases { aliases[mode, default: []].append(alias) }
        var listed: [Table.Mode] = []
        for (mode, tier) in modes().sorted(by: { $0.key < $1.key }) {
            let tier = definition.profiles[Profile.automatic]?.modes[mode] ?? tier
            listed.append(.init(name: mode, tier: try filled(tier, for: "the mode \"\(mode)\""), aliases: (aliases[mode] ?? []).sorted()))
        }
        return listed
    }

    /// The policy of the table; else the tier `balanced`, and where that has no models the best one that has.
    func unknownMode(among listed: [Tier]) throws(TableFlaw) -> Table.UnknownMode {
        switch definition.unknownMode {
        case .reject: return .reject
        case .tier(let name): return .tier(try filled(name, for: "unknown_mode"))
        case nil:
            let filled = listed.filter { !$0.candidates.isEmpty }
            return (filled.first { $0.name == "balanced" } ?? filled.first).map { .tier($0) } ?? .reject
        }
    }

    func expectedCalls() throws(TableFlaw) -> [ModeName: Int] {
        let modes = modes()
        for mode in definition.expectedCalls.keys where modes[mode] == nil { throw .unknownMode(mode, usedBy: "the section [expect]") }
        return TableDefinition.builtInCalls.merging(definition.expectedCalls) { $1 }
    }

    func agents() throws(TableFlaw) -> AgentRules {
        let modes = modes()
        for rule in definition.agents {
            guard let mode = rule.mode, modes[mode] == nil, definition.aliases[mode] == nil else { continue }
            throw .unknownMode(mode, usedBy: "the agent \"\(rule.agent)\"")
        }
        return AgentRules(definition.agents)
    }

    func profiles() throws(TableFlaw) -> [ProfileName: Profile] {
        var profiles: [ProfileName: Profile] = [:]
        for (name, profile) in definition.profiles { profiles[name] = try compile(profile, name) }
        if profiles[Profile.automatic] == nil { profiles[Profile.automatic] = try compile(.init(), Profile.automatic) }
        return profiles
    }

    private func compile(_ profile: TableDefinition.Profile, _ name: ProfileName) throws(TableFlaw) -> Profile {
        let user = "the profile \"\(name)\""
        var routes: [ModeName: Profile.Route] = [:]
        for (mode, tier) in modes().merging(profile.modes, uniquingKeysWith: { $1 }) {
            routes[mode] = .init(
                mode: mode, tier: try filled(tier, for: "the mode \"\(mode)\" in \(user)"), delivery: definition.deliveries[mode])
        }
        for (alias, mode) in definition.aliases {
            guard let route = routes[mode] else { throw .unknownMode(mode, usedBy: "the alias \"\(alias)\"") }
            routes[alias] = route
        }
        return Profile(
            name: name, baseline: try baseline(profile.baseline, for: user), stays: profile.stays ?? definition.stays, routes: routes)
    }

    private func baseline(_ id: ModelID?, for user: String) throws(TableFlaw) -> Model? {
        guard let id else { return tiers["frontier"]?.candidates.first?.model }
        guard let model = models[id] else { throw .unknownModel(id, usedBy: user) }
        return model
    }

    /// Everything that may stand in `model`. A profile wins over a tier and a tier over a model of the same text.
    func targets(_ profiles: [ProfileName: Profile]) -> [String: Table.Target] {
        var targets: [String: Table.Target] = [:]
        for (id, model) in models { targets[id.text] = .model(model) }
        for (name, tier) in tiers { targets["tier/\(name)"] = .tier(tier) }
        for (name, profile) in profiles { targets["shunt/\(name)"] = .profile(profile) }
        return targets
    }
}
