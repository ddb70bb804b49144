package import Conversation
package import Primitives

/// A table as it is written, by names: what a reader of TOML or a test puts together, and ``Table`` compiles.
package struct TableDefinition: Sendable, Equatable {
    package struct Profile: Sendable, Equatable {
        /// Modes that go elsewhere than in ``TableDefinition/modes``.
        package var modes: [ModeName: TierName]
        /// The model that savings are measured against; nil is the first of the tier `frontier`.
        package var baseline: ModelID?
        /// Whether sessions stay on a better model where that is cheaper; nil is as the table says.
        package var stays: Bool?

        package init(modes: [ModeName: TierName] = [:], baseline: ModelID? = nil, stays: Bool? = nil) {
            self.modes = modes
            self.baseline = baseline
            self.stays = stays
        }
    }

    package struct Tier: Sendable, Equatable {
        package var models: [ModelID]
        /// Models without an entry weigh 1.
        package var weights: [ModelID: Int]
        package var order: Routing.Tier.Order
        package var effort: Effort?
        package var conduct: Conduct

        package init(
            models: [ModelID], weights: [ModelID: Int] = [:], order: Routing.Tier.Order = .listed, effort: Effort? = nil, conduct: Conduct = .standard
        ) {
            self.models = models
            self.weights = weights
            self.order = order
            self.effort = effort
            self.conduct = conduct
        }
    }

    package var revision: Revision
    /// How it comes into use where another table is; nil at once.
    package var rollout: Rollout?
    /// The date of the catalog that completed its models; nil where none did.
    package var catalog: String?
    /// Grows with each state of the table; nil where the table does not count.
    package var serial: Int?
    package var modes: [ModeName: TierName] = [:]
    /// How answers of a mode are delivered, where that differs from its tier's.
    package var deliveries: [ModeName: Conduct.Delivery] = [:]
    /// From alias to mode.
    package var aliases: [ModeName: ModeName] = [:]
    /// Nil is the built-in policy: see ``Table/unknownMode``.
    package var unknownMode: UnknownModePolicy?
    package var profiles: [ProfileName: Profile] = [:]
    package var tiers: [TierName: Tier] = [:]
    package var models: [ModelID: ModelDefinition] = [:]
    /// In the order in which they are tried.
    package var agents: [AgentRule] = []
    /// Whether sessions stay on a better model than their mode asks for where its warm cache makes it cheaper.
    package var stays = true
    /// Whether prompts are kept for the longer of their provider's two lifetimes where that is cheaper.
    package var keepsLonger = true
    /// How many calls a mode takes before it changes, as far as the table says.
    package var expectedCalls: [ModeName: Int] = [:]

    package init(revision: Revision) { self.revision = revision }

    /// How many calls the four modes are taken to last when the table does not say, and any other.
    package static let builtInCalls: [ModeName: Int] = ["planning": 4, "debugging": 8, "editing": 10, "background": 2]
    package static let otherCalls = 4

    /// Where the four modes go when the table does not say.
    package static let builtInModes: [(mode: ModeName, tier: TierName)] = [
        ("planning", "frontier"), ("debugging", "balanced"), ("editing", "balanced"), ("background", "internal"),
    ]
}

/// What happens to a request whose mode is missing or unknown.
package enum UnknownModePolicy: Sendable, Equatable {
    case tier(TierName)
    case reject
}

/// Why a definition does not compile. A reader that checks names where it reads them, with their places, never sees one.
package enum TableFlaw: Error, Sendable, Equatable {
    case unknownTier(TierName, usedBy: String)
    case emptyTier(TierName, usedBy: String)
    case unknownModel(ModelID, usedBy: String)
    case unknownProvider(ProviderName, usedBy: String)
    case unknownMode(ModeName, usedBy: String)
    case badWeight(ModelID, tier: TierName)

    package var message: String {
        switch self {
        case .unknownTier(let name, let user): "\(user) names the tier \"\(name)\", which does not exist"
        case .emptyTier(let name, let user): "\(user) names the tier \"\(name)\", which has no models"
        case .unknownModel(let name, let user): "\(user) names the model \"\(name)\", which does not exist"
        case .unknownProvider(let name, let user): "\(user) names the provider \"\(name)\", which does not exist"
        case .unknownMode(let name, let user): "\(user) names the mode \"\(name)\", which does not exist"
        case .badWeight(let model, let tier): "the weight of \"\(model)\" in the tier \"\(tier)\" is not above zero"
        }
    }
}
