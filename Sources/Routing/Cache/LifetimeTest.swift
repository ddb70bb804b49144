internal import Conversation
internal import Primitives

/// Compares a provider's two lifetimes for a conversation that its cache does not hold.
enum LifetimeTest {
    enum Outcome {
        case none
        /// The cache holds it for the longer time already, and what is new has to be kept as long.
        case heldLonger
        case found(LifetimeComparison)
    }

    /// For the model that will be asked first. What is held for the shorter time stays so: only what is written anew is kept otherwise.
    static func run(_ candidate: Candidate, _ query: RouteQuery) -> Outcome {
        let model = candidate.model
        guard let longer = model.longerLifetime, !query.callerKeys.bare else { return .none }
        let effort = candidate.effort ?? query.facts.effort
        if let prefix = query.memory?.warmPrefix(of: candidate, query.conversation, effort: effort, now: query.now) {
            return prefix.isLong ? .heldLonger : .none
        }
        let tokens = query.inputTokens
        guard let uses = query.habits?.uses(of: model.id), tokens >= model.definition.cache?.minimum ?? 0,
            let rates = model.price?.rates(input: tokens, at: query.time),
            let write = rates.cacheWrite5m, let longWrite = rates.cacheWrite1h, let read = rates.cacheRead
        else { return .none }
        let shorter = model.cacheLifetime(isLong: false)
        let course = uses.course(shorter: shorter, longer: longer)
        let grown = Int(course.calls * Double(course.growth))
        return .found(
            LifetimeComparison(
                model: model, longer: longer, shorter: shorter, calls: thousandths(course.calls), gaps: thousandths(course.gaps),
                write: times(1000, of: longWrite, less: write, tokens + grown),
                refill: times(thousandths(course.gaps), of: write, less: read, tokens + grown / 2)))
    }

    /// What so many tokens cost more at one rate than at another, a number of times that is in thousandths.
    private static func times(_ thousandths: Int, of rate: Money, less other: Money, _ tokens: Int) -> Money {
        Money(picodollars: (rate.picodollars - other.picodollars) * Int128(tokens) * Int128(thousandths) / 1000)
    }

    private static func thousandths(_ number: Double) -> Int { Int((min(number, 1_000_000) * 1000).rounded()) }
}
