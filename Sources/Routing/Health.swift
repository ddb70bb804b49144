package import Conversation
package import Primitives

/// Which models are left alone for now, because their provider failed or asked for it.
package struct Health: Sendable, Equatable {
    package struct Key: Hashable, Sendable {
        package let provider: ProviderName
        package let model: ModelID
    }

    package struct Cooling: Sendable, Equatable {
        package var until: Instant
        /// Whether the provider named the time itself. Then it holds; a time that shunt guessed yields when nothing else is left.
        package var asked: Bool
        /// Failures without a success between them.
        package var failures: Int
    }

    private var coolings: [Key: Cooling] = [:]

    package init() {}

    package var isEmpty: Bool { coolings.isEmpty }

    /// Until when the model is left alone; nil where it may be called.
    package func cooling(_ provider: ProviderName, _ model: ModelID, now: Instant) -> Cooling? {
        guard let cooling = coolings[Key(provider: provider, model: model)], cooling.until > now else { return nil }
        return cooling
    }

    /// Notes a failed call. Faults of the request or of a caller's own key say nothing about the provider and change nothing.
    package mutating func failed(_ provider: ProviderName, _ model: ModelID, fault: Fault, key: Candidate.Key, now: Instant) {
        switch fault.kind {
        case .caller, .contextOverflow, .contentFilter: return
        case .key, .rate, .notFound: if key != .own { return }
        case .provider, .silence, .transport: break
        }
        let place = Key(provider: provider, model: model)
        let before = coolings[place]
        let failures = min((before?.failures ?? 0) + 1, Self.doublings)
        let asked = fault.retryAfter.map { min(max($0, .zero), Limits.longestCooling) }
        let until = now + (asked ?? Self.pause(after: failures))
        // The longest deadline wins.
        if let before, before.until > until {
            coolings[place]?.failures = failures
        } else {
            coolings[place] = Cooling(until: until, asked: asked != nil, failures: failures)
        }
        forgetOldest(now)
    }

    /// Notes an answer: the model is sound.
    package mutating func succeeded(_ provider: ProviderName, _ model: ModelID) {
        if coolings.isEmpty { return }
        coolings[Key(provider: provider, model: model)] = nil
    }

    /// All that cool at `now`, sorted, for `status`.
    package func all(now: Instant) -> [(key: Key, cooling: Cooling)] {
        coolings.filter { $0.value.until > now }
            .sorted { ($0.key.provider, $0.key.model) < ($1.key.provider, $1.key.model) }
            .map { (key: $0.key, cooling: $0.value) }
    }

    /// The first pause, doubled with every further failure.
    static func pause(after failures: Int) -> Duration {
        min(Limits.shortestCooling * (1 << (min(failures, doublings) - 1)), Limits.longestGuessedCooling)
    }

    private static let doublings = 16

    private mutating func forgetOldest(_ now: Instant) {
        guard coolings.count > Limits.coolings else { return }
        coolings = coolings.filter { $0.value.until > now }
        while coolings.count > Limits.coolings, let first = coolings.min(by: { $0.value.until < $1.value.until }) {
            coolings[first.key] = nil
        }
    }
}
