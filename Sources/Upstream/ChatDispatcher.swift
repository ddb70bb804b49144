internal import Conversation
package import Exchange
package import Loop
package import Primitives
package import Routing
internal import Settings
package import Telemetry
package import Transfer

/// Answers chat calls: decides, asks candidates until one begins to answer, and sees that each call is settled.
@LoopActor
package final class ChatDispatcher: ChatService {
    let caller: ProviderCaller
    let state: RoutingState
    private(set) var ledger: Settler
    let gate: Gate
    let budgets: BudgetKeeper

    package init(
        client: HTTPClient, state: RoutingState, counters: Counters, book: any LedgerService, budgets: BudgetKeeper, log: @escaping (LogEntry) -> Void
    ) {
        caller = ProviderCaller(client: client)
        self.state = state
        self.budgets = budgets
        gate = Gate(log: log)
        ledger = Settler(state: state, counters: counters, book: book, log: log)
    }

    /// Told each request that has ended, whatever its end; nil in the failure's place is an answer that came whole.
    package var onSettled: (ChatCall, Settlement, CallFailure?) -> Void {
        get { ledger.onSettled }
        set { ledger.onSettled = newValue }
    }

    package func explain(_ call: ChatCall) throws(CallFailure) -> DecisionRecord {
        do throws(CallFailure) {
            var record = try afforded(call)
            if let error = record.error { ledger.denied(call, CallFailure(error)) }
            if let first = record.candidates.first { record.drop(caller.untold(call, first)) }
            return record
        } catch {
            ledger.denied(call, error)
            throw error
        }
    }

    /// The decision, without the candidates that a strict caller's request cannot be told to in full, and those that a budget keeps it from.
    func record(of call: ChatCall, _ descent: Descent? = nil) throws(CallFailure) -> DecisionRecord {
        var query = state.query(for: call, try policy(for: call))
        query.descent = descent
        var record = Decision.decide(call.snapshot.table, query)
        if call.snapshot.hasBudgets {
            let tier = record.tier
            record.reject { call.budgetFlaw($0, in: tier) }
        }
        if call.facts.strict { record.rejectUntold { caller.untold(call, $0) } }
        return record
    }

    /// Each once, however many of its keys rest.
    package func resting() -> [(model: ModelID, provider: ProviderName)] {
        var found: [(model: ModelID, provider: ProviderName)] = []
        for (place, _) in state.health.all(now: EventLoop.now) {
            if !found.contains(where: { $0 == (place.model, place.provider) }) { found.append((place.model, place.provider)) }
        }
        return found
    }

    package func countTokens(_ call: ChatCall) async throws(CallFailure) -> TokenCount {
        var decided: DecisionRecord?
        do throws(CallFailure) {
            let record = try record(of: call)
            decided = record
            let count = try await count(call, record)
            ledger.counted(call, decided, count, nil)
            return count
        } catch {
            ledger.counted(call, decided, nil, error)
            throw error
        }
    }

    private func count(_ call: ChatCall, _ record: DecisionRecord) async throws(CallFailure) -> TokenCount {
        if let error = record.error { throw CallFailure(error) }
        guard let candidate = record.candidates.first else { throw CallFailure(.noCandidate, "no candidate was left to ask") }
        let trial = Trial(Attempts.Target(candidate: 0, key: 0), candidate, Health.Permit(), for: call)
        do throws(AttemptEnd) {
            let counted = try await caller.tokens(trial, for: call)
            return TokenCount(
                tokens: counted ?? call.facts.estimatedInputTokens, isEstimate: counted == nil, model: trial.candidate.model.id)
        } catch {
            throw CallFailure(try error.fault(Pursuit(call)), attempts: [])
        }
    }

    package func open(_ call: ChatCall, for listener: (any AnswerListener)?) async throws(CallFailure) -> any Answer {
        ledger.began(call)
        let pursuit = Pursuit(call)
        var isIn = false
        do throws(CallFailure) {
            if let ticket = try gate.enter(call) { try await gate.wait(ticket, call) }
            isIn = true
            try decide(pursuit)
            if pursuit.isDeliveredWhole { return try await openWhole(pursuit, listener) }
            return begin(try await pursue(pursuit), pursuit)
        } catch {
            if isIn { gate.leave(call) }
            noteRefusal(pursuit, error)
            throw error
        }
    }

    private func openWhole(_ pursuit: Pursuit, _ listener: (any AnswerListener)?) async throws(CallFailure) -> any Answer {
        let heartbeat = listener.map { listener in Heartbeat { listener.isUnderWay(pursuit.record) } }
        defer { heartbeat?.stop() }
        return begin(try await pursue(pursuit), pursuit)
    }

    /// Asks candidates until one gives the first sound part of an answer, or all of it where it is delivered whole.
    func pursue(_ pursuit: Pursuit) async throws(CallFailure) -> Beginning {
        while true {
            switch try step(pursuit) {
            case .ask(let trial):
                if pursuit.call.snapshot.hasBudgets, try await !fund(trial, pursuit) { continue }
                do throws(TrialEnd) { return try await ask(trial, pursuit) } catch { try note(error, pursuit) }
            case .wait(let moment): try await wait(until: moment, pursuit)
            }
        }
    }

    /// An answer that is sound so far, and the trial that it is of.
    struct Beginning {
        let upstream: any UpstreamAnswer
        let trial: Trial
    }

    /// Of an attempt that failed, which one and how.
    struct TrialEnd: Error {
        let trial: Trial
        let end: AttemptEnd
    }

    private func ask(_ trial: Trial, _ pursuit: Pursuit) async throws(TrialEnd) -> Beginning {
        let begun = try await begun(trial, pursuit)
        guard pursuit.isDeliveredWhole else { return begun }
        do throws(AttemptEnd) {
            let limit = ProviderCaller.answerLimit(pursuit.call)
            return Beginning(upstream: try await GatheredAnswer(begun.upstream, limit: limit), trial: begun.trial)
        } catch {
            throw TrialEnd(trial: begun.trial, end: error)
        }
    }

    /// The trial's answer, sound so far; or that of another, where the tier hedges and this one is late.
    private func begun(_ trial: Trial, _ pursuit: Pursuit) async throws(TrialEnd) -> Beginning {
        if let hedge = hedge(trial, pursuit) { return try await hedge.beginning() }
        do throws(AttemptEnd) {
            return Beginning(upstream: try await caller.call(trial, for: pursuit), trial: trial)
        } catch {
            throw TrialEnd(trial: trial, end: error)
        }
    }

    // What follows is never inlined: what it needs would be part of every waiting call's frame.
    @inline(never)
    private func decide(_ pursuit: Pursuit) throws(CallFailure) {
        try pursuit.decided(try record(of: pursuit.call))
    }

    @inline(never)
    private func noteRefusal(_ pursuit: Pursuit, _ failure: CallFailure) {
        ledger.refused(pursuit.call, pursuit.record, pursuit.attempts, failure)
    }

    @inline(never)
    private func step(_ pursuit: Pursuit) throws(CallFailure) -> Pursuit.Step { try pursuit.next(state) }

    @inline(never)
    private func hedge(_ trial: Trial, _ pursuit: Pursuit) -> Hedge? { pursuit.hedge.map { Hedge(trial, $0, pursuit, self) } }

    @inline(never)
    private func begin(_ beginning: Beginning, _ pursuit: Pursuit) -> any Answer {
        LiveAnswer(beginning, route: note(beginning, pursuit), pursuit, self)
    }

    /// Notes that an answer has begun; returns its route.
    @inline(never)
    func note(_ beginning: Beginning, _ pursuit: Pursuit) -> Route {
        let trial = beginning.trial
        ledger.answered(trial)
        pursuit.answered(trial, dropping: beginning.upstream.dropped)
        return Route(
            request: pursuit.call.id, record: pursuit.record, candidate: trial.candidate,
            // Embeddings are the same in both of OpenAI's APIs, and pass as they are.
            dialect: pursuit.call.facts.asksForEmbeddings ? .openAIChat : trial.candidate.provider.dialect, attempts: pursuit.attempts)
    }

    /// Notes a failed attempt; throws where the call is over with it.
    @inline(never)
    func note(_ ended: TrialEnd, _ pursuit: Pursuit) throws(CallFailure) {
        do throws(CallFailure) {
            let fault = try ended.end.fault(pursuit)
            pursuit.failed(ended.trial, fault)
            ledger.failed(ended.trial, fault)
            ended.trial.hold?.release()
        } catch {
            if ended.end.mayHaveBeenRead { pursuit.abandoned(ended.trial, using: ledger.used(ended.trial, pursuit.call)) }
            ledger.abandoned(ended.trial)
            var failure = error
            failure.attempts = pursuit.attempts
            throw failure
        }
    }

    /// Waits for a place that cools. What was decided while nobody could be asked is decided again.
    @inline(never)
    private func wait(until moment: Instant, _ pursuit: Pursuit) async throws(CallFailure) {
        do throws(CancellationError) {
            try await state.changed.rung(before: moment)
        } catch {
            throw CallFailure(.cancelled, "the caller cancelled the request", attempts: pursuit.attempts)
        }
        if pursuit.attempts.isEmpty { try decide(pursuit) }
    }

    /// What the local configuration lets this caller ask for.
    private func policy(for call: ChatCall) throws(CallFailure) -> CallerPolicy {
        guard let policy = call.snapshot.policy(call.access) else {
            throw CallFailure(.denied, "no rule of the configuration allows this caller; an operator can add one under [[callers]]")
        }
        return policy
    }
}
