internal import Conversation
internal import Exchange
package import Loop
internal import Primitives
package import Routing

/// What routing remembers from one request to the next: warm sessions and the health of models.
@LoopActor
package final class RoutingState {
    private var sessions: SessionStore
    package private(set) var health = Health()

    /// `sessions` is how many of them are remembered.
    package init(sessions: Int = Limits.sessions) { self.sessions = SessionStore(capacity: sessions) }

    func query(for call: ChatCall, _ policy: CallerPolicy) -> RouteQuery {
        let session = call.session
        var query = RouteQuery(facts: call.facts, session: session, now: EventLoop.now)
        query.requestedModel = call.intent.model ?? call.facts.model
        query.mode = call.modeClaim
        query.agent = call.agent
        query.dialect = call.dialect
        query.policy = policy
        query.callerKeys = call.intent.keys.brought
        query.health = health
        query.affinity = sessions.warmModels(session, now: query.now)
        return query
    }

    func failed(_ candidate: Candidate, _ fault: Fault) {
        health.failed(candidate.provider.name, candidate.model.id, fault: fault, key: candidate.key, now: EventLoop.now)
    }

    func succeeded(_ candidate: Candidate, session: SessionID) {
        health.succeeded(candidate.provider.name, candidate.model.id)
        sessions.remember(session, model: candidate.model.id, now: EventLoop.now)
    }
}
