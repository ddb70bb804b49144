internal import Conversation
internal import Primitives

/// Compares staying on a better model that holds the session's warm cache with going to the cheaper one that its mode asks for.
struct SwitchTest {
    private let table: Table
    private let query: RouteQuery
    private let memory: SessionMemory
    private let mode: ModeName
    private let profile: Profile
    private let asked: Tier
    /// Tokens of this request's input.
    private let tokens: Int
    private let forecaster: Forecaster

    /// A model to stay on, and why that is cheaper or not.
    struct Finding {
        let candidate: Candidate
        let comparison: Comparison
    }

    enum Outcome {
        case none
        case found(Finding)
        case gap(ComparisonGap)
    }

    /// Nil where nothing is to be tested: no session, no ranked tier, or the table does without.
    init?(_ table: Table, _ profile: Profile, _ asked: Tier, _ record: DecisionRecord, _ query: RouteQuery) {
        guard let memory = query.memory, profile.stays, asked.rank != nil, let mode = record.mode, !query.callerKeys.bare else { return nil }
        self.table = table
        self.query = query
        self.memory = memory
        self.mode = mode
        self.profile = profile
        self.asked = asked
        let course = memory.course(of: query.conversation)
        tokens = query.inputTokens
        forecaster = Forecaster(habits: query.habits ?? Habits(), memory: memory, course: course) { [table] in table.expectedCalls($0) }
    }

    /// Of several better models the one that it is cheapest to stay on.
    func run(against other: Candidate) -> Outcome {
        var best: Finding?
        var known: (lifetime: Duration, forecast: Forecast)?
        let left = memory.warmPrefix(of: other, query.conversation, effort: effort(of: other), now: query.now)
        for prefix in memory.prefixes where prefix.tokens > 0 && prefix.conversation == query.conversation {
            guard let (candidate, tier) = candidate(prefix) else { continue }
            // Prefixes are mostly kept for the same time, and then the same is expected of all.
            if known?.lifetime != prefix.lifetime { known = (prefix.lifetime, forecast(prefix.lifetime)) }
            guard let forecast = known?.forecast else { continue }
            switch compare(candidate, tier, prefix, with: other, left, forecast) {
            case .none: continue
            case .gap(let gap): if best == nil { return .gap(gap) }
            case .found(let finding):
                if best.map({ finding.comparison.stay < $0.comparison.stay }) ?? true { best = finding }
            }
        }
        return best.map { .found($0) } ?? .none
    }

    /// How the warm model would be called, in a better tier than the mode asks for; nil where this request may not be answered so.
    private func candidate(_ prefix: WarmPrefix) -> (Candidate, Tier)? {
        for tier in table.tiers {
            guard let rank = tier.rank, let least = asked.rank, rank > least else { return nil }
            if let named = prefix.tier, named != tier.name { continue }
            guard query.policy.tiers?.contains(tier.name) ?? true,
                let listed = tier.candidate(prefix.place.model), let candidate = Selection.admitted(listed, query),
                candidate.isCalled(at: prefix.place),
                query.health.availability(at: prefix.place, now: query.now) == .now,
                prefix.fits(prefix.place, query.conversation, effort(of: candidate), candidate.provider.dialect)
            else { continue }
            return (candidate.preferring(key: prefix.place.key), tier)
        }
        return nil
    }

    private func effort(of candidate: Candidate) -> Effort? { candidate.effort ?? query.facts.effort }

    /// Modes that the other model is good enough for are below the warm one.
    private func forecast(_ lifetime: Duration) -> Forecast {
        forecaster.forecast(in: mode, lifetime: lifetime) { rank(of: $0) <= asked.rank ?? 0 }
    }

    private func compare(
        _ candidate: Candidate, _ tier: Tier, _ prefix: WarmPrefix, with other: Candidate, _ left: WarmPrefix?, _ forecast: Forecast
    ) -> Outcome {
        guard let dear = cost(of: candidate, isLong: prefix.isLong, caches: true) else { return .gap(.unpriced(candidate.model)) }
        let isOtherLong = left?.isLong ?? false
        let marks = prefix.isMarked || left?.isMarked == true || !other.model.keepsWhatIsMarked
        guard let cheap = cost(of: other, isLong: isOtherLong, caches: marks) else { return .gap(.unpriced(other.model)) }
        var balance = Balance(dear: dear, cheap: cheap, forecast: forecast)
        balance.tokens = tokens
        balance.warm = prefix.until > query.now ? min(prefix.tokens, tokens) : 0
        balance.otherWarm = min(left?.tokens ?? 0, balance.tokens)
        balance.left = (prefix.until - query.now).seconds
        balance.lifetime = prefix.lifetime.seconds
        balance.otherLifetime = other.model.cacheLifetime(isLong: isOtherLong).seconds
        let comparison = Comparison(
            warm: candidate.model, tier: tier.name, other: other.model, warmTokens: balance.warm, otherWarmTokens: balance.otherWarm,
            calls: balance.calls, stay: balance.stay, change: balance.change)
        return .found(Finding(candidate: candidate, comparison: comparison))
    }

    private func cost(of candidate: Candidate, isLong: Bool, caches: Bool) -> RunCost? {
        candidate.model.price.flatMap { RunCost($0.rates(input: tokens, at: query.time), isLong: isLong, caches: caches) }
    }

    /// 0 for a mode that the profile does not know, or whose tier has no rank.
    private func rank(of mode: ModeName) -> Int { profile.route(mode)?.tier.rank ?? 0 }
}

extension Duration {
    fileprivate var seconds: Double { Double(inNanoseconds) / 1e9 }
}
