internal import Primitives

/// When a source is asked next: as often as is configured, later while it is fresh, and after failures at first sooner, then ever later.
struct RefreshPace {
    /// Failures since the last answer.
    private(set) var failures = 0

    /// After an answer, whatever became of its table.
    mutating func answered(refresh: Duration, freshness: Duration?, jitter: Double) -> Duration {
        failures = 0
        return Self.spread(max(refresh, freshness ?? .zero), jitter)
    }

    mutating func failed(refresh: Duration, retryAfter: Duration?, jitter: Double) -> Duration {
        failures += 1
        let first = min(refresh, Limits.tableRetry)
        let longest = max(refresh, Limits.longestTableRetry)
        let doubled = first * (1 << min(failures - 1, 20))
        return Self.spread(max(min(doubled, longest), retryAfter ?? .zero), jitter)
    }

    /// `jitter` from 0 to 1 takes away up to a tenth, so that hosts which started together do not ask together.
    private static func spread(_ pause: Duration, _ jitter: Double) -> Duration {
        pause - .nanoseconds(Int64(Double(pause.inNanoseconds) / 10 * min(max(jitter, 0), 1)))
    }
}
