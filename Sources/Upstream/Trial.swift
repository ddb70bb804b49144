internal import Conversation
internal import Exchange
internal import Loop
internal import Primitives
internal import Routing
internal import Settings

/// One thing to try: a candidate with one of its keys.
@LoopActor
struct Trial {
    let candidate: Candidate
    /// Which of the provider's own keys; 0 where it has none or the caller's is used.
    let keyIndex: Int
    let isLastKey: Bool
    let key: Secret?

    func attempt(_ fault: Fault?, since start: Instant) -> Attempt {
        Attempt(model: candidate.model.id, provider: candidate.provider.name, fault: fault, duration: EventLoop.now - start)
    }

    /// All trials in the order of the candidates, each with its keys in the configuration's order.
    static func all(_ candidates: [Candidate], _ call: ChatCall) -> [Trial] {
        candidates.flatMap { candidate -> [Trial] in
            switch candidate.key {
            case .callersNamed: [Trial(candidate: candidate, key: call.intent.keys.named[candidate.provider.name])]
            case .callersBare: [Trial(candidate: candidate, key: call.intent.keys.bare)]
            case .own: own(candidate, call.snapshot.keys(of: candidate.provider.name))
            }
        }
    }

    private static func own(_ candidate: Candidate, _ keys: [Secret]) -> [Trial] {
        if keys.isEmpty { return [Trial(candidate: candidate, key: nil)] }
        return keys.indices.map { Trial(candidate: candidate, keyIndex: $0, isLastKey: $0 == keys.count - 1, key: keys[$0]) }
    }

    private init(candidate: Candidate, keyIndex: Int = 0, isLastKey: Bool = true, key: Secret?) {
        self.candidate = candidate
        self.keyIndex = keyIndex
        self.isLastKey = isLastKey
        self.key = key
    }
}

extension Fault {
    /// Whether the same model may answer with another key.
    var isOfItsKey: Bool { kind == .key || kind == .rate }
}
