package import Primitives

/// How many requests callers make a minute: each may make its whole number at once, and then one whenever its part of a minute has passed
/// (the generic cell rate algorithm, ITU-T I.371).
package struct CallRates: Sendable {
    /// When each caller may make its whole number at once again; those for whom that is now are left out in time.
    private var due: [Party: Instant] = [:]
    private let capacity: Int

    package init(capacity: Int = Limits.countedCallers) { self.capacity = capacity }

    /// Counts a request; or returns how long until the caller may make one, and counts nothing.
    package mutating func came(_ caller: Party, perMinute: Int, now: Instant) -> Duration? {
        let own = Duration.seconds(60) / max(perMinute, 1)
        let next = max(due[caller] ?? now, now) + own
        let excess = next - now - .seconds(60)
        if excess > .zero { return excess }
        if due.count >= capacity, due[caller] == nil {
            due = due.filter { $0.value > now }
            if due.count >= capacity { return own }
        }
        due[caller] = next
        return nil
    }
}
