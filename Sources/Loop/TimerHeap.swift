internal import Primitives

/// An action that the loop owes at a moment, until it is cancelled.
@LoopActor
package final class TimerToken {
    fileprivate(set) var deadline: Instant
    /// Breaks ties, so that of two equal deadlines the one set first is first.
    fileprivate var order: UInt64
    /// Where it stands in the heap; nil when it fired or was cancelled.
    fileprivate var position: Int?
    fileprivate var action: (@LoopActor () -> Void)?

    fileprivate init(deadline: Instant, order: UInt64, action: @escaping @LoopActor () -> Void) {
        self.deadline = deadline
        self.order = order
        self.action = action
    }

    package var isPending: Bool { position != nil }

    /// The action will not run. Harmless when it has run.
    package func cancel() {
        action = nil
        EventLoop.core.timers.remove(self)
    }

    /// Moves a pending action to `delay` from now; false when it has run or was cancelled.
    @discardableResult
    package func postpone(to delay: Duration) -> Bool {
        guard position != nil else { return false }
        EventLoop.core.timers.move(self, to: Clock.monotonic + delay)
        return true
    }

    fileprivate func isBefore(_ other: TimerToken) -> Bool {
        (deadline, order) < (other.deadline, other.order)
    }
}

/// Pending timers, the nearest on top: a binary heap whose members know their place, so that one can be taken out of the middle.
@LoopActor
struct TimerHeap {
    private var heap: [TimerToken] = []
    private var orders: UInt64 = 0

    nonisolated init() {}

    var nearest: Instant? { heap.first?.deadline }
    var count: Int { heap.count }

    mutating func add(at deadline: Instant, _ action: @escaping @LoopActor () -> Void) -> TimerToken {
        orders += 1
        let token = TimerToken(deadline: deadline, order: orders, action: action)
        heap.append(token)
        rise(heap.count - 1)
        return token
    }

    /// Takes out the nearest timer that is due at `now` and returns its action.
    mutating func popDue(at now: Instant) -> (@LoopActor () -> Void)? {
        while let token = heap.first, token.deadline <= now {
            remove(token)
            if let action = token.action {
                token.action = nil
                return action
            }
        }
        return nil
    }

    mutating func remove(_ token: TimerToken) {
        guard let position = token.position else { return }
        token.position = nil
        let last = heap.removeLast()
        guard last !== token else { return }
        heap[position] = last
        settle(position)
    }

    mutating func move(_ token: TimerToken, to deadline: Instant) {
        guard let position = token.position else { return }
        orders += 1
        token.deadline = deadline
        token.order = orders
        settle(position)
    }

    private mutating func settle(_ position: Int) {
        rise(position)
        sink(position)
    }

    private mutating func rise(_ start: Int) {
        var position = start
        let token = heap[position]
        while position > 0 {
            let parent = (position - 1) / 2
            guard token.isBefore(heap[parent]) else { break }
            heap[position] = heap[parent]
            heap[position].position = position
            position = parent
        }
        heap[position] = token
        token.position = position
    }

    private mutating func sink(_ start: Int) {
        var position = start
        let token = heap[position]
        while true {
            var child = 2 * position + 1
            if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
            guard child < heap.count, heap[child].isBefore(token) else { break }
            heap[position] = heap[child]
            heap[position].position = position
            position = child
        }
        heap[position] = token
        token.position = position
    }
}
