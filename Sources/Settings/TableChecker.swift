internal import Conversation
internal import Primitives
internal import Routing

/// Looks up every name that a table uses, and puts the definition together.
struct TableChecker {
    private let draft: TableDraft
    private let file: String
    /// Nil where the configuration is not at hand; then any provider is taken for defined.
    private let providers: Set<ProviderName>?
    private var definition: TableDefinition
    /// Tiers that the table writes down, whether or not their content is sound.
    private var tierNames: Set<String>
    private var emptyTiers: Set<String>

    init(_ draft: TableDraft, file: String, digest: String, providers: Set<ProviderName>?) {
        self.draft = draft
        self.file = file
        self.providers = providers
        definition = TableDefinition(revision: Revision(text: draft.revision, digest: digest))
        tierNames = Set(draft.tiers.map(\.key.value)).union(Tier.builtIn.map(\.text))
        let filled = draft.tiers.filter { $0.value.value.models?.isEmpty != true }.map(\.key.value)
        emptyTiers = tierNames.subtracting(filled)
    }

    /// With findings left behind the result is of no use.
    mutating func check(_ findings: inout Findings) -> TableDefinition {
        checkSchema(&findings)
        for entry in draft.models { add(entry, &findings) }
        for entry in draft.tiers { add(entry, &findings) }
        for entry in draft.modes { add(mode: entry, &findings) }
        addBuiltInModes()
        var aliases = AliasChecker(modes: Set(definition.modes.keys))
        definition.aliases = aliases.check(draft.aliases, &findings)
        for entry in draft.profiles { add(profile: entry, &findings) }
        checkUnknownMode(&findings)
        return definition
    }

    private func checkSchema(_ findings: inout Findings) {
        guard let schema = draft.schema, !TableSchema.versions.contains(schema.value) else { return }
        findings.report("this build reads tables of schema \(TableSchema.versions.upperBound), not \(schema.value)", at: schema.place)
    }

    // MARK: Models

    private mutating func add(_ entry: MapEntry<TableDraft.Model>, _ findings: inout Findings) {
        let (id, draft) = (entry.key, entry.value.value)
        let implied = ModelDefinition(implied: ModelID(id.value))
        _ = checkReserved(id, &findings)
        if draft.provider == nil, draft.written.contains("provider") { return }
        guard let provider = draft.provider ?? implied.map({ Placed(value: $0.provider.text, place: id.place) }) else {
            findings.report("the model \"\(id.value)\" has no provider", at: id.place, suggestion: "write provider = \"NAME\", or call the model \"PROVIDER/NAME\"")
            return
        }
        checkProvider(provider, &findings)
        definition.models[ModelID(id.value)] = ModelDefinition(
            id: ModelID(id.value), provider: ProviderName(provider.value),
            wireName: draft.name ?? (draft.provider == nil ? implied?.wireName : nil) ?? id.value, context: draft.context,
            maxOutput: draft.maxOutput, abilities: abilities(draft.abilities, &findings), price: draft.price)
    }

    /// False with a report where the name means something else as a caller's model.
    private func checkReserved(_ id: Placed<String>, _ findings: inout Findings) -> Bool {
        for prefix in ["shunt/", "tier/"] where id.value.hasPrefix(prefix) {
            findings.report("a model cannot be called \"\(id.value)\": \"\(prefix)…\" means a \(prefix == "tier/" ? "tier" : "profile")", at: id.place)
            return false
        }
        return true
    }

    private func checkProvider(_ name: Placed<String>, _ findings: inout Findings) {
        guard let providers, !providers.contains(ProviderName(name.value)) else { return }
        let names = providers.map(\.text)
        let hint = Spelling.nearest(to: name.value, among: names).map { "did you mean \"\($0)\"?" }
        findings.report(
            "there is no provider \"\(name.value)\" in the configuration", at: name.place,
            suggestion: hint ?? "it has \(Self.listed(names)); only shunt.toml can add one")
    }

