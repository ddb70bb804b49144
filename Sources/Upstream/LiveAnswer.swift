internal import Conversation
internal import Exchange
internal import Loop
internal import Primitives
internal import Transfer

/// An answer that has begun: pulled from the provider as its caller pulls, and settled once whatever becomes of it.
@LoopActor
final class LiveAnswer: Answer {
    let route: Route
    private(set) var settlement: Settlement?
    private let upstream: any UpstreamAnswer
    private let call: ChatCall
    private let ledger: Settler
    private var tally = AnswerTally()

    init(_ upstream: any UpstreamAnswer, route: Route, call: ChatCall, ledger: Settler) {
        self.upstream = upstream
        self.route = route
        self.call = call
        self.ledger = ledger
        tally.firstToken = EventLoop.now - call.received
    }

    func next() async throws(CallFailure) -> [AnswerPart]? {
        if settlement != nil { throw CallFailure(.cancelled, "the caller cancelled the request") }
        do throws(AttemptEnd) {
            guard let parts = try await upstream.next() else {
                settle(.answered)
                return nil
            }
            note(parts)
            return parts
        } catch {
            let failure = cutShort(error)
            settle(.cut(failure))
            throw failure
        }
    }

    // Never inlined, like what follows: what it needs would be part of every waiting stream's frame.
    @inline(never)
    private func note(_ parts: [AnswerPart]) {
        for part in parts { for event in part.events { tally.add(event) } }
    }

    func abandon() {
        guard settlement == nil else { return }
        upstream.cancel()
        settle(.cut(CallFailure(.cancelled, "the caller left before the answer's end")))
    }

    @inline(never)
    private func settle(_ end: Settler.End) {
        guard settlement == nil else { return }
        settlement = ledger.settle(call, route, tally, end)
    }

    @inline(never)
    private func cutShort(_ end: AttemptEnd) -> CallFailure {
        switch end {
        case .fault(let fault): CallFailure(.streamCut, "the answer broke off: \(fault.message)", code: fault.code, attempts: route.attempts)
        case .deadline: CallFailure(.timeout, "the answer was not complete within the caller's deadline")
        case .cancelled: CallFailure(.cancelled, "the caller cancelled the request")
        case .unsayable(let failure): failure
        }
    }
}

/// What an answer has said of itself so far.
struct AnswerTally {
    var usage: Usage?
    var finish: FinishReason?
    var firstToken: Duration?

    mutating func add(_ event: ChatEvent) {
        switch event {
        case .usage(let total): usage = total
        case .finished(let reason): finish = reason
        default: break
        }
    }
}
