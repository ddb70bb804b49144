internal import Conversation
internal import Conversation
internal import Exchange
internal import Loop
internal import Primitives
internal import Routing
internal import Settings

/// One upstream call: a candidate with one of its keys. An object, since many frames of a waiting call hold it.
@LoopActor
final class Trial {
    let target: Attempts.Target
    let candidate: Candidate
    let key: Secret?
    /// Which breakers it probes.
    let permit: Health.Permit
    let started: Instant
    /// What the provider has told of its usage, before there is an answer to ask for it.
    var heard: Usage?
    /// What budgets hold for it; nil where none counts it.
    private(set) var hold: BudgetHold?

    init(_ target: Attempts.Target, _ candidate: Candidate, _ permit: Health.Permit, for call: ChatCall) {
        self.target = target
        self.candidate = candidate
        self.permit = permit
        started = EventLoop.now
        switch candidate.key {
        case .granted: key = call.snapshot.grantedKey(call.access, for: candidate.provider.name)
        case .callersNamed: key = call.intent.keys.named[candidate.provider.name]
        case .callersBare: key = call.intent.keys.bare
        case .own:
            let keys = call.snapshot.keys(of: candidate.provider.name)
            key = keys.indices.contains(target.key) ? keys[target.key] : nil
        }
    }

    var place: Health.Place { candidate.place(key: target.key) }

    func take(_ hold: BudgetHold?) { self.hold = hold }

    func attempt(_ fault: Fault?) -> Attempt {
        Attempt(model: candidate.model.id, provider: candidate.provider.name, fault: fault, duration: EventLoop.now - started)
    }
}
