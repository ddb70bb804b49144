internal import Conversation
internal import Exchange
package import Loop
internal import Primitives
package import Routing
internal import Settings

/// What routing remembers from one request to the next: warm sessions, the habits of callers and the health of models.
@LoopActor
package final class RoutingState {
    private(set) var memory: RoutingMemory
    package private(set) var health = Health()
    /// Of models in tiers that hedge.
    private(set) var firstTokens = FirstTokens()
    /// How models count tokens.
    private var tokens = TokenEstimates()
    /// Rings when the health of any place changes.
    let changed = Bell()
    private var local: LocalSettings?

    /// `sessions` is how many of them are remembered.
    package init(sessions: Int = Limits.sessions) { memory = RoutingMemory(sessions: sessions) }

    func query(for call: ChatCall, _ policy: CallerPolicy) -> RouteQuery {
        if local !== call.snapshot.local {
            // An operator who puts a new key in place of a bad one wants it to be used now.
            health.forgetKeys()
            local = call.snapshot.local
            memory.capacity = call.snapshot.limits.sessions
        }
        let session = call.session
        var query = RouteQuery(facts: call.facts, session: session, now: EventLoop.now)
        query.requestedModel = call.intent.model ?? call.facts.model
        query.mode = call.modeClaim
        query.agent = call.agent
        query.dialect = call.dialect
        query.policy = policy
        query.callerKeys = call.intent.keys.brought
        query.callerKeys.granted = call.snapshot.grantedKeys(call.access)
        query.health = health
        query.tokens = tokens
        query.time = Clock.unixSeconds
        query.caller = call.identity.habitual
        query.conversation = call.conversation
        memory.recall(into: &query)
        return query
    }

    /// An upstream call is about to be made.
    func begin(_ place: Health.Place) -> Health.Permit { health.begin(place, now: EventLoop.now) }

    /// Notes how long the trial took to its first token, or that it had none by now.
    func learn(_ trial: Trial) { firstTokens.add(trial.candidate.model.id, EventLoop.now - trial.started) }

    func failed(_ place: Health.Place, _ fault: Fault, _ permit: Health.Permit) -> [Health.Change] {
        defer { changed.ring() }
        return health.failed(place, fault, permit: permit, now: EventLoop.now)
    }

    func answered(_ place: Health.Place, _ permit: Health.Permit) -> [Health.Change] {
        if permit == Health.Permit() { return [] }
        defer { changed.ring() }
        return health.answered(place, permit: permit)
    }

    func abandoned(_ place: Health.Place, _ permit: Health.Permit) {
        if permit == Health.Permit() { return }
        health.abandoned(place, permit: permit, now: EventLoop.now)
        changed.ring()
    }

    /// Learns how the model counts, from an answer that came whole.
    func learn(_ call: ChatCall, _ trial: Trial, _ tally: AnswerTally) {
        guard let usage = tally.usage, !call.facts.asksForEmbeddings else { return }
        // What the provider keeps of the conversation is no part of the request.
        tokens.learn(trial.candidate.model.id, estimate: call.facts.boundBy == nil ? call.facts.estimatedInputTokens : nil, tally.measure, usage)
    }

    /// What the trial used: as it was told, and what was not told estimated. Nil for embeddings that nothing is told of.
    func usage(_ call: ChatCall, _ trial: Trial, _ tally: AnswerTally, isCut: Bool) -> Usage? {
        if call.facts.asksForEmbeddings { return tally.usage }
        return tokens.usage(
            trial.candidate.model.id, estimate: call.facts.estimatedInputTokens, told: tally.usage, since: tally.measure - tally.told, isCut: isCut)
    }

    /// Tokens that the call's request makes for a model, as well as is known.
    func inputTokens(of facts: RequestFacts, for model: ModelID) -> Int { tokens.input(facts.estimatedInputTokens, for: model) }

    /// An answer came whole.
    func succeeded(_ place: Health.Place) { health.succeeded(place, now: EventLoop.now) }

    /// What `usage` had been on the baseline: see ``Routing/BaselineUsage``.
    func baselineUsage(_ usage: Usage, _ call: ChatCall, by model: Model, on baseline: Model?, started: Instant) -> Usage {
        guard let baseline, !call.facts.asksForEmbeddings else { return usage }
        return BaselineUsage.of(usage, by: model, on: baseline, after: memory.answered(call.session, call.conversation), started: started)
    }

    /// Learns from an answered call of a conversation: see ``Routing/RoutingMemory/remember(_:isFallBack:)``.
    func learn(_ call: AnsweredCall, isFallBack: Bool) { memory.remember(call, isFallBack: isFallBack) }
}
