package import Loop
package import Primitives

/// What the daemon has done since it started.
@LoopActor
package final class Counters {
    package private(set) var requests = 0
    package private(set) var failed = 0
    package private(set) var inFlight = 0
    package private(set) var cost = Money.zero
    package private(set) var saved = Money.zero
    /// Answers whose cost is unknown: their sum is not in ``cost``.
    package private(set) var unpriced = 0

    package init() {}

    package func began() {
        requests += 1
        inFlight += 1
    }

    package func ended(failed hasFailed: Bool, _ settlement: Settlement) {
        inFlight -= 1
        if hasFailed { failed += 1 }
        if let cost = settlement.cost { self.cost += cost } else if !hasFailed { unpriced += 1 }
        if let saved = settlement.saved { self.saved += saved }
    }
}
