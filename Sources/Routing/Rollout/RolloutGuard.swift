package import Primitives

/// Compares a revision that is rolled out with the one before it, and says when a bound is crossed. It is told each request of both that has
/// ended, and concludes nothing by itself in between.
package struct RolloutGuard: Sendable {
    /// How a request ended.
    package struct Outcome: Sendable, Equatable {
        /// Whether it failed for reasons that its revision may have: not its caller's, and not the daemon's own.
        package var hasFailed: Bool
        /// Nil where none came.
        package var firstToken: Duration?
        /// Nil is unknown.
        package var cost: Money?

        package init(hasFailed: Bool = false, firstToken: Duration? = nil, cost: Money? = nil) {
            self.hasFailed = hasFailed
            self.firstToken = firstToken
            self.cost = cost
        }
    }

    /// What a revision's requests within the window came to.
    package struct Figures: Sendable, Equatable {
        package let requests: Int
        package let failures: Int
        /// On average; nil where no answer began.
        package let firstToken: Duration?
        /// On average; nil where no cost is known.
        package let cost: Money?
    }

    /// Which bound was crossed, and by what.
    package enum Breach: Sendable, Equatable {
        case errorRate(old: Figures, new: Figures, allowed: Int)
        case firstToken(old: Duration, new: Duration, allowed: Int)
        case cost(old: Money, new: Money, allowed: Int)
    }

    private let bounds: Rollout.Bounds
    private var old: RolloutWindow
    private var new: RolloutWindow

    package init(_ bounds: Rollout.Bounds) {
        self.bounds = bounds
        old = RolloutWindow(bounds.window)
        new = RolloutWindow(bounds.window)
    }

    /// Takes note of a request; returns the bound that the new revision crosses with it.
    package mutating func note(_ outcome: Outcome, isNew: Bool, now: Instant) -> Breach? {
        var totals = RolloutWindow.Totals(requests: 1, failures: outcome.hasFailed ? 1 : 0)
        if let firstToken = outcome.firstToken { (totals.begun, totals.firstToken) = (1, firstToken) }
        if let cost = outcome.cost { (totals.priced, totals.cost) = (1, cost) }
        if isNew { new.add(totals, now: now) } else { old.add(totals, now: now) }
        return breach(old.totals(now: now), new.totals(now: now))
    }

    package func figures(now: Instant) -> (old: Figures, new: Figures) {
        (Figures(old.totals(now: now)), Figures(new.totals(now: now)))
    }

    /// Failures count against the old revision's whatever its number of requests: where it has none, it has no failures either.
    /// Times and costs are compared only where both sides have enough of them.
    private func breach(_ old: RolloutWindow.Totals, _ new: RolloutWindow.Totals) -> Breach? {
        let (before, after) = (Figures(old), Figures(new))
        if new.requests >= bounds.minimum {
            let allowed = old.requests == 0 ? 0 : 100 * old.failures * new.requests
            if 100 * new.failures * max(old.requests, 1) > allowed + bounds.errorRate * new.requests * max(old.requests, 1) {
                return .errorRate(old: before, new: after, allowed: bounds.errorRate)
            }
        }
        if min(old.begun, new.begun) >= bounds.minimum, let left = before.firstToken, let right = after.firstToken,
            right * 100 > left * (100 + bounds.firstToken) {
            return .firstToken(old: left, new: right, allowed: bounds.firstToken)
        }
        if min(old.priced, new.priced) >= bounds.minimum, let left = before.cost, let right = after.cost,
            right * 100 > left * (100 + bounds.cost) {
            return .cost(old: left, new: right, allowed: bounds.cost)
        }
        return nil
    }
}

extension RolloutGuard.Figures {
    init(_ totals: RolloutWindow.Totals) {
        self.init(
            requests: totals.requests, failures: totals.failures, firstToken: totals.begun == 0 ? nil : totals.firstToken / totals.begun,
            cost: totals.priced == 0 ? nil : Money(picodollars: totals.cost.picodollars / Int128(totals.priced)))
    }
}

extension RolloutGuard.Breach: CustomStringConvertible {
    /// For operators: `6 of its 50 requests failed, 0 of the old one's 450; at most 5 percentage points more are allowed`.
    package var description: String {
        switch self {
        case .errorRate(let old, let new, let allowed):
            "\(new.failures) of its \(new.requests) requests failed, \(old.failures) of the old one's \(old.requests); at most \(allowed) percentage points more are allowed"
        case .firstToken(let old, let new, let allowed):
            "its first token took \(new.inMilliseconds) ms on average, the old one's \(old.inMilliseconds) ms; at most \(allowed) % more are allowed"
        case .cost(let old, let new, let allowed):
            "its requests cost \(new) USD on average, the old one's \(old) USD; at most \(allowed) % more are allowed"
        }
    }
}
