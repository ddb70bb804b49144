package import Loop
package import Primitives

/// What the daemon has done since it started.
@LoopActor
package final class Counters {
    package private(set) var requests = 0
    package private(set) var failed = 0
    /// Ended by their callers before their answers did.
    package private(set) var cancelled = 0
    package private(set) var inFlight = 0
    package private(set) var cost = Money.zero
    package private(set) var saved = Money.zero
    /// The part of ``cost`` that went to calls which others outpaced.
    package private(set) var hedged = Money.zero
    /// Answers whose cost is unknown: their sum is not in ``cost``.
    package private(set) var unpriced = 0

    /// The same by what routing made of each request.
    package let metrics = Metrics()

    package enum End {
        case answered, failed, cancelled

        package init(_ failure: CallFailure) { self = failure.kind == .cancelled ? .cancelled : .failed }
    }

    package init() {}

    package func began() {
        requests += 1
        inFlight += 1
    }

    package func ended(_ end: End, _ settlement: Settlement) {
        inFlight -= 1
        switch end {
        case .answered: if settlement.cost == nil { unpriced += 1 }
        case .failed: failed += 1
        case .cancelled: cancelled += 1
        }
        if let cost = settlement.cost { self.cost += cost }
        if let saved = settlement.saved { self.saved += saved }
        if let hedged = settlement.hedged { self.hedged += hedged }
    }
}
