package import Conversation
package import Primitives

/// The failures of one place counted together, and whether it may be asked: a machine that is told what happened and when.
///
/// `closed` lets everybody through. Enough failures open it until a moment; then one request at a time may probe it, and
/// that request's outcome closes it or opens it for longer.
package struct Breaker: Sendable, Equatable {
    package enum State: Sendable, Equatable {
        case closed
        /// Nobody asks before `until`. `asked` tells that the provider named the moment itself.
        case open(until: Instant, asked: Bool)
        /// One request is under way to see whether the place answers again.
        case probing
    }

    /// What an event changed, for whoever tells operators.
    package enum Change: Sendable, Equatable {
        /// It is left alone from now on; `since` is when it first was without an answer in between.
        case opened(until: Instant, since: Instant)
        case closed(since: Instant)
    }

    package private(set) var state = State.closed
    /// Failures without an answer between them.
    package private(set) var failures = 0
    /// When it opened first without a whole answer since.
    package private(set) var since: Instant?
    /// The last failure that counted.
    package private(set) var kind = Fault.Kind.provider
    package private(set) var status: Int?
    /// Openings without a whole answer between them.
    private var openings = 0
    private var window: Window

    init(now: Instant) { window = Window(start: now) }

    /// Counts of one stretch of time, for failures that are mixed with answers.
    private struct Window: Equatable {
        var start: Instant
        var failures = 0
        var answers = 0

        var isBad: Bool {
            let calls = failures + answers
            return calls >= Limits.breakerSample && failures * 100 >= calls * Limits.breakerPercent
        }
    }

    /// Whether nothing of what it counted matters any longer.
    func isForgettable(at now: Instant) -> Bool {
        state == .closed && (failures == 0 && window.failures == 0 || now - window.start > Limits.breakerWindow)
    }

    /// Takes the one probe that a lapsed pause allows; false where there is none to take.
    mutating func beginProbe(now: Instant) -> Bool {
        guard case .open(let until, _) = state, until <= now else { return false }
        state = .probing
        return true
    }

    /// The probe ended without telling anything: the next request may take it.
    mutating func abandonProbe(now: Instant) {
        if state == .probing { state = .open(until: now, asked: false) }
    }

    /// A call failed.
    mutating func failed(_ fault: Fault, isProbe: Bool, now: Instant) -> Change? {
        count(now) { $0.failures += 1 }
        failures = min(failures + 1, Self.countLimit)
        let asked = fault.retryAfter.map { now + min(max($0, .zero), Limits.longestCooling) }
        switch state {
        case .closed:
            guard asked != nil || fault.opensAtOnce || failures >= Limits.breakerFailures || window.isBad else { return nil }
        case .probing where isProbe: break
        case .probing, .open:
            // Failures of calls that were under way when it opened are the same trouble; only a longer deadline is news.
            guard let asked, asked > until(now) else { return nil }
            note(fault)
            return open(until: asked, asked: true, now)
        }
        note(fault)
        openings = min(openings + 1, Self.countLimit)
        return open(until: asked ?? now + Self.pause(after: openings), asked: asked != nil, now)
    }

    /// The probe's answer began, and was sound so far.
    mutating func answered() -> Change? {
        guard state == .probing, let since else { return nil }
        state = .closed
        // On probation: the next failure opens it at once, a whole answer makes it as good as any.
        failures = Limits.breakerFailures - 1
        return .closed(since: since)
    }

    /// An answer came whole.
    mutating func succeeded(now: Instant) {
        count(now) { $0.answers += 1 }
        guard state == .closed else { return }
        failures = 0
        openings = 0
        since = nil
    }

    private mutating func open(until: Instant, asked: Bool, _ now: Instant) -> Change {
        state = .open(until: until, asked: asked)
        let since = since ?? now
        self.since = since
        return .opened(until: until, since: since)
    }

    private func until(_ now: Instant) -> Instant {
        if case .open(let until, _) = state { until } else { now }
    }

    private mutating func note(_ fault: Fault) {
        kind = fault.kind
        status = fault.status
    }

    private mutating func count(_ now: Instant, _ add: (inout Window) -> Void) {
        if now - window.start > Limits.breakerWindow { window = Window(start: now) }
        add(&window)
    }

    /// The first pause, doubled with every further opening.
    static func pause(after openings: Int) -> Duration {
        min(Limits.shortestCooling * (1 << (min(openings, countLimit) - 1)), Limits.longestGuessedCooling)
    }

    private static let countLimit = 16
}

extension Fault {
    /// Whether one such fault is enough: a refused key or a used-up rate will not be better for the next request, and silence costs
    /// each one its whole clock.
    fileprivate var opensAtOnce: Bool {
        switch kind {
        case .key, .rate, .notFound, .silence: true
        case .caller, .contextOverflow, .contentFilter, .provider, .transport: false
        }
    }
}
