internal import Primitives
internal import Routing

/// How a catalog is written.
enum CatalogSchema {
    /// The versions of its form that this build reads.
    static let versions = 1...1

    static let top = Section<Catalog>(Catalog()) { section in
        section.key("catalog", "the version of the catalog's form: \(versions.upperBound)", Shapes.integer(0...Int.max), required: true) {
            $0.version = $1
        }
        section.key("date", "the day of its newest source", Shapes.text("day", atMost: Limits.nameBytes), required: true) { $0.date = $1.value }
        section.key("sources", "what it was made from", Shapes.list(of: Shapes.text("source"), atMost: Limits.configurationFiles)) { _, _ in }
        section.key("models", "what is known of each model, a line each", models, required: true) { catalog, entries in
            for entry in entries.value { catalog.models[entry.key.value] = entry.value.value }
        }
    }

    private static let models = Shapes.map(keys: .model, atMost: Limits.catalogNames, to: model.shape)

    private static let tokens = Shapes.integer(1...Limits.contextTokens)

    private static let model = Section<Catalog.Model>(Catalog.Model()) { section in
        section.key("context", "tokens of input and output that fit together", tokens) { $0.context = $1.value }
        section.key("max_output", "the most tokens of one answer", tokens) { $0.maxOutput = $1.value }
        section.key("input", "what it reads", modalities) { $0.input = Set($1.value.map(\.value)) }
        section.key("output", "what it writes", modalities) { $0.output = Set($1.value.map(\.value)) }
        section.key("tools", "whether it calls tools", Shapes.boolean) { $0.tools = $1.value }
        section.key("structured_output", "whether it keeps to a schema", Shapes.boolean) { $0.structuredOutput = $1.value }
        section.key("reasoning", "whether it thinks", Shapes.boolean) { $0.reasoning = $1.value }
        section.key("embeddings", "whether it makes vectors", Shapes.boolean) { $0.embeddings = $1.value }
        section.key("prefill", "whether it goes on with an answer that was begun for it", Shapes.boolean) { $0.prefill = $1.value }
        section.key("cache", "how its provider caches prompts", CacheSchema.terms) { $0.cache = $1.value }
        section.key("price", "USD per million tokens of each class", PriceSchema.price) { $0.price = $1.value }
    }

    private static let modalities = Shapes.list(of: Shapes.choice(Catalog.Modality.self), atMost: Catalog.Modality.allCases.count)
}
