package import Loop
package import Primitives
package import Routing

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

    /// Requests by the revision that they began with, the latest revision last: at most ``Limits/countedRevisions``.
    package private(set) var revisions: [(revision: String, requests: Int)] = []

    /// The same by what routing made of each request.
    package let metrics = Metrics()
    /// Which modes, agents and callers there were.
    package let sightings = Sightings()

    package enum End {
        case answered, failed, cancelled

        package init(_ failure: CallFailure) { self = failure.kind == .cancelled ? .cancelled : .failed }
    }

    /// The revision of the last request, and its place among ``revisions``: most requests are of the same one.
    private var latest: Revision?
    private var place = 0

    package init() {}

    package func began(on revision: Revision) {
        requests += 1
        inFlight += 1
        if latest != revision {
            latest = revision
            place = place(of: revision.description)
        }
        revisions[place].requests += 1
    }

    private func place(of revision: String) -> Int {
        if let place = revisions.firstIndex(where: { $0.revision == revision }) { return place }
        if revisions.count == Limits.countedRevisions { revisions.removeFirst() }
        revisions.append((revision, 0))
        return revisions.count - 1
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