    private func abilities(_ list: [Placed<Ability>]?, _ findings: inout Findings) -> Abilities? {
        guard let list else { return nil }
        var abilities: Abilities = []
        for entry in list where !abilities.insert(entry.value.abilities).inserted {
            findings.report("\"\(entry.value.rawValue)\" is listed twice", at: entry.place)
        }
        return abilities
    }

    // MARK: Tiers

    private mutating func add(_ entry: MapEntry<TableDraft.Tier>, _ findings: inout Findings) {
        let (name, draft) = (entry.key.value, entry.value.value)
        if name == "reject" { findings.report("a tier cannot be called \"reject\": in unknown_mode the word means no tier", at: entry.key.place) }
        var members: [ModelID] = []
        for model in draft.models ?? [] {
            let id = ModelID(model.value)
            checkModel(model, usedBy: "the tier \"\(name)\"", &findings)
            if members.contains(id) {
                findings.report("the tier \"\(name)\" lists \"\(model.value)\" twice", at: model.place, suggestion: "give it a weight instead")
            } else {
                members.append(id)
            }
        }
        let weights = weights(draft, members, tier: name, &findings)
        let order = draft.order?.value ?? (draft.weights == nil ? .listed : .weighted)
        definition.tiers[TierName(name)] = .init(models: members, weights: weights, order: order, effort: draft.effort)
    }

    private func checkModel(_ model: Placed<String>, usedBy user: String, _ findings: inout Findings) {
        if draft.models.contains(where: { $0.key.value == model.value }) { return }
        let names = draft.models.map(\.key.value)
        let nearest = Spelling.nearest(to: model.value, among: names)
        if let implied = ModelDefinition(implied: ModelID(model.value)) {
            guard checkReserved(model, &findings) else { return }
            if let providers, !providers.contains(implied.provider), let nearest {
                findings.report("\(user) names the model \"\(model.value)\", which does not exist", at: model.place, suggestion: "did you mean \"\(nearest)\"?")
            } else {
                checkProvider(Placed(value: implied.provider.text, place: model.place), &findings)
            }
            return
        }
        let hint = nearest.map { "did you mean \"\($0)\"?" } ?? "add [models.\(Findings.written(model.value))], or write \"PROVIDER/\(model.value)\""
        findings.report("\(user) names the model \"\(model.value)\", which does not exist", at: model.place, suggestion: hint)
    }

    private func weights(_ draft: TableDraft.Tier, _ members: [ModelID], tier: String, _ findings: inout Findings) -> [ModelID: Int] {
        if let order = draft.order, order.value == .listed, draft.weights != nil {
            findings.report("the tier \"\(tier)\" has weights, which order = \"listed\" does not use", at: order.place, suggestion: "drop one of the two")
        }
        var weights: [ModelID: Int] = [:]
        for weight in draft.weights ?? [] {
            let id = ModelID(weight.key.value)
            if !members.contains(id) {
                let nearest = Spelling.nearest(to: id.text, among: members.map(\.text))
                findings.report(
                    "the tier \"\(tier)\" weighs \"\(id)\", which is not among its models", at: weight.key.place,
                    suggestion: nearest.map { "did you mean \"\($0)\"?" })
            }
            weights[id] = weight.value.value
        }
        return weights
    }

    /// Reports a tier that does not exist or has no models.
    private func checkTier(_ tier: Placed<String>, usedBy user: String, _ findings: inout Findings) {
        guard tierNames.contains(tier.value) else {
            let nearest = Spelling.nearest(to: tier.value, among: tierNames)
            return findings.report(
                "\(user) goes to the tier \"\(Findings.shown(tier.value))\", which does not exist", at: tier.place,
                suggestion: nearest.map { "did you mean \"\($0)\"?" } ?? "there are \(Self.listed(Array(tierNames)))")
        }
        if emptyTiers.contains(tier.value) {
            findings.report(
                "\(user) goes to the tier \"\(tier.value)\", which has no models", at: tier.place,
                suggestion: "add models to [tiers.\(Findings.written(tier.value))]")
        }
    }

