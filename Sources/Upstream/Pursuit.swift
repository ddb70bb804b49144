internal import Conversation
internal import Exchange
internal import Loop
internal import Primitives
internal import Routing
internal import Settings

/// One call on its way to an answer: what was decided, who was asked, and who is next.
@LoopActor
final class Pursuit {
    let call: ChatCall
    /// Empty until the decision is made.
    private(set) var record: DecisionRecord
    private(set) var attempts: [Attempt] = []
    private var machine: Attempts
    /// What the caller has of an answer that broke off, where the next attempt goes on with it.
    private(set) var beginning: String?
    /// The budgets that let the request down to another tier.
    private var descents: [BudgetName] = []
    /// Budgets have counted the request: an answer to it had begun, or its caller left.
    private(set) var isCounted = false

    enum Step {
        case ask(Trial)
        case wait(until: Instant)
    }

    init(_ call: ChatCall) {
        self.call = call
        record = DecisionRecord(revision: call.snapshot.table.revision)
        machine = Attempts([], Attempts.Bounds(), seed: 0)
    }

    func decided(_ record: DecisionRecord) throws(CallFailure) {
        let isFirst = self.record.candidates.isEmpty && self.record.resting.isEmpty
        self.record = record
        if let error = record.error, record.resting.isEmpty { throw CallFailure(error) }
        let candidates = record.resting.isEmpty ? record.candidates : record.candidates + record.resting
        if isFirst {
            machine = Attempts(candidates, bounds, seed: seed)
        } else {
            machine.take(candidates)
        }
    }

    /// A budget let the request down to another tier: those whom it has there are asked from the beginning.
    func descended(_ record: DecisionRecord) throws(CallFailure) {
        self.record = record
        if let error = record.error, record.resting.isEmpty { throw CallFailure(error) }
        machine = Attempts(record.candidates + record.resting, bounds, seed: seed)
    }

    /// Where a budget that does not cover an attempt lets the request down to; nil where it refuses it.
    func descent(by shortage: BudgetShortage) -> Descent? {
        guard let descent = Descent(by: shortage, from: record.tier, after: descents) else { return nil }
        descents.append(descent.budget)
        return descent
    }

    /// No budget covers the request.
    func refused(_ shortage: BudgetShortage) -> CallFailure {
        record.refuse(shortage)
        return CallFailure(.budget, shortage.message, retryAfter: shortage.retryAfter, attempts: attempts)
    }

    private var seed: UInt64 {
        let digits = call.id.text.utf8.span
        var seed: UInt64 = 0
        for index in digits.indices { seed = seed &* 31 &+ UInt64(digits[index]) }
        return seed
    }

    /// As ``DecisionRecord/conduct``, read without a copy of the record.
    var conduct: Conduct { record.served?.conduct ?? .standard }

    private var bounds: Attempts.Bounds {
        var bounds = Attempts.Bounds()
        bounds.attempts = call.snapshot.limits.attempts - attempts.count
        bounds.patience = call.snapshot.limits.patience
        bounds.deadline = call.deadline
        bounds.onFilter = conduct.onFilter
        return bounds
    }

    /// Who is asked now; throws where nobody is.
    func next(_ state: RoutingState) throws(CallFailure) -> Step {
        switch machine.next(state.health, now: EventLoop.now) {
        case .ask(let target): return .ask(trial(target, state))
        case .wait(let until): return .wait(until: until)
        case .stop(let stop): throw failure(stop)
        }
    }

    private func trial(_ target: Attempts.Target, _ state: RoutingState) -> Trial {
        let candidate = machine.candidate(target)
        return Trial(target, candidate, state.begin(candidate.place(key: target.key)), for: call)
    }

    /// Somebody to ask beside `trial`, which is late.
    func second(besides trial: Trial, _ state: RoutingState) -> Trial? {
        machine.second(besides: trial.target, state.health, now: EventLoop.now).map { self.trial($0, state) }
    }

