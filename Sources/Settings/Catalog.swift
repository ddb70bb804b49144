internal import Conversation
internal import Primitives
internal import Routing

/// What a catalog says of certain models: its form is described in contrib/catalog/README.md.
struct Catalog: Sendable {
    /// What it says of one model; nil is "it does not say".
    struct Model: Sendable {
        var context: Int?
        var maxOutput: Int?
        var input: Set<Modality>?
        var output: Set<Modality>?
        var tools: Bool?
        var structuredOutput: Bool?
        var reasoning: Bool?
        var embeddings: Bool?
        var prefill: Bool?
        var cache: CacheTerms?
        var price: Price?
    }

    /// What goes in and comes out.
    enum Modality: String, Sendable, CaseIterable {
        case text, image, pdf, audio, video
    }

    var version: Placed<Int>?
    /// The day of the newest of its sources.
    var date = ""
    /// By `PROVIDER/NAME`.
    var models: [String: Model] = [:]
    /// Of which it knows models, wanted or not.
    var providers: Set<String> = []
}

extension Catalog.Model {
    /// What the model can do, or is not known to lack: the catalog's silence is no reason to leave a model out.
    /// Nil where the catalog says nothing of it.
    var abilities: Abilities? {
        if embeddings == true { return .embeddings }
        if input == nil, tools == nil, structuredOutput == nil { return nil }
        var abilities: Abilities = [.tools, .images, .documents, .audio, .structuredOutput]
        if tools == false { abilities.remove(.tools) }
        if structuredOutput == false { abilities.remove(.structuredOutput) }
        guard let input else { return abilities }
        for (modality, ability) in [(.image, .images), (.pdf, .documents), (.audio, .audio)] as [(Catalog.Modality, Abilities)]
        where !input.contains(modality) {
            abilities.remove(ability)
        }
        return abilities
    }
}
