internal import Conversation
internal import Primitives
internal import Routing

/// What a table says, value by value, before names are looked up.
struct TableDraft: Sendable {
    struct Tier: Sendable {
        var models: [Placed<String>]?
        var weights: [MapEntry<Int>]?
        var order: Placed<Routing.Tier.Order>?
        var effort: Effort?
        var conduct = Conduct.standard
    }

    struct Model: Sendable {
        /// The keys that are written, sound or not: what is there and wrong is not missing too.
        var written: Set<String> = []
        var provider: Placed<String>?
        var name: String?
        var context: Int?
        var maxOutput: Int?
        var abilities: [Placed<Ability>]?
        var prefill: Bool?
        var price: Price?
        var cache: CacheTerms?
    }

    /// Modes of a profile; the key `baseline` stands among them.
    typealias Profile = [MapEntry<String>]

    var schema: Placed<Int>?
    var revision: String?
    var serial: Int?
    var rollout: Rollout?
    var unknownMode: Placed<String>?
    var modes: [MapEntry<String>] = []
    var deliveries: [MapEntry<Conduct.Delivery>] = []
    var aliases: [MapEntry<[Placed<String>]>] = []
    var profiles: [MapEntry<Profile>] = []
    var tiers: [MapEntry<Tier>] = []
    var models: [MapEntry<Model>] = []
    var agents: [Placed<AgentDraft>] = []
    var stays = true
    var keepsLonger = true
    var expectedCalls: [MapEntry<Int>] = []
}

/// The words of ``Conversation/Abilities`` in a table.
enum Ability: String, Sendable, CaseIterable {
    case tools, images, documents, audio
    case structuredOutput = "structured-output"
    case embeddings

    var abilities: Abilities {
        switch self {
        case .tools: .tools
        case .images: .images
        case .documents: .documents
        case .audio: .audio
        case .structuredOutput: .structuredOutput
        case .embeddings: .embeddings
        }
    }
}
