package import Primitives

/// One validated table, compiled: a decision finds tiers, candidates and providers by reference.
package final class Table: Sendable {
    /// What to do with a mode that is missing or unknown.
    package enum UnknownMode: Sendable {
        case tier(Tier)
        case reject
    }

    /// A mode for listings, with the tier that the profile `auto` gives it.
    package struct Mode: Sendable {
        package let name: ModeName
        package let tier: Tier
        /// Sorted.
        package let aliases: [ModeName]
    }

    /// What a caller's `model` means.
    enum Target: Sendable {
        case profile(Profile)
        case tier(Tier)
        case model(Model)
        /// One mode of a profile, whatever mode the request names.
        case mode(ModeName, Profile)

        /// Not so for a tier that is there only to be named.
        fileprivate var hasModels: Bool {
            if case .tier(let tier) = self { !tier.candidates.isEmpty } else { true }
        }
    }

    package let revision: Revision
    /// The date of the catalog that completed its models; nil where none did.
    package let catalog: String?
    /// How it comes into use where another table is; nil at once.
    package var rollout: Rollout? { definition.rollout }
    /// What it was compiled from.
    package let definition: TableDefinition
    /// Grows with each state of the table; nil where the table does not count.
    package let serial: Int?
    /// Sorted by name.
    package let modes: [Mode]
    /// Sorted by name.
    package let profiles: [Profile]
    /// Best first, then those without rank by name; the built-in ones are always there, with or without models.
    package let tiers: [Tier]
    /// Sorted by id; models that are only named in a tier included.
    package let models: [Model]
    package let unknownMode: UnknownMode
    package let agents: AgentRules
    let automatic: Profile
    private let calls: [ModeName: Int]
    private let targets: [String: Target]
    /// What certain agents call profiles and tiers; the table's own names go first.
    private let spellings: [String: Target]
    /// Modes and aliases, for suggestions.
    private let modeNames: [String]
    /// Everything that may stand in `model`, for messages and listings: sorted.
    package let requestableModels: [String]

    /// Compiles `definition`; what it names must exist, and the tiers that modes go to must have models.
    package init(_ definition: TableDefinition, providers: [ProviderName: ProviderFacts]) throws(TableFlaw) {
        let compiler = try TableCompiler(definition, providers: providers)
        self.definition = definition
        revision = definition.revision
        catalog = definition.catalog
        serial = definition.serial
        models = compiler.models.values.sorted { $0.id < $1.id }
        tiers = compiler.tiers.values.sorted(by: Self.isListedFirst)
        unknownMode = try compiler.unknownMode(among: tiers)
        modes = try compiler.listedModes()
        let profiles = try compiler.profiles()
        self.profiles = profiles.values.sorted { $0.name < $1.name }
        automatic = profiles[Profile.automatic] ?? Profile(name: Profile.automatic, baseline: nil, routes: [:])
        targets = compiler.targets(profiles)
        spellings = KiloModels.targets(profiles, compiler.tiers, automatic: automatic)
        agents = try compiler.agents()
        calls = try compiler.expectedCalls()
        requestableModels = targets.filter { $0.value.hasModels }.keys.sorted()
        modeNames = Array(modes.flatMap { [$0.name.text] + $0.aliases.map(\.text) }.prefix(Limits.spellingCandidates))
    }

    /// What `name` means as a `model`; nil where it means nothing.
    func target(_ name: String) -> Target? { targets[name] ?? spellings[name] }

    /// The table's own name of a mode or alias; nil for one that it does not know.
    package func canonical(_ mode: ModeName) -> ModeName? { automatic.route(mode)?.mode }

    /// How many calls `mode` is expected to take before it changes.
    package func expectedCalls(_ mode: ModeName) -> Int { calls[mode] ?? TableDefinition.otherCalls }

    /// The mode or alias that `name` may have been meant to be.
    package func mode(nearest name: ModeName) -> ModeName? {
        Spelling.nearest(to: name.text, among: modeNames).map { ModeName($0) }
    }

    private static func isListedFirst(_ left: Tier, _ right: Tier) -> Bool {
        (right.rank ?? 0, left.name) < (left.rank ?? 0, right.name)
    }
}
