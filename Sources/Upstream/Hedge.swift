internal import Conversation
internal import Exchange
internal import Loop
internal import Primitives
internal import Routing

/// One attempt, and a second one beside it where the first is late: the answer that first shows itself sound is the answer, and the
/// other is called off at once.
@LoopActor
final class Hedge {
    private struct Runner {
        let trial: Trial
        let task: Task<Void, Never>
    }

    private let first: Trial
    /// When the first is late.
    private let due: Instant
    private let pursuit: Pursuit
    private let dispatcher: ChatDispatcher
    private var running: [Runner] = []
    private var ended: [(trial: Trial, result: Result<any UpstreamAnswer, AttemptEnd>)] = []
    private let news = Bell()
    private var isOver = false

    init(_ first: Trial, _ rule: Conduct.Hedge, _ pursuit: Pursuit, _ dispatcher: ChatDispatcher) {
        self.first = first
        due = EventLoop.now + dispatcher.state.firstTokens.patience(with: first.candidate.model.id, rule)
        self.pursuit = pursuit
        self.dispatcher = dispatcher
    }

    /// Throws the last failure where both fail; one that came before it is noted.
    func beginning() async throws(ChatDispatcher.TrialEnd) -> ChatDispatcher.Beginning {
        start(first)
        var mayHedge = true
        while true {
            if let beginning = try takeEnded() { return beginning }
            if mayHedge, EventLoop.now >= due {
                mayHedge = false
                if let second = pursuit.second(besides: first, dispatcher.state).flatMap({ dispatcher.fundAtOnce($0, pursuit) }) {
                    dispatcher.ledger.hedged()
                    start(second)
                }
            }
            do throws(CancellationError) {
                try await news.rung(before: mayHedge ? due : EventLoop.now + Self.ever)
            } catch {
                throw callerLeft()
            }
        }
    }

    /// Longer than any attempt takes: its own clocks end it.
    private static let ever = Duration.seconds(86_400)

    private func start(_ trial: Trial) {
        let task = EventLoop.spawn {
            let result: Result<any UpstreamAnswer, AttemptEnd>
            do throws(AttemptEnd) {
                result = .success(try await self.dispatcher.caller.call(trial, for: self.pursuit))
            } catch {
                result = .failure(error)
            }
            self.end(trial, result)
        }
        running.append(Runner(trial: trial, task: task))
    }

    private func end(_ trial: Trial, _ result: Result<any UpstreamAnswer, AttemptEnd>) {
        if isOver {
            if case .success(let upstream) = result { upstream.cancel() }
            return
        }
        running.removeAll { $0.trial.target == trial.target }
        ended.append((trial, result))
        news.ring()
    }

    private func takeEnded() throws(ChatDispatcher.TrialEnd) -> ChatDispatcher.Beginning? {
        while !ended.isEmpty {
            let (trial, result) = ended.removeFirst()
            switch result {
            case .success(let upstream):
                win(trial)
                return ChatDispatcher.Beginning(upstream: upstream, trial: trial)
            case .failure(let end): try lose(ChatDispatcher.TrialEnd(trial: trial, end: end))
            }
        }
        return nil
    }

    private func win(_ trial: Trial) {
        dispatcher.state.learn(trial)
        if trial.target != first.target { dispatcher.ledger.hedgeWon() }
        callOffOthers()
    }

    /// Goes on with the other where there is one, and it may do better.
    private func lose(_ lost: ChatDispatcher.TrialEnd) throws(ChatDispatcher.TrialEnd) {
        if running.isEmpty, ended.isEmpty { throw lost }
        switch lost.end {
        case .fault(let fault) where pursuit.isFinal(fault): break
        case .fault, .timeout: return note(lost)
        case .unsayable where lost.trial.target != first.target: return dispatcher.ledger.abandoned(lost.trial)
        case .unsayable, .cancelled: break
        }
        callOffOthers()
        throw lost
    }

    /// What would end the call ends it when the other attempt has failed, too.
    private func note(_ lost: ChatDispatcher.TrialEnd) { try? dispatcher.note(lost, pursuit) }

    private func callOffOthers() {
        for runner in running { callOff(runner.trial) }
        for (trial, result) in ended {
            switch result {
            case .success(let upstream):
                upstream.cancel()
                callOff(trial)
            case .failure(let end): note(ChatDispatcher.TrialEnd(trial: trial, end: end))
            }
        }
        stop()
    }

    /// The attempt that is told stands for both. One may have begun to answer in the moment in which the caller left.
    private func callerLeft() -> ChatDispatcher.TrialEnd {
        var trials = running.map(\.trial)
        for (trial, result) in ended {
            switch result {
            case .success(let upstream):
                upstream.cancel()
                trials.append(trial)
            case .failure(let end): note(ChatDispatcher.TrialEnd(trial: trial, end: end))
            }
        }
        for trial in trials.dropFirst() {
            pursuit.abandoned(trial, using: dispatcher.ledger.used(trial, pursuit.call))
            dispatcher.ledger.abandoned(trial)
        }
        stop()
        return ChatDispatcher.TrialEnd(trial: trials.first ?? first, end: .cancelled)
    }

    private func callOff(_ trial: Trial) {
        dispatcher.state.learn(trial)
        pursuit.outpaced(trial, using: dispatcher.ledger.used(trial, pursuit.call))
        dispatcher.ledger.abandoned(trial)
    }

    private func stop() {
        isOver = true
        for runner in running { runner.task.cancel() }
        running = []
        ended = []
    }
}
