internal import Conversation
package import Exchange
package import Loop
package import Primitives
package import Routing
internal import Settings
package import Telemetry
package import Transfer

/// Answers chat calls: decides, tries the candidates in order until one begins to answer, and sees that each call is settled.
@LoopActor
package final class ChatDispatcher: ChatService {
    private let caller: ProviderCaller
    private let state: RoutingState
    private let ledger: Settler

    package init(client: HTTPClient, state: RoutingState, counters: Counters, book: any LedgerService, log: @escaping (LogEntry) -> Void) {
        caller = ProviderCaller(client: client)
        self.state = state
        ledger = Settler(state: state, counters: counters, book: book, log: log)
    }

    package func explain(_ call: ChatCall) throws(CallFailure) -> DecisionRecord {
        var record = try record(of: call)
        if let first = record.candidates.first { record.drop(caller.untold(call, first)) }
        return record
    }

    /// The decision, without the candidates that a strict caller's request cannot be told to in full.
    private func record(of call: ChatCall) throws(CallFailure) -> DecisionRecord {
        var record = Decision.decide(call.snapshot.table, state.query(for: call, try policy(for: call)))
        if call.facts.strict { record.rejectUntold { caller.untold(call, $0) } }
        return record
    }

    package func resting() -> [(model: ModelID, provider: ProviderName)] {
        state.health.all(now: EventLoop.now).map { ($0.0.model, $0.0.provider) }
    }

    package func countTokens(_ call: ChatCall) async throws(CallFailure) -> TokenCount {
        let record = try record(of: call)
        if let error = record.error { throw CallFailure(error) }
        guard let trial = Trial.all(record.candidates, call).first else { throw CallFailure(.noCandidate, "no candidate was left to ask") }
        do throws(AttemptEnd) {
            let counted = try await caller.tokens(trial, for: call)
            return TokenCount(
                tokens: counted ?? call.facts.estimatedInputTokens, isEstimate: counted == nil, model: trial.candidate.model.id)
        } catch {
            throw CallFailure(try error.fault([]), attempts: [])
        }
    }

    package func open(_ call: ChatCall) async throws(CallFailure) -> any Answer {
        ledger.began()
        let progress = Progress(call.snapshot.table.revision)
        do throws(CallFailure) {
            return try await answer(call, progress)
        } catch {
            ledger.refused(call, progress.record, progress.attempts, error)
            throw error
        }
    }

    /// Tries candidates until one gives the first meaningful part of an answer.
    private func answer(_ call: ChatCall, _ progress: Progress) async throws(CallFailure) -> any Answer {
        for trial in try decide(call, progress) where progress.allows(trial) {
            let started = EventLoop.now
            do throws(AttemptEnd) {
                let upstream = try await caller.call(trial, for: call)
                return begin(upstream, trial, started, call, progress)
            } catch {
                try note(error, trial, started, progress)
            }
        }
        throw CallFailure(lastOf: progress.attempts)
    }

    /// The trials that the decision leaves. It and what follows are never inlined: what they need would be part of every
    /// waiting call's frame.
    @inline(never)
    private func decide(_ call: ChatCall, _ progress: Progress) throws(CallFailure) -> ArraySlice<Trial> {
        let record = try record(of: call)
        progress.record = record
        if let error = record.error { throw CallFailure(error) }
        return Trial.all(record.candidates, call).prefix(call.snapshot.configuration.limits.attempts)
    }

    @inline(never)
    private func begin(_ upstream: any UpstreamAnswer, _ trial: Trial, _ started: Instant, _ call: ChatCall, _ progress: Progress) -> any Answer {
        progress.attempts.append(trial.attempt(nil, since: started))
        progress.record.drop(upstream.dropped)
        let route = Route(
            request: call.id, record: progress.record, candidate: trial.candidate,
            dialect: trial.candidate.provider.dialect, attempts: progress.attempts)
        return LiveAnswer(upstream, route: route, call: call, ledger: ledger)
    }

    /// Notes a failed trial; throws where the call is over with it.
    @inline(never)
    private func note(_ end: AttemptEnd, _ trial: Trial, _ started: Instant, _ progress: Progress) throws(CallFailure) {
        let fault = try end.fault(progress.attempts)
        progress.attempts.append(trial.attempt(fault, since: started))
        ledger.failed(trial.candidate, fault, isLastKey: trial.isLastKey)
        guard fault.mayMoveOn else { throw CallFailure(fault, attempts: progress.attempts) }
    }

    /// What the local configuration lets this caller ask for.
    private func policy(for call: ChatCall) throws(CallFailure) -> CallerPolicy {
        guard let policy = call.snapshot.policy(for: call.identity) else {
            throw CallFailure(.denied, "no rule of the configuration allows this caller; an operator can add one under [[callers]]")
        }
        return policy
    }
}

/// How far a call has come before its answer begins.
@LoopActor
private final class Progress {
    /// Empty until the decision is made.
    var record: DecisionRecord
    var attempts: [Attempt] = []

    init(_ revision: Revision) { record = DecisionRecord(revision: revision) }

    /// Another key helps where the last one was at fault, and nowhere else.
    func allows(_ trial: Trial) -> Bool { trial.keyIndex == 0 || attempts.last?.fault?.isOfItsKey == true }
}
