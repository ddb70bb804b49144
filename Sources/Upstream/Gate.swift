internal import Conversation
internal import Dialects
internal import Exchange
internal import JSONText
internal import Loop
internal import Primitives
internal import Routing
internal import Settings
internal import Telemetry

/// Lets calls in as far as the limits allow, and refuses at once what is too much.
@LoopActor
final class Gate {
    private var admission = Admission()
    private var rates = CallRates()
    private var turns: [Int: Bell] = [:]
    private var tickets = 0
    private let log: (LogEntry) -> Void
    private var refused = 0
    private var lastTold: Instant?

    init(log: @escaping (LogEntry) -> Void) { self.log = log }

    /// Returns nil where the call may begin at once, else the ticket with which to wait for its turn; throws where it may not come in.
    ///
    /// Never inlined: what it needs would be part of every waiting call's frame.
    @inline(never)
    func enter(_ call: ChatCall) throws(CallFailure) -> Int? {
        try count(call)
        tickets += 1
        switch admission.came(tickets, of: party(call), bytes: call.bytes, bounds(call)) {
        case .begin: return nil
        case .refuse: throw refusal("it is full")
        case .wait: return tickets
        }
    }

    /// Holds the caller to the requests per minute that its rule allows.
    private func count(_ call: ChatCall) throws(CallFailure) {
        guard let most = call.snapshot.rule(call.access)?.limits.requestsPerMinute else { return }
        guard let delay = rates.came(party(call), perMinute: most, now: EventLoop.now) else { return }
        throw CallFailure(.rateLimited, "this caller may make \(most) requests a minute, as its [[callers]] entry says", retryAfter: delay)
    }

    /// A call that entered has ended.
    func leave(_ call: ChatCall) {
        guard let ticket = admission.ended(party(call), bytes: call.bytes, bounds(call)) else { return }
        turns.removeValue(forKey: ticket)?.ring()
    }

    /// Returns when the call may begin; throws where its turn does not come.
    func wait(_ ticket: Int, _ call: ChatCall) async throws(CallFailure) {
        let turn = Bell()
        turns[ticket] = turn
        let patience = EventLoop.now + call.snapshot.limits.queueTime
        var isCancelled = false
        do throws(CancellationError) {
            try await turn.rung(before: call.deadline.map { min($0, patience) } ?? patience)
        } catch {
            isCancelled = true
        }
        turns[ticket] = nil
        if admission.left(ticket, bytes: call.bytes) {
            if isCancelled { throw CallFailure(.cancelled, "the caller cancelled the request") }
            throw refusal("no other request ended in time")
        }
        guard isCancelled else { return }
        leave(call)
        throw CallFailure(.cancelled, "the caller cancelled the request")
    }

    private func refusal(_ why: String) -> CallFailure {
        refused += 1
        let now = EventLoop.now
        if lastTold.map({ now - $0 > Limits.overloadPause }) ?? true {
            lastTold = now
            let text = "refusing requests: \(why), \(refused) refused by now, \(admission.waiting) are waiting"
            log(LogEntry(.warning, messageID: MessageID.overloaded.rawValue, message: text))
        }
        return CallFailure(.overloaded, "the daemon has too much to do: \(why)", retryAfter: Limits.shortestCooling)
    }

    private func party(_ call: ChatCall) -> Party { Party(uid: call.identity.uid, unit: call.identity.unit) }

    private func bounds(_ call: ChatCall) -> Admission.Bounds {
        let limits = call.snapshot.limits
        var bounds = Admission.Bounds()
        bounds.requests = limits.requests
        bounds.requestsPerCaller = call.snapshot.rule(call.access)?.limits.requests ?? limits.requestsPerCaller
        bounds.queue = limits.queue
        bounds.bytes = limits.heldBytes
        return bounds
    }
}

extension ChatCall {
    /// Bytes of the request that are held for as long as it runs.
    var bytes: Int {
        switch source {
        case .incoming(let request): request.body.raw.count
        case .conversation: 4 * facts.estimatedInputTokens
        }
    }
}
