package import Conversation
package import Primitives
package import Routing

/// Sends the calls of a trace through a table, by the daemon's own decisions, memory and prices, and says what they had cost.
///
/// Feed it in the order of time. Where the model that ran is chosen again, and holds as much of the conversation warm as it did then, the
/// usage is the trace's: the cost is exact. Else its tokens are carried over, and its input is split anew by what the chosen model holds
/// warm: see ``Carried``.
package struct Replay: Sendable {
    /// One call's fate.
    package struct Step: Sendable {
        package let call: TraceCall
        package let record: DecisionRecord
        /// Nil where no model could have answered, or the call used nothing.
        package let candidate: Candidate?
        package let usage: Usage?
        /// Nil where it is unknown.
        package let cost: Money?
        /// The usage is the trace's own.
        package let isExact: Bool
    }

    private let table: Table
    private let policy: ReplayPolicy
    private let models: [ModelID: Model]
    private var memory = RoutingMemory()
    /// What the models that ran held warm, by the same rules.
    private var past = RoutingMemory()
    /// By session, for ``ReplayPolicy/first``.
    private var firsts: [SessionID: (rank: Int, candidate: Candidate)] = [:]

    package init(_ table: Table, _ policy: ReplayPolicy) {
        self.table = table
        self.policy = policy
        models = Dictionary(table.models.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package mutating func play(_ call: TraceCall) -> Step {
        var query = query(of: call)
        if policy == .cacheAware { memory.recall(into: &query) } else { forgetful(&query) }
        let record = Decision.decide(table, query)
        guard let candidate = choice(record, call), let used = call.usage, call.status == "ok" else {
            return Step(call: call, record: record, candidate: record.candidates.first, usage: nil, cost: nil, isExact: false)
        }
        let (usage, isExact) = usage(used, of: call, on: candidate, query, keepsLonger: record.keepsLonger(candidate.model))
        remember(call, candidate, record, usage, query)
        let cost = Pricing.cost(of: usage, at: candidate.model.price, time: query.time)
        return Step(call: call, record: record, candidate: candidate, usage: usage, cost: cost, isExact: isExact)
    }

    private func query(of call: TraceCall) -> RouteQuery {
        var facts = RequestFacts()
        facts.estimatedInputTokens = call.estimate ?? call.usage?.totalInput ?? 0
        facts.maxOutputTokens = call.maxOutput
        facts.needs = call.needs
        facts.effort = call.effort
        var query = RouteQuery(facts: facts, session: call.session, now: Instant(nanoseconds: call.time &* 1_000_000))
        query.requestedModel = call.profile.map { "shunt/\($0)" } ?? call.asked
        query.mode = call.mode.map { ModeClaim($0, from: .parameter) }
        query.caller = call.caller
        query.conversation = call.conversation
        query.time = Int(call.time / 1000)
        return query
    }

    /// Affinity within the tier alone.
    private func forgetful(_ query: inout RouteQuery) {
        memory.recall(into: &query)
        query.memory = nil
        query.habits = nil
    }

    private mutating func choice(_ record: DecisionRecord, _ call: TraceCall) -> Candidate? {
        guard let candidate = record.candidates.first else { return nil }
        if policy == .best { return table.tiers.first { !$0.candidates.isEmpty }?.candidates.first }
        guard policy == .first else { return candidate }
        let rank = record.tier.flatMap { name in table.tiers.first { $0.name == name }?.rank } ?? 0
        if let first = firsts[call.session], first.rank >= rank { return first.candidate }
        firsts[call.session] = (rank, candidate)
        return candidate
    }

    private func usage(
        _ used: Usage, of call: TraceCall, on candidate: Candidate, _ query: RouteQuery, keepsLonger: Bool
    ) -> (Usage, isExact: Bool) {
        let warm = warm(candidate, in: memory, query)
        if candidate.model.id == call.model {
            let effort = candidate.effort ?? call.effort
            let isKeptSo = !keepsLonger || used.cacheWrite5m == 0
            if isKeptSo, warm == self.warm(candidate, in: past, query), effort == call.effort || candidate.effort == nil { return (used, true) }
        }
        return (Carried.usage(used, onto: candidate.model, warm: warm, keepsLonger: keepsLonger), false)
    }

    private func warm(_ candidate: Candidate, in memory: RoutingMemory, _ query: RouteQuery) -> Int {
        var query = query
        query.memory = nil
        memory.recall(into: &query)
        return query.memory?.warmPrefix(of: candidate, call: query)?.tokens ?? 0
    }

    private mutating func remember(_ call: TraceCall, _ candidate: Candidate, _ record: DecisionRecord, _ usage: Usage, _ query: RouteQuery) {
        func answered(_ candidate: Candidate, _ usage: Usage?, _ tier: TierName?) -> AnsweredCall {
            var answered = AnsweredCall(
                session: call.session, caller: call.caller, model: candidate.model, place: candidate.place(key: candidate.firstSlot),
                conversation: call.conversation, estimate: query.facts.estimatedInputTokens, usage: usage, started: query.now)
            answered.mode = record.mode
            answered.tier = tier
            answered.effort = candidate.effort ?? call.effort
            return answered
        }
        memory.remember(answered(candidate, usage, record.tier(of: candidate.model)))
        guard let ran = call.model.flatMap({ models[$0] }) else { return }
        past.remember(answered(Candidate(model: ran, effort: candidate.model === ran ? candidate.effort : nil), call.usage, call.tier))
    }
}

extension SessionMemory {
    fileprivate func warmPrefix(of candidate: Candidate, call query: RouteQuery) -> WarmPrefix? {
        warmPrefix(of: candidate, query.conversation, effort: candidate.effort ?? query.facts.effort, now: query.now)
    }
}
