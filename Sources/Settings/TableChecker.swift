internal import Conversation
internal import Primitives
internal import Routing

/// Looks up every name that a table uses, and puts the definition together.
struct TableChecker {
    let draft: TableDraft
    /// Nil where the configuration is not at hand; then any provider is taken for defined.
    let providers: Set<ProviderName>?
    var definition: TableDefinition
    /// Tiers that the table writes down, whether or not their content is sound.
    private var tierNames: Set<String>
    private var emptyTiers: Set<String>

    init(_ draft: TableDraft, digest: String, providers: Set<ProviderName>?) {
        self.draft = draft
        self.providers = providers
        definition = TableDefinition(revision: Revision(text: draft.revision, digest: digest))
        definition.serial = draft.serial
        tierNames = Set(draft.tiers.map(\.key.value)).union(Tier.builtIn.map(\.text))
        let filled = draft.tiers.filter { $0.value.value.models?.isEmpty != true }.map(\.key.value)
        emptyTiers = tierNames.subtracting(filled)
    }

    /// With findings left behind the result is of no use.
    mutating func check(_ findings: inout Findings) -> TableDefinition {
        checkSchema(&findings)
        definition.rollout = draft.rollout
        for entry in draft.models { add(entry, &findings) }
        for entry in draft.tiers { add(entry, &findings) }
        for entry in draft.modes { add(mode: entry, &findings) }
        addBuiltInModes()
        var aliases = AliasChecker(modes: Set(definition.modes.keys))
        definition.aliases = aliases.check(draft.aliases, &findings)
        for entry in draft.deliveries { add(delivery: entry, &findings) }
        for entry in draft.expectedCalls { add(expected: entry, &findings) }
        definition.stays = draft.stays
        definition.keepsLonger = draft.keepsLonger
        for entry in draft.profiles { add(profile: entry, &findings) }
        checkUnknownMode(&findings)
        let modes = Set(definition.modes.keys).union(definition.aliases.keys)
        definition.agents = AgentChecker(modes: modes).check(draft.agents, &findings)
        return definition
    }

    private func checkSchema(_ findings: inout Findings) {
        guard let schema = draft.schema, !TableSchema.versions.contains(schema.value) else { return }
        findings.report("this build reads tables of schema \(TableSchema.versions.upperBound), not \(schema.value)", at: schema.place)
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

    private mutating func add(mode entry: MapEntry<String>, _ findings: inout Findings) {
        let mode = ModeName(folding: entry.key.value)
        if mode == Self.baseline {
            findings.report("a mode cannot be called \"baseline\": in a profile the word means a model", at: entry.key.place)
        }
        if mode == Self.stay {
            findings.report("a mode cannot be called \"stay\": in a profile the word says whether sessions stay on a warm model", at: entry.key.place)
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
            if mode == Self.stay {
                profile.stays = stays(member, of: name, &findings)
                continue
            }
            checkMode(mode, at: member.key.place, usedBy: "the profile \"\(name)\"", &findings)
            if profile.modes[mode] != nil {
                findings.report(
                    "the profile \"\(name)\" has the mode \"\(mode)\" twice: case, \"-\" and \"_\" make no difference", at: member.key.place)
            }
            checkTier(member.value, usedBy: "the mode \"\(mode)\" of the profile \"\(name)\"", &findings)
            profile.modes[mode] = TierName(member.value.value)
        }
        definition.profiles[ProfileName(name)] = profile
    }

    private func stays(_ member: MapEntry<String>, of profile: String, _ findings: inout Findings) -> Bool? {
        if let stays = CacheSchema.stays(member.value.value) { return stays }
        findings.report("\"stay\" of the profile \"\(profile)\" must be true or false, not \"\(Findings.shown(member.value.value))\"", at: member.value.place)
        return nil
    }

    private mutating func add(expected entry: MapEntry<Int>, _ findings: inout Findings) {
        let mode = ModeName(folding: entry.key.value)
        checkMode(mode, at: entry.key.place, usedBy: "the section [expect]", &findings)
        if definition.expectedCalls[mode] != nil {
            findings.report("the mode \"\(mode)\" is there twice: case, \"-\" and \"_\" make no difference", at: entry.key.place)
        }
        definition.expectedCalls[mode] = entry.value.value
    }

    private mutating func add(delivery entry: MapEntry<Conduct.Delivery>, _ findings: inout Findings) {
        let mode = ModeName(folding: entry.key.value)
        checkMode(mode, at: entry.key.place, usedBy: "the section [delivery]", &findings)
        if definition.deliveries[mode] != nil {
            findings.report("the mode \"\(mode)\" is there twice: case, \"-\" and \"_\" make no difference", at: entry.key.place)
        }
        definition.deliveries[mode] = entry.value.value
    }

    private func checkMode(_ mode: ModeName, at place: Place, usedBy user: String, _ findings: inout Findings) {
        if definition.modes[mode] != nil { return }
        if let target = definition.aliases[mode] {
            return findings.report("\(user) names \"\(mode)\", which is an alias", at: place, suggestion: "write \"\(target)\"")
        }
        let hint = Spelling.nearest(to: mode.text, among: definition.modes.keys.map(\.text)).map { "did you mean \"\($0)\"?" }
        findings.report(
            "\(user) names the mode \"\(mode)\", which does not exist", at: place, suggestion: hint ?? "add it to [modes]")
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
    private static let stay: ModeName = "stay"

    static func listed(_ names: [String]) -> String {
        let shown = names.sorted().prefix(Limits.namesInMessage)
        if shown.isEmpty { return "none" }
        return shown.joined(separator: ", ") + (names.count > shown.count ? " and \(names.count - shown.count) more" : "")
    }
}
