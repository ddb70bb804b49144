internal import Primitives
internal import Routing

/// Gives the models of a table what the table does not say of them and the catalog does.
///
/// Each of context, `max_output`, abilities, `prefill` and price is taken as a whole from the table where the table has it, else as a whole from the
/// catalog: a price of the table with two classes has no third one from the catalog. What is said of caches is completed key by key.
struct CatalogFilling {
    private let catalog: CatalogFile
    /// Nil where the configuration is not at hand: then a provider is the one that its name says.
    private let providers: [ProviderName: ProviderFacts]?

    init(_ catalog: CatalogFile, providers: [ProviderName: ProviderFacts]?) {
        self.catalog = catalog
        self.providers = providers
    }

    /// Returns the providers that the catalog knows models of.
    func complete(_ definition: inout TableDefinition, _ findings: inout Findings) -> Set<String> {
        // Models that are only named are models too.
        for id in definition.tiers.values.flatMap(\.models) where definition.models[id] == nil {
            definition.models[id] = ModelDefinition(implied: id)
        }
        let spellings = definition.models.compactMapValues(spellings)
        var reader = CatalogReader(catalog)
        guard let read = reader.read(Set(spellings.values.joined()), &findings) else { return [] }
        definition.catalog = read.date
        for (id, names) in spellings {
            guard let facts = names.lazy.compactMap({ read.models[$0] }).first else { continue }
            definition.models[id]?.complete(by: facts)
        }
        return read.providers
    }

    private func spellings(of model: ModelDefinition) -> [String]? {
        let name = providers == nil ? CatalogNames.service(model.provider.text) : providers?[model.provider]?.catalog
        return name.map { CatalogNames.spellings(of: model.wireName, at: $0) }
    }
}

extension ModelDefinition {
    fileprivate mutating func complete(by facts: Catalog.Model) {
        context = context ?? facts.context
        maxOutput = maxOutput ?? facts.maxOutput
        abilities = abilities ?? facts.abilities
        prefill = prefill ?? facts.prefill
        cache = cache.map { $0.over(facts.cache ?? CacheTerms()) } ?? facts.cache
        guard price == nil, let known = facts.price else { return }
        price = known
        priceOrigin = .catalog
    }
}
