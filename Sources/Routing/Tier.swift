package import Conversation
package import Primitives

/// A quality and price class: the candidates for one kind of work.
package final class Tier: Sendable {
    /// Which candidate goes first.
    package enum Order: String, Sendable, CaseIterable {
        /// The table's order.
        case listed
        /// By weight, the same candidate for the same session.
        case weighted
    }

    package let name: TierName
    /// Higher is better; nil for a tier that the table made up, which compares with none.
    package let rank: Int?
    /// The effort that this tier sets; nil keeps the caller's.
    package let effort: Effort?
    package let order: Order
    package let conduct: Conduct
    /// As listed, each as it is called when nothing speaks against it.
    package let candidates: [Candidate]
    /// One for each candidate.
    package let weights: [Int]
    /// Where each model stands among the candidates.
    private let places: [ModelID: Int]

    init(name: TierName, effort: Effort?, order: Order, conduct: Conduct = .standard, models: [Model], weights: [Int]) {
        self.name = name
        rank = Self.builtIn.firstIndex(of: name).map { Self.builtIn.count - $0 }
        self.effort = effort
        self.order = order
        self.conduct = conduct
        candidates = models.map { Candidate(model: $0, effort: effort, key: .own) }
        self.weights = weights
        places = Dictionary(models.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func candidate(_ model: ModelID) -> Candidate? { places[model].map { candidates[$0] } }

    /// The tiers that exist without a table, best first.
    package static let builtIn: [TierName] = ["frontier", "balanced", "free", "internal"]
}

/// One model that may answer a request, and how it is called.
package struct Candidate: Sendable {
    /// Whose key is used.
    package enum Key: String, Sendable {
        /// The daemon's, or none where the provider wants none.
        case own
        /// The one that the configuration has for the caller alone.
        case granted
        /// The one that the caller named for this provider.
        case callersNamed = "caller"
        /// The one that the caller gave without a name.
        case callersBare = "caller-unnamed"

        /// Whether it came with the request.
        package var isBrought: Bool { self == .callersNamed || self == .callersBare }
    }

    package let model: Model
    /// The effort that the tier sets; nil keeps the caller's.
    package let effort: Effort?
    package let key: Key
    /// Which of the provider's own keys is asked first: the one whose cache is warm.
    package let firstSlot: Int

    package init(model: Model, effort: Effort?, key: Key = .own, firstSlot: Int = 0) {
        self.model = model
        self.effort = effort
        self.key = key
        self.firstSlot = firstSlot
    }

    package var provider: ProviderFacts { model.provider }

    func using(_ key: Key) -> Self { Self(model: model, effort: effort, key: key) }

    /// The same, asked first with the key in that slot.
    func preferring(key slot: Int?) -> Self { Self(model: model, effort: effort, key: key, firstSlot: slot ?? 0) }

    /// Whether a call of it may be made at `place`.
    func isCalled(at place: Health.Place) -> Bool {
        place.model == model.id && place.wireName == model.wireName && place.provider == provider.name && (place.key == nil) == (key != .own)
    }
}