    // MARK: Modes and profiles

    private mutating func add(mode entry: MapEntry<String>, _ findings: inout Findings) {
        let mode = ModeName(folding: entry.key.value)
        if mode == Self.baseline {
            findings.report("a mode cannot be called \"baseline\": in a profile the word means a model", at: entry.key.place)
        }
        if definition.modes[mode] != nil {
            findings.report("the mode \"\(mode)\" is there twice: case, \"-\" and \"_\" make no difference", at: entry.key.place)
        }
        checkTier(entry.value, usedBy: "the mode \"\(mode)\"", &findings)
        definition.modes[mode] = TierName(entry.value.value)
    }

    /// The modes that exist without a table, where their tier has models.
    private mutating func addBuiltInModes() {
        for (mode, tier) in TableDefinition.builtInModes where definition.modes[mode] == nil && !emptyTiers.contains(tier.text) {
            definition.modes[mode] = tier
        }
    }

    private mutating func add(profile entry: MapEntry<TableDraft.Profile>, _ findings: inout Findings) {
        let name = entry.key.value
        var profile = TableDefinition.Profile()
        for member in entry.value.value {
            let mode = ModeName(folding: member.key.value)
            if mode == Self.baseline {
                checkModelExists(member.value, usedBy: "the baseline of the profile \"\(name)\"", &findings)
                profile.baseline = ModelID(member.value.value)
                continue
            }
            checkMode(mode, at: member.key.place, in: name, &findings)
            if profile.modes[mode] != nil {
                findings.report("the profile \"\(name)\" has the mode \"\(mode)\" twice: case, \"-\" and \"_\" make no difference", at: member.key.place)
            }
            checkTier(member.value, usedBy: "the mode \"\(mode)\" of the profile \"\(name)\"", &findings)
            profile.modes[mode] = TierName(member.value.value)
        }
        definition.profiles[ProfileName(name)] = profile
    }

    private func checkMode(_ mode: ModeName, at place: Place, in profile: String, _ findings: inout Findings) {
        if definition.modes[mode] != nil { return }
        if let target = definition.aliases[mode] {
            return findings.report("the profile \"\(profile)\" names \"\(mode)\", which is an alias", at: place, suggestion: "write \"\(target)\"")
        }
        let hint = Spelling.nearest(to: mode.text, among: definition.modes.keys.map(\.text)).map { "did you mean \"\($0)\"?" }
        findings.report("the profile \"\(profile)\" names the mode \"\(mode)\", which does not exist", at: place, suggestion: hint ?? "add it to [modes]")
    }

    /// A baseline has to be a model that is there: with an entry, or listed in a tier.
    private func checkModelExists(_ model: Placed<String>, usedBy user: String, _ findings: inout Findings) {
        let names = draft.models.map(\.key.value) + definition.tiers.values.flatMap { $0.models.map(\.text) }
        if names.contains(model.value) { return }
        let nearest = Spelling.nearest(to: model.value, among: Set(names))
        findings.report(
            "\(user) is \"\(Findings.shown(model.value))\", a model that does not exist", at: model.place,
            suggestion: nearest.map { "did you mean \"\($0)\"?" } ?? "add [models.\(Findings.written(model.value))]")
    }

    private mutating func checkUnknownMode(_ findings: inout Findings) {
        guard let policy = draft.unknownMode else { return }
        if policy.value == "reject" {
            definition.unknownMode = .reject
        } else {
            checkTier(policy, usedBy: "unknown_mode", &findings)
            definition.unknownMode = .tier(TierName(policy.value))
        }
    }

    private static let baseline: ModeName = "baseline"

    static func listed(_ names: [String]) -> String {
        let shown = names.sorted().prefix(Limits.namesInMessage)
        if shown.isEmpty { return "none" }
        return shown.joined(separator: ", ") + (names.count > shown.count ? " and \(names.count - shown.count) more" : "")
    }
}
