internal import Conversation
internal import Primitives

/// Filters and orders the candidates of one request.
struct Selection {
    private let query: RouteQuery
    /// The provider that a key without a name is bound to.
    private let bareKeyProvider: ProviderName?
    private var kept: [(candidate: Candidate, weight: Int)] = []
    private var resting: [Candidate] = []
    private var rejected: [Rejection] = []

    /// Puts the outcome into `record`; `tier` is nil for a model that the caller named.
    @discardableResult
    init(_ query: RouteQuery, _ record: inout DecisionRecord, among listed: [Candidate], of tier: Tier?) throws(DecisionError) {
        self.query = query
        bareKeyProvider = query.callerKeys.bare ? listed.first { $0.provider.acceptsCallerKey }?.provider.name : nil
        kept.reserveCapacity(listed.count)
        for (index, candidate) in listed.enumerated() { consider(candidate, weight: tier?.weights[index] ?? 1) }
        record.rejected = rejected
        record.resting = resting
        guard !kept.isEmpty else {
            let origin = tier.map { "tier \($0.name)" } ?? "the caller's choice"
            throw .noCandidate(of: origin, rejected, retryAfter: soonest)
        }
        record.preference = order(tier?.order ?? .listed)
        record.candidates = kept.map(\.candidate)
    }

    /// The candidate as it would be called; nil where something speaks against it. Keys without a name are no keys here.
    static func admitted(_ candidate: Candidate, _ query: borrowing RouteQuery) -> Candidate? {
        guard let key = key(for: candidate, query, bare: nil), flaw(of: candidate.model, query) == nil else { return nil }
        return key == .own ? candidate : candidate.using(key)
    }

    private mutating func consider(_ candidate: Candidate, weight: Int) {
        guard let key = Self.key(for: candidate, query, bare: bareKeyProvider) else { return reject(candidate, .noKey) }
        if let reason = Self.flaw(of: candidate.model, query) { return reject(candidate, reason) }
        let candidate = key == .own ? candidate : candidate.using(key)
        if let reason = unhealth(of: candidate) {
            resting.append(candidate)
            return reject(candidate, reason)
        }
        kept.append((candidate, weight))
    }

    private func unhealth(of candidate: Candidate) -> Rejection.Reason? {
        switch query.health.availability(of: candidate, now: query.now) {
        case .now: nil
        case .at(let at, let asked): .cooling(left: at - query.now, asked: asked)
        case .probing: .probing
        }
    }

    private mutating func reject(_ candidate: Candidate, _ reason: Rejection.Reason) {
        rejected.append(Rejection(model: candidate.model, reason: reason))
    }

    /// Whose key would be used; nil where there is none. A key that the caller brought goes before one that it was given, and that before the daemon's.
    private static func key(for candidate: Candidate, _ query: borrowing RouteQuery, bare: ProviderName?) -> Candidate.Key? {
        let provider = candidate.provider
        if provider.acceptsCallerKey, !query.callerKeys.isEmpty {
            if query.callerKeys.named.contains(provider.name) { return .callersNamed }
            if provider.name == bare { return .callersBare }
        }
        if query.callerKeys.granted.contains(provider.name) { return .granted }
        return provider.hasKey ? .own : nil
    }

    /// What speaks against the model whatever its provider's health.
    private static func flaw(of model: Model, _ query: borrowing RouteQuery) -> Rejection.Reason? {
        if let allowed = query.policy.models, !allowed.contains(model.id) { return .notAllowed }
        if let reason = unfitness(of: model, forEmbeddings: query.facts.asksForEmbeddings) { return reason }
        if let abilities = model.abilities, !query.facts.needs.isSubset(of: abilities) {
            return .cannot(query.facts.needs.subtracting(abilities))
        }
        if let field = query.facts.boundBy, let dialect = query.dialect, model.provider.dialect != dialect { return .bound(by: field) }
        guard let context = model.context else { return nil }
        let wanted = min(max(query.facts.maxOutputTokens ?? 0, 0), model.maxOutput ?? .max)
        let (needs, overflow) = max(query.tokens.input(query.facts.estimatedInputTokens, for: model.id), 0).addingReportingOverflow(wanted)
        return overflow || needs > context ? .contextTooSmall(needs: overflow ? .max : needs, holds: context) : nil
    }

    /// Only models that say so make embeddings, by the one API in which shunt asks for them; those that do nothing else take no conversation.
    private static func unfitness(of model: Model, forEmbeddings: Bool) -> Rejection.Reason? {
        guard forEmbeddings else { return model.abilities == .embeddings ? .onlyEmbeds : nil }
        guard model.abilities?.contains(.embeddings) == true else { return .cannot(.embeddings) }
        return switch model.provider.dialect {
        case .openAIChat, .openAIResponses: nil
        case .anthropicMessages, .gemini, .bedrockConverse: .foreignEmbeddings
        }
    }

    /// Whether the tier's candidates can be taken just as they are listed: the usual case, in which nothing is copied.
    static func takesAll(of tier: Tier, _ query: borrowing RouteQuery) -> Bool {
        guard tier.order == .listed, query.isNew, query.health.isEmpty, query.callerKeys.isEmpty else { return false }
        for candidate in tier.candidates where !candidate.provider.hasKey || flaw(of: candidate.model, query) != nil { return false }
        return true
    }

    private mutating func order(_ order: Tier.Order) -> DecisionRecord.Preference {
        if order == .weighted { drawByWeight() }
        for warm in query.affinity {
            guard let index = kept.indices.first(where: { kept[$0].candidate.model.id.text == warm.text }) else { continue }
            var entry = kept.remove(at: index)
            let prefix = query.memory?.prefixes.first { entry.candidate.isCalled(at: $0.place) && $0.until > query.now }
            if let prefix { entry.candidate = entry.candidate.preferring(key: prefix.place.key) }
            kept.insert(entry, at: 0)
            return .warmCache
        }
        return order == .weighted ? .drawnByWeight : .listed
    }

    private mutating func drawByWeight() {
        let session = Rendezvous.hash(query.session.text)
        let scored = kept.map { (entry: $0, score: Rendezvous.score(session: session, candidate: $0.candidate.model.seed, weight: $0.weight)) }
        // Scores of different models differ but for chance; then the id decides, not the place in the list.
        kept = scored.sorted { ($0.score, $1.entry.candidate.model.id) > ($1.score, $0.entry.candidate.model.id) }.map(\.entry)
    }

    /// How long until a candidate that only cools may be asked again.
    private var soonest: Duration? {
        rejected.compactMap { rejection -> Duration? in
            if case .cooling(let left, _) = rejection.reason { left } else { nil }
        }.min()
    }
}
