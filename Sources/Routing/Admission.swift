internal import Primitives

/// Who may begin now, who waits for a turn, and who is refused: a machine without clock and callers' names.
///
/// Requests beyond the limits wait in a queue of their caller's. A free place goes to the caller with the fewest requests under
/// way, the longest waiting first among equals, so that one busy caller delays the others no more than its share.
package struct Admission: Sendable {
    package struct Bounds: Sendable, Equatable {
        /// Requests under way.
        package var requests = Limits.requestsInFlight
        /// The same of the caller that comes.
        package var requestsPerCaller = Limits.requestsPerCaller
        /// Requests that wait for their turn.
        package var queue = Limits.queue
        /// Bytes of all requests under way or waiting.
        package var bytes = Limits.requestBytesInFlight

        package init() {}
    }

    package enum Verdict: Sendable, Equatable { case begin, wait, refuse }

    private struct Waiting {
        let ticket: Int
        let caller: Party
        /// The most that its caller may have under way.
        let most: Int
    }

    private var running: [Party: Int] = [:]
    private var total = 0
    private var bytes = 0
    /// In the order of their coming.
    private var queue: [Waiting] = []

    package init() {}

    package var waiting: Int { queue.count }

    /// A request of so many bytes comes. `ticket` is what ``ended(_:bytes:_:)`` calls it by when it may begin.
    package mutating func came(_ ticket: Int, of caller: Party, bytes size: Int, _ bounds: Bounds) -> Verdict {
        guard bytes + size <= bounds.bytes || total == 0 && queue.isEmpty else { return .refuse }
        if hasRoom(for: caller, most: bounds.requestsPerCaller, bounds) {
            begin(caller)
            bytes += size
            return .begin
        }
        guard queue.count < bounds.queue else { return .refuse }
        queue.append(Waiting(ticket: ticket, caller: caller, most: bounds.requestsPerCaller))
        bytes += size
        return .wait
    }

    /// A request under way has ended; returns the one that may begin in its place.
    package mutating func ended(_ caller: Party, bytes size: Int, _ bounds: Bounds) -> Int? {
        total -= 1
        bytes -= size
        if let count = running[caller] { running[caller] = count > 1 ? count - 1 : nil }
        return next(bounds)
    }

    /// A request that waited does so no longer; false where its turn has come already.
    package mutating func left(_ ticket: Int, bytes size: Int) -> Bool {
        guard let index = queue.firstIndex(where: { $0.ticket == ticket }) else { return false }
        queue.remove(at: index)
        bytes -= size
        return true
    }

    private mutating func next(_ bounds: Bounds) -> Int? {
        if queue.isEmpty { return nil }
        var best: (index: Int, count: Int)?
        for (index, waiting) in queue.enumerated() where hasRoom(for: waiting.caller, most: waiting.most, bounds) {
            let count = running[waiting.caller] ?? 0
            if best.map({ count < $0.count }) ?? true { best = (index, count) }
        }
        guard let best else { return nil }
        let chosen = queue.remove(at: best.index)
        begin(chosen.caller)
        return chosen.ticket
    }

    private func hasRoom(for caller: Party, most: Int, _ bounds: Bounds) -> Bool {
        total < bounds.requests && (running[caller] ?? 0) < most
    }

    private mutating func begin(_ caller: Party) {
        total += 1
        running[caller, default: 0] += 1
    }
}
