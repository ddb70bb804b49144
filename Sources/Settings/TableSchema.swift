internal import Conversation
internal import Primitives
internal import Routing

/// The sections of a table and what each may hold.
enum TableSchema {
    typealias Draft = TableDraft

    /// The versions of the table's own form that this build reads.
    static let versions = 1...1

    static let top = Section<Draft>(
        Draft(),
        misplaced: [
            "providers": "a table can neither define a provider nor hold an address, a header or a key; that is for shunt.toml",
            "provider": "a table can neither define a provider nor hold an address, a header or a key; that is for shunt.toml",
            "listen": local, "callers": local, "limits": local, "journal": local,
            "clocks": "the clocks of all are in shunt.toml; those of one tier are in its own section", "table": local, "ledger": local,
        ].merging(secrets) { first, _ in first }
    ) { section in
        section.key("schema", "the version of the table's form: \(versions.upperBound)", Shapes.integer(0...Int.max).described(as: .integer(versions)), required: true) {
            $0.schema = $1
        }
        section.key("revision", "the table's own word for its state", Shapes.text("revision", atMost: Limits.nameBytes)) { $0.revision = $1.value }
        section.key("serial", "a number that grows with each state, so that none comes back", Shapes.integer(0...Int.max)) { $0.serial = $1.value }
        section.key("rollout", "for which share of sessions this revision counts at first", RolloutSchema.rollout.shape) { $0.rollout = $1.value }
        section.key("unknown_mode", "the tier for modes that are missing or unknown, or \"reject\"", Shapes.name("tier")) { $0.unknownMode = $1 }
        section.key("modes", "the tier of each mode", names(to: Shapes.name("tier"))) { $0.modes = $1.value }
        section.key("delivery", "when answers of a mode are given to their callers", names(to: Shapes.choice(Conduct.Delivery.self))) {
            $0.deliveries = $1.value
        }
        section.key("aliases", "other names of each mode", names(to: Shapes.list(of: Shapes.name("alias"), atMost: Limits.tableNames))) {
            $0.aliases = $1.value
        }
        section.key("profiles", "modes that go elsewhere for those who ask", names(to: profile)) { $0.profiles = $1.value }
        section.key("tiers", "the models of each tier", names(to: tier.shape)) { $0.tiers = $1.value }
        section.key("models", "prices and properties of models", models) { $0.models = $1.value }
        section.key("stay", CacheSchema.staySummary, Shapes.boolean) { $0.stays = $1.value }
        section.key("keep_longer", CacheSchema.keepSummary, Shapes.boolean) { $0.keepsLonger = $1.value }
        section.key("expect", "how many calls each mode takes before it changes", names(to: Shapes.integer(1...Limits.expectedCalls))) {
            $0.expectedCalls = $1.value
        }
        section.key("agents", "how requests of agents are told, and their modes", AgentSchema.rules) { $0.agents = $1.value }
    }

    private static let local = "it belongs into shunt.toml"

    /// What only the local configuration may hold, by the names that people try.
    private static let secrets: [String: String] = {
        let text = "a table can hold no address, header or key; providers are defined in shunt.toml"
        let names = [
            "url", "base_url", "endpoint", "api", "api_base", "socket", "proxy", "host", "header", "headers", "fields", "key", "keys", "api_key",
            "token", "secret", "credential", "env", "file",
        ]
        return Dictionary(uniqueKeysWithValues: names.map { ($0, text) })
    }()

    private static func names<Value>(to value: Shape<Value>) -> Shape<[MapEntry<Value>]> {
        Shapes.map(keys: .plain, atMost: Limits.tableNames, to: value)
    }

    /// Tiers by mode, `baseline`, a model, and `stay`, a boolean: which of them a value is comes out when names are looked up.
    private static let profile: Shape<Draft.Profile> = Shapes.map(keys: .plain, atMost: Limits.tableNames, to: CacheSchema.profileValue)

    private static let tier = Section<Draft.Tier>(
        Draft.Tier(), misplaced: secrets
    ) { section in
        section.key(
            "models", "its models, the first choice first", Shapes.list(of: Shapes.name("model", .model), atMost: Limits.tierCandidates),
            required: true
        ) { $0.models = $1.value }
        section.key("weights", "the share of each model", weights) { $0.weights = $1.value }
        section.key("order", "which model goes first", Shapes.choice(Tier.Order.self)) { $0.order = $1 }
        section.key("effort", "how hard its models think", Shapes.choice(Effort.self)) { $0.effort = $1.value }
        section.key("delivery", "when an answer is given to its caller", Shapes.choice(Conduct.Delivery.self)) { $0.conduct.delivery = $1.value }
        section.key("on_filter", "what becomes of content that a provider refuses", Shapes.choice(Conduct.OnFilter.self)) {
            $0.conduct.onFilter = $1.value
        }
        section.key("clocks", "how long its calls may take, where that is not as the provider's", ClocksSchema.clocks.shape) {
            $0.conduct.clocks = $1.value
        }
        section.key("hedge", "when a second model is asked, because the first is late with its first token", HedgeSchema.hedge.shape) {
            $0.conduct.hedge = $1.value
        }
    }

    private static let weights = Shapes.map(keys: .model, atMost: Limits.tierCandidates, to: Shapes.integer(1...Limits.weight))

    private static let models = Shapes.map(keys: .model, atMost: Limits.tableModels, to: model.shape)

    private static let model = Section<Draft.Model>(Draft.Model(), misplaced: secrets, noting: { $0.written.insert($1) }) { section in
        section.key("provider", "the provider that offers it, by its name in shunt.toml", Shapes.name("provider")) { $0.provider = $1 }
        section.key("name", "the provider's name for it", Shapes.text("name", atMost: Limits.nameBytes)) { $0.name = $1.value }
        section.key("context", "tokens of input and output that fit together", Shapes.integer(1...Limits.contextTokens)) { $0.context = $1.value }
        section.key("max_output", "the most tokens of one answer", Shapes.integer(1...Limits.contextTokens)) { $0.maxOutput = $1.value }
        section.key("abilities", "what it can do besides text", Shapes.list(of: Shapes.choice(Ability.self), atMost: Ability.allCases.count)) {
            $0.abilities = $1.value
        }
        section.key("prefill", "whether it goes on with an answer that another model began", Shapes.boolean) { $0.prefill = $1.value }
        section.key("price", "USD per million tokens of each class", PriceSchema.price) { $0.price = $1.value }
        section.key("cache", "how its provider keeps prompts, where that is not as documented", CacheSchema.terms) { $0.cache = $1.value }
    }
}
