internal import Conversation
internal import Exchange
internal import Loop
internal import Primitives
internal import Routing
internal import Settings
internal import Telemetry

/// Closes the account of every call, once: what it used, cost and saved, for the audit, the counters and routing's memory.
@LoopActor
struct Settler {
    /// How a begun answer ended.
    enum End {
        case answered
        case cut(CallFailure)
    }

    let state: RoutingState
    let counters: Counters
    let book: any LedgerService
    let log: (LogEntry) -> Void
    var onSettled: (ChatCall, Settlement, CallFailure?) -> Void = { _, _, _ in }

    func began(_ call: ChatCall) {
        counters.began(on: call.snapshot.table.revision)
    }

    /// Notes a failed attempt, and tells the operator what it changes.
    func failed(_ trial: Trial, _ fault: Fault) { tell(state.failed(trial.place, fault, trial.permit)) }

    /// Notes that an answer has begun.
    func answered(_ trial: Trial) { tell(state.answered(trial.place, trial.permit)) }

    /// Notes an attempt that ended for reasons of its caller's.
    func abandoned(_ trial: Trial) {
        trial.hold?.release()
        state.abandoned(trial.place, trial.permit)
    }

    /// A second candidate is asked, because the first is late.
    func hedged() { counters.metrics.hedged() }
    func hedgeWon() { counters.metrics.hedgeWon() }
    /// An answer that broke off goes on.
    func continued() { counters.metrics.continued() }

    private func tell(_ changes: [Health.Change]) {
        for change in changes { log(BreakerEntry.make(change, now: EventLoop.now)) }
    }

    /// What a trial used that ended early, or gave no answer but may have been read: as far as its provider told, and the rest estimated.
    func used(_ trial: Trial, _ call: ChatCall, _ tally: AnswerTally? = nil) -> Usage {
        state.usage(call, trial, tally ?? AnswerTally(usage: trial.heard), isCut: true) ?? call.facts.estimatedUsage
    }

    /// Settles a call that got no answer.
    func refused(_ call: ChatCall, _ record: DecisionRecord, _ attempts: [Attempt], _ failure: CallFailure) {
        var settlement = Settlement(duration: EventLoop.now - call.received)
        settlement.charge(attempts)
        counters.ended(Counters.End(failure), settlement)
        // Where somebody was called, the failure's words may be a provider's, and quote what was said to it.
        let reason = attempts.isEmpty ? record.error?.message ?? failure.message : record.reason
        keep(call, LedgerRecord(decision: record, attempts: attempts), settlement, failure, reason: reason)
        denied(call, failure)
        if case .overBudget(let shortage) = record.error, failure.kind == .budget { log(AuditEntry.overBudget(call, shortage)) }
    }

    /// Tells the operator of a caller that asked for what its policy does not allow; nothing where that is not why the call failed.
    func denied(_ call: ChatCall, _ failure: CallFailure) {
        if failure.kind == .denied { log(AuditEntry.denied(call, failure)) }
    }

    /// Settles a call whose answer had begun. `attempts` are all that it took, also those that came after the answering one.
    func settle(_ call: ChatCall, _ route: Route, _ attempts: [Attempt], _ trial: Trial, _ tally: AnswerTally, _ end: End) -> Settlement {
        var settlement = Settlement(duration: EventLoop.now - call.received)
        let isCut = if case .cut = end { true } else { false }
        let usage = state.usage(call, trial, tally, isCut: isCut)
        settlement.usage = usage
        settlement.finish = tally.finish
        settlement.firstToken = tally.firstToken
        settlement.charge(usage, route, attempts, time: Clock.unixSeconds) { usage in
            state.baselineUsage(usage, call, by: route.candidate.model, on: route.record.baseline, started: trial.started)
        }
        let answered = route.attempts.last
        trial.hold?.settle(usage ?? call.facts.estimatedUsage, asRequest: true)
        switch end {
        case .answered:
            state.succeeded(trial.place)
            state.learn(call, trial, tally)
            if !call.facts.asksForEmbeddings { state.learn(AnsweredCall(call, route, trial, tally.usage), isFallBack: route.isFallBack) }
            counters.ended(.answered, settlement)
            keep(call, LedgerRecord(decision: route.record, attempts: route.attempts), settlement, nil, reason: route.reason)
        case .cut(let failure):
            counters.ended(Counters.End(failure), settlement)
            keep(call, LedgerRecord(decision: route.record, attempts: attempts, answered: answered), settlement, failure, reason: route.reason)
        }
        return settlement
    }

    /// Notes that somebody asked how many tokens a request has: no model answered, and nothing was spent.
    func counted(_ call: ChatCall, _ decision: DecisionRecord?, _ count: TokenCount?, _ failure: CallFailure?) {
        let decision = decision ?? DecisionRecord(revision: call.snapshot.table.revision)
        var entry = LedgerEntry(
            call, LedgerRecord(decision: decision, attempts: []), Settlement(duration: EventLoop.now - call.received), failure, time: now, kind: .count)
        entry.model = decision.candidates.first?.model.id.text
        entry.provider = decision.candidates.first?.provider.name.text
        log(AuditEntry.counted(call, entry, count, reason: failure?.kind.rawValue ?? decision.reason))
        if let failure { denied(call, failure) }
        book.record(entry)
    }

    /// The journal, the ledger, the metrics and what was seen are told the same.
    private func keep(_ call: ChatCall, _ record: LedgerRecord, _ settlement: Settlement, _ failure: CallFailure?, reason: String) {
        let entry = LedgerEntry(call, record, settlement, failure, time: now)
        log(AuditEntry.make(call, record, entry, settlement, failure, reason: reason))
        counters.metrics.ended(
            mode: record.decision.mode?.text, tier: entry.tier, model: entry.model, status: entry.status, attempts: entry.attempts, settlement)
        counters.sightings.note(entry, record.decision)
        onSettled(call, settlement, failure)
        book.record(entry)
    }

    /// Unix milliseconds.
    private var now: Int64 { Clock.unixNanoseconds / 1_000_000 }
}

extension RequestFacts {
    /// What budgets count of a request of which nothing is known but its length.
    fileprivate var estimatedUsage: Usage {
        var usage = Usage(input: estimatedInputTokens, output: 0)
        usage.estimated = true
        return usage
    }
}

extension Route {
    /// Whether another would have answered had it been well: no reason to stay when it is again.
    fileprivate var isFallBack: Bool {
        attempts.count { !$0.isOutpaced } > 1 || attempts.first?.model != candidate.model.id || !record.resting.isEmpty
    }
}
