package import Conversation
package import Primitives

/// What the table prices and describes: offered by one provider under one wire name.
package struct ModelDefinition: Sendable, Equatable {
    package var id: ModelID
    package var provider: ProviderName
    /// The name by which the provider knows it.
    package var wireName: String
    /// Tokens of input and output that fit together; nil is unknown, and then anything is tried.
    package var context: Int?
    /// The most tokens that it writes in one answer.
    package var maxOutput: Int?
    /// Nil is unknown, and then anything is tried.
    package var abilities: Abilities?
    /// Nil is unknown.
    package var cache: CacheTerms?
    /// It goes on with a last message that is the assistant's, instead of answering it or refusing the request.
    /// Nil is unknown, and then it is not tried.
    package var prefill: Bool?
    /// Nil is unknown, never free.
    package var price: Price?
    /// Who says the price, where there is one.
    package var priceOrigin = PriceOrigin.table

    package init(
        id: ModelID, provider: ProviderName, wireName: String, context: Int? = nil, maxOutput: Int? = nil,
        abilities: Abilities? = nil, prefill: Bool? = nil, price: Price? = nil
    ) {
        self.id = id
        self.provider = provider
        self.wireName = wireName
        self.context = context
        self.maxOutput = maxOutput
        self.abilities = abilities
        self.prefill = prefill
        self.price = price
    }

    /// A model that is only named, as `provider/wire-name`: the provider is what stands before the first slash.
    package init?(implied id: ModelID) {
        guard let slash = id.text.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let provider = id.text[..<slash]
        let name = id.text[id.text.utf8.index(after: slash)...]
        guard !provider.isEmpty, !name.isEmpty else { return nil }
        self.init(id: id, provider: ProviderName(String(provider)), wireName: String(name))
    }
}

/// Who says what a model costs.
package enum PriceOrigin: String, Sendable, CaseIterable {
    case table, catalog
}

/// A model bound to its provider: one object per table, so that candidates, records and ledgers share it.
package final class Model: Sendable {
    package let definition: ModelDefinition
    package let provider: ProviderFacts
    /// The model's part in rendezvous hashing.
    let seed: UInt64
    /// The longer of two lifetimes that a request can ask its provider for; nil where there is none to choose.
    package let longerLifetime: Duration?

    init(_ definition: ModelDefinition, provider: ProviderFacts) {
        self.definition = definition
        self.provider = provider
        seed = Rendezvous.hash(definition.id.text)
        longerLifetime = Self.longerLifetime(definition, provider)
    }

    private static func longerLifetime(_ definition: ModelDefinition, _ provider: ProviderFacts) -> Duration? {
        guard provider.dialect.takesLifetimes, let terms = definition.cache, terms.isMarked ?? true, let longer = terms.longLifetime,
            definition.price != nil, longer > terms.lifetime ?? Limits.cacheLifetime
        else { return nil }
        return longer
    }

    package var id: ModelID { definition.id }
    package var wireName: String { definition.wireName }
    package var price: Price? { definition.price }
    /// Nil where the price is unknown.
    package var priceOrigin: PriceOrigin? { definition.price == nil ? nil : definition.priceOrigin }
    package var cache: CacheTerms? { definition.cache }
    package var context: Int? { definition.context }
    package var maxOutput: Int? { definition.maxOutput }
    package var abilities: Abilities? { definition.abilities }
    package var prefill: Bool { definition.prefill ?? false }
}
