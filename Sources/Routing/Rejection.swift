package import Conversation
package import Primitives

/// A candidate that may not answer this request, and why.
package struct Rejection: Sendable {
    package enum Reason: Sendable, Equatable {
        /// The caller's policy does not list it.
        case notAllowed
        case noKey
        /// The provider cannot do what the request needs; all that is missing.
        case cannot(Abilities)
        /// Embeddings are all that it makes, and the request is a conversation.
        case onlyEmbeds
        /// Embeddings are asked for, and its provider speaks no API of OpenAI's.
        case foreignEmbeddings
        /// The caller wants everything told (`strict`), and the provider has no words for these fields.
        case untold([String])
        /// The request leans, by this field, on what only a provider of the caller's API keeps.
        case bound(by: String)
        /// The budget counts dollars, and nobody said what the model costs.
        case unpriced(BudgetName)
        /// It may cost more than what the budget no longer covers.
        case dearer(BudgetName)
        /// In tokens; the need is an estimate.
        case contextTooSmall(needs: Int, holds: Int)
        /// The provider failed lately, or asked to be left alone; `asked` tells which.
        case cooling(left: Duration, asked: Bool)
        /// The provider failed lately, and another request is seeing whether it answers again.
        case probing
    }

    package let model: Model
    package let reason: Reason

    package init(model: Model, reason: Reason) {
        self.model = model
        self.reason = reason
    }

    /// Why, for people: `no key for provider openai`.
    package var text: String {
        switch reason {
        case .notAllowed: "this caller may not use it"
        case .noKey where model.provider.acceptsCallerKey: "no key for provider \(model.provider.name): the caller has to bring one"
        case .noKey: "no key for provider \(model.provider.name)"
        case .cannot(let abilities): "cannot do \(abilities.names.joined(separator: ", "))"
        case .onlyEmbeds: "makes embeddings and nothing else"
        case .foreignEmbeddings: "its provider cannot be asked for embeddings: that takes api openai-chat or openai-responses"
        case .untold(let fields): "cannot be told \(fields.joined(separator: ", "))"
        case .unpriced(let budget): "its price is unknown, and budget \(budget) counts dollars"
        case .dearer(let budget): "may cost more than what budget \(budget) no longer covers"
        case .bound(let field): "speaks another API than the one in which \(field) means something"
        case .contextTooSmall(let needs, let holds): "context too small: needs about \(needs) of \(holds) tokens"
        case .cooling(let left, true): "provider \(model.provider.name) asked to be left alone for another \(left.rounded)"
        case .probing: "provider \(model.provider.name) failed lately and another request is trying it"
        case .cooling(let left, false): "provider \(model.provider.name) failed lately and is left alone for another \(left.rounded)"
        }
    }
}

extension Abilities {
    /// In the words of tables.
    var names: [String] { Self.named.filter { contains($0.ability) }.map(\.name) }
}

extension Duration {
    /// For people: milliseconds below a second, else whole seconds, rounded up so that waiting so long is enough.
    package var rounded: String {
        let nanoseconds = inNanoseconds
        guard nanoseconds > 1_000_000_000 else { return "\((max(nanoseconds, 0) + 999_999) / 1_000_000) ms" }
        return "\(nanoseconds / 1_000_000_000 + (nanoseconds % 1_000_000_000 == 0 ? 0 : 1)) s"
    }
}
