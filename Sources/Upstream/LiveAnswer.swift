internal import Conversation
internal import Exchange
internal import Loop
internal import Primitives
internal import Transfer

/// An answer that has begun: pulled from the provider as its caller pulls, and settled once whatever becomes of it.
@LoopActor
final class LiveAnswer: Answer {
    private(set) var route: Route
    private(set) var settlement: Settlement?
    private(set) var restarts = 0
    private(set) var continuations = 0
    private(set) var said: [ChatEvent] = []
    private var upstream: any UpstreamAnswer
    private var trial: Trial
    private let pursuit: Pursuit
    private let dispatcher: ChatDispatcher
    private var tally = AnswerTally()
    /// Nil where nobody could go on with the answer.
    private var draft: Draft?

    init(_ beginning: ChatDispatcher.Beginning, route: Route, _ pursuit: Pursuit, _ dispatcher: ChatDispatcher) {
        upstream = beginning.upstream
        trial = beginning.trial
        self.route = route
        self.pursuit = pursuit
        self.dispatcher = dispatcher
        tally.firstToken = EventLoop.now - pursuit.call.received
        if pursuit.mayContinue { draft = Draft() }
    }

    func next() async throws(CallFailure) -> [AnswerPart]? {
        try checkOpen()
        do throws(AttemptEnd) {
            guard let parts = try await upstream.next() else {
                settle(.answered)
                return nil
            }
            note(parts)
            return continuations == 0 ? parts : summed(parts)
        } catch {
            try await recover(from: error)
            return []
        }
    }

    func pour(into sink: @escaping @LoopActor ([AnswerPart]) -> Bool) async throws(CallFailure) -> Bool {
        try checkOpen()
        do throws(AttemptEnd) {
            let isOver = try await upstream.pour { parts in
                self.note(parts)
                return sink(self.continuations == 0 ? parts : self.summed(parts))
            }
            if isOver { settle(.answered) }
            return isOver
        } catch {
            try await recover(from: error)
            return false
        }
    }

    // Never inlined, like what follows: what it needs would be part of every waiting stream's frame.
    @inline(never)
    private func checkOpen() throws(CallFailure) {
        if settlement != nil { throw CallFailure(.cancelled, "the caller cancelled the request") }
    }

    @inline(never)
    private func note(_ parts: [AnswerPart]) {
        for index in parts.indices {
            for event in parts[index].events {
                tally.add(event)
                draft?.add(event)
            }
        }
    }

    /// Of an answer in several parts the caller is told what all of them used.
    @inline(never)
    private func summed(_ parts: [AnswerPart]) -> [AnswerPart] {
        let before = route.attempts.compactMap { $0.isContinued ? $0.usage : nil }.reduce(Usage(), +)
        return parts.map { part in
            let events = part.events.map { event in
                if case .usage(let own) = event { ChatEvent.usage(before + own) } else { event }
            }
            return AnswerPart(raw: part.raw, data: part.data, events: events, isForShuntAlone: part.isForShuntAlone)
        }
    }

    func abandon() {
        guard settlement == nil else { return }
        upstream.cancel()
        settle(.cut(CallFailure(.cancelled, "the caller left before the answer's end")))
    }

    @inline(never)
    private func settle(_ end: Settler.End) {
        guard settlement == nil else { return }
        dispatcher.gate.leave(pursuit.call)
        settlement = dispatcher.ledger.settle(pursuit.call, route, pursuit.attempts, trial, tally, end)
    }

    /// Has another attempt begin the answer anew, where the caller allows that; else the failure is the end.
    private func recover(from end: AttemptEnd) async throws(CallFailure) {
        var failure = cutShort(end)
        let broken = pursuit.attempts.count - 1
        if failure.kind == .streamCut, pursuit.call.intent.allowsRestart {
            pursuit.counted(trial, usedSoFar)
            do throws(CallFailure) { return restart(try await dispatcher.pursue(pursuit), broken) } catch { failure = error }
        } else if failure.kind == .streamCut, let draft, draft.isPlain, !draft.beginning.isEmpty {
            pursuit.counted(trial, usedSoFar)
            pursuit.goOn(after: draft.beginning)
            do throws(CallFailure) {
                return goOn(try await dispatcher.pursue(pursuit), draft, broken)
            } catch {
                if error.kind == .cancelled { failure = error } else { failure.attempts = pursuit.attempts }
            }
        }
        settle(.cut(failure))
        throw failure
    }

    /// By the trial that broke off.
    private var usedSoFar: Usage { dispatcher.ledger.used(trial, pursuit.call, tally) }

    /// `broken` is the number of the attempt whose answer is void.
    @inline(never)
    private func restart(_ beginning: ChatDispatcher.Beginning, _ broken: Int) {
        pursuit.pay(broken, usedSoFar, trial, isContinued: false)
        upstream = beginning.upstream
        trial = beginning.trial
        route = dispatcher.note(beginning, pursuit)
        tally = AnswerTally(firstToken: tally.firstToken)
        restarts += 1
    }

    /// `broken` is the number of the attempt that gave what there is.
    @inline(never)
    private func goOn(_ beginning: ChatDispatcher.Beginning, _ draft: Draft, _ broken: Int) {
        pursuit.pay(broken, usedSoFar, trial, isContinued: true)
        dispatcher.ledger.continued()
        upstream = ContinuedAnswer(beginning.upstream, after: draft.trail)
        trial = beginning.trial
        route = dispatcher.note(beginning, pursuit)
        tally = AnswerTally(firstToken: tally.firstToken)
        said = draft.said
        continuations += 1
        if !pursuit.mayContinue { self.draft = nil }
    }

    @inline(never)
    private func cutShort(_ end: AttemptEnd) -> CallFailure {
        switch end {
        case .fault(let fault):
            dispatcher.ledger.failed(trial, fault)
            pursuit.broke(trial, fault)
            return CallFailure(.streamCut, "the answer broke off: \(fault.message)", code: fault.code, attempts: pursuit.attempts)
        case .timeout: return CallFailure(.timeout, "the answer was not complete within its total clock, or the caller's deadline")
        case .cancelled: return CallFailure(.cancelled, "the caller cancelled the request")
        case .unsayable(let failure): return failure
        }
    }
}

/// What an answer has said of itself so far.
struct AnswerTally {
    var usage: Usage?
    var finish: FinishReason?
    var firstToken: Duration?
    /// All that it holds, and what of it came before the last word of its usage.
    private(set) var measure = AnswerMeasure()
    private(set) var told = AnswerMeasure()

    mutating func add(_ event: ChatEvent) {
        switch event {
        case .usage(let total): (usage, told) = (total, measure)
        case .finished(let reason): finish = reason
        default: measure.add(event)
        }
    }
}