    /// When a first token is late, where that is of interest: the answer is a stream, and its tier says so.
    var hedge: Conduct.Hedge? {
        @inline(never) get {
            guard let hedge = conduct.hedge, call.facts.stream, !call.facts.asksForEmbeddings else { return nil }
            return hedge
        }
    }

    /// Whether the answer is gathered before any of it is given. Never inlined, as above: frames that wait would hold a copy of the record.
    var isDeliveredWhole: Bool {
        @inline(never) get { record.delivery == .whole }
    }

    func isFinal(_ fault: Fault) -> Bool { machine.isFinal(fault) }

    /// Another began to answer before the trial, which was called off. It has read the request, and that is paid for.
    func outpaced(_ trial: Trial, using usage: Usage) {
        trial.hold?.settle(usage, asRequest: false)
        var attempt = trial.attempt(nil)
        attempt.isOutpaced = true
        attempts.append(attempt.paying(for: usage, trial))
    }

    /// The caller left, or had no time left, while the trial was under way, which may have read the request: that is paid for.
    func abandoned(_ trial: Trial, using usage: Usage) {
        trial.hold?.settle(usage, asRequest: !isCounted)
        isCounted = true
        attempts.append(trial.attempt(nil).paying(for: usage, trial))
    }

    /// The answer of the trial had begun, and another goes on with it or begins anew: what it used counts, and the request with it.
    func counted(_ trial: Trial, _ usage: Usage) {
        trial.hold?.settle(usage, asRequest: true)
        isCounted = true
    }

    func failed(_ trial: Trial, _ fault: Fault) {
        attempts.append(trial.attempt(fault))
        machine.failed(trial.target, fault, now: EventLoop.now)
    }

    /// `dropped` is what the caller said and the provider was not told.
    func answered(_ trial: Trial, dropping dropped: [String]) {
        attempts.append(trial.attempt(nil))
        record.drop(dropped)
    }

    /// The answer that had begun broke off.
    func broke(_ trial: Trial, _ fault: Fault) {
        attempts.removeLast()
        failed(trial, fault)
    }

    /// Whether the answer may be gone on with elsewhere should it break off.
    var mayContinue: Bool {
        call.facts.stream && !call.facts.asksForEmbeddings && !call.intent.allowsRestart && machine.mayAsk(\.model.prefill)
    }

    /// From now on the models that can are asked to go on after `text`.
    func goOn(after text: String) {
        beginning = text
        machine.keep(\.model.prefill)
    }

    /// Another went on with the answer of attempt number `index`, or began it anew: what there was of it is paid for.
    func pay(_ index: Int, _ usage: Usage, _ trial: Trial, isContinued: Bool) {
        attempts[index] = attempts[index].paying(for: usage, trial)
        attempts[index].isContinued = isContinued
    }

    private func failure(_ stop: Attempts.Stop) -> CallFailure {
        switch stop {
        case .final(let fault): return CallFailure(fault, attempts: attempts)
        case .deadline: return CallFailure(.timeout, "no answer began within the caller's deadline", attempts: attempts)
        case .exhausted(let delay):
            var failure = attempts.isEmpty ? record.error.map { CallFailure($0) } ?? CallFailure(lastOf: []) : CallFailure(lastOf: attempts)
            if failure.isRetryable { failure.retryAfter = delay ?? failure.retryAfter }
            return failure
        }
    }
}

extension Attempt {
    fileprivate func paying(for usage: Usage, _ trial: Trial) -> Attempt {
        var attempt = self
        attempt.usage = usage
        attempt.cost = Pricing.cost(of: usage, at: trial.candidate.model.price, time: Clock.unixSeconds)
        return attempt
    }
}

extension ChatCall {
    /// The moment at which the caller gives up; nil where it waits for as long as it takes.
    var deadline: Instant? { intent.timeout.map { received + $0 } }
}
