import Conversation
import Primitives
import Routing

/// A table and a query to vary: what each test of decisions starts from.
enum Desk {
    static let providers: [ProviderName: ProviderFacts] = Dictionary(
        uniqueKeysWithValues: [
            ProviderFacts(name: "anthropic", dialect: .anthropicMessages, hasKey: true, acceptsCallerKey: false),
            ProviderFacts(name: "openai", dialect: .openAIChat, hasKey: true, acceptsCallerKey: true),
            ProviderFacts(name: "groq", dialect: .openAIChat, hasKey: false, acceptsCallerKey: true),
            ProviderFacts(name: "mistral", dialect: .openAIChat, hasKey: false, acceptsCallerKey: false),
            ProviderFacts(name: "local", dialect: .openAIChat, hasKey: true, acceptsCallerKey: false),
        ].map { ($0.name, $0) })

    static func definition() -> TableDefinition {
        var definition = TableDefinition(revision: Revision(text: "r1", digest: "0123456789abcdef"))
        definition.tiers = [
            "frontier": .init(models: ["opus", "gpt"], effort: .high),
            "balanced": .init(models: ["gpt", "groq/llama", "mistral/large"]),
            "internal": .init(models: ["small"]),
            "spread": .init(models: ["opus", "gpt", "small"], weights: ["opus": 1, "gpt": 2, "small": 5], order: .weighted),
        ]
        definition.models = [
            "opus": .init(
                id: "opus", provider: "anthropic", wireName: "claude-opus-4-7", context: 1_000_000, maxOutput: 128_000,
                abilities: [.tools, .images, .documents], price: Price(Rates(input: Money(picodollars: 5_000_000), output: Money(picodollars: 25_000_000)))),
            "gpt": .init(id: "gpt", provider: "openai", wireName: "gpt-5.5", context: 1_050_000),
            "small": .init(id: "small", provider: "local", wireName: "qwen", context: 32_000, maxOutput: 4_000, abilities: [.tools]),
        ]
        definition.aliases = ["plan": "planning", "architect": "planning", "code": "editing"]
        definition.profiles = ["frontier": .init(modes: ["editing": "frontier"], baseline: "gpt")]
        return definition
    }

    static func table(_ change: (inout TableDefinition) -> Void = { _ in }) throws -> Table {
        var definition = definition()
        change(&definition)
        return try Table(definition, providers: providers)
    }

    static func query(_ model: String? = nil, mode: ModeName? = nil, _ change: (inout RouteQuery) -> Void = { _ in }) -> RouteQuery {
        var query = RouteQuery(facts: RequestFacts(), session: "s1", now: Instant(nanoseconds: 1_000_000_000_000))
        query.requestedModel = model
        query.mode = mode.map { ModeClaim($0, from: .header) }
        change(&query)
        return query
    }
}

extension DecisionRecord {
    var models: [String] { candidates.map(\.model.id.text) }
    var falls: [String] { rejected.map { "\($0.model.id): \($0.text)" } }
}

extension RouteQuery {
    /// Has a model left alone for now.
    mutating func silence(_ provider: ProviderName, _ model: ModelID) {
        let name = (Desk.definition().models[model] ?? ModelDefinition(implied: model))?.wireName ?? ""
        _ = health.failed(Health.Place(provider, model, as: name, key: 0), Fault(.silence, message: ""), now: now)
    }
}
