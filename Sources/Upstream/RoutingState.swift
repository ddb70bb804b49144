internal import Conversation
internal import Exchange
package import Loop
internal import Primitives
package import Routing
internal import Settings

/// What routing remembers from one request to the next: warm sessions, the habits of callers and the health of models.
@LoopActor
package final class RoutingState {
    private var memory: RoutingMemory
    package private(set) var health = Health()
    /// Of models in tiers that hedge.
    private(set) var firstTokens = FirstTokens()
    /// Rings when the health of any place changes.
    let changed = Bell()
    private var snapshot: Snapshot?

    /// `sessions` is how many of them are remembered.
    package init(sessions: Int = Limits.sessions) { memory = RoutingMemory(sessions: sessions) }

    func query(for call: ChatCall, _ policy: CallerPolicy) -> RouteQuery {
        if snapshot !== call.snapshot {
            // An operator who puts a new key in place of a bad one wants it to be used now.
            health.forgetKeys()
            snapshot = call.snapshot
            memory.capacity = call.snapshot.configuration.limits.sessions
        }
        let session = call.session
        var query = RouteQuery(facts: call.facts, session: session, now: EventLoop.now)
        query.requestedModel = call.intent.model ?? call.facts.model
        query.mode = call.modeClaim
        query.agent = call.agent
        query.dialect = call.dialect
        query.policy = policy
        query.callerKeys = call.intent.keys.brought
        query.health = health
        query.time = Clock.unixSeconds
        query.caller = call.habitual
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

    /// An answer came whole.
    func succeeded(_ place: Health.Place) { health.succeeded(place, now: EventLoop.now) }

    /// Learns from an answered call of a conversation: see ``Routing/RoutingMemory/remember(_:isFallBack:)``.
    func learn(_ call: AnsweredCall, isFallBack: Bool) { memory.remember(call, isFallBack: isFallBack) }
}
