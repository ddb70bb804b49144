@testable import Loop
import Primitives
import TestKit
import Testing

@Suite("Timers")
struct TimerTests {
    @Test("of timers with one deadline the one set first is first")
    func ties() async throws {
        let fired = try await onLoop {
            var heap = TimerHeap()
            var fired: [Int] = []
            for index in 0..<20 { _ = heap.add(at: Instant(nanoseconds: Int64(index / 10))) { fired.append(index) } }
            #expect(heap.nearest == Instant(nanoseconds: 0))
            while let action = heap.popDue(at: Instant(nanoseconds: 1)) { action() }
            #expect(heap.nearest == nil)
            return fired
        }
        #expect(fired == Array(0..<20))
    }

    @Test("whatever is added, moved and cancelled, the rest comes out in order")
    func heapOrder() async throws {
        try await onLoop {
            var random = SeededGenerator(seed: 7)
            var heap = TimerHeap()
            var tokens: [TimerToken] = []
            for _ in 0..<500 { tokens.append(heap.add(at: Instant(nanoseconds: .random(in: 0..<100, using: &random))) {}) }
            for (index, token) in tokens.enumerated() {
                if index % 3 == 0 { heap.remove(token) }
                if index % 5 == 0 { heap.move(token, to: Instant(nanoseconds: .random(in: 0..<100, using: &random))) }
            }
            var deadlines: [Instant] = []
            while let nearest = heap.nearest {
                deadlines.append(nearest)
                #expect(heap.popDue(at: nearest) != nil)
            }
            #expect(deadlines.count == tokens.indices.count { $0 % 3 != 0 })
            #expect(deadlines == deadlines.sorted())
        }
    }

    @Test("timers fire in the order of their deadlines")
    func order() async throws {
        let fired = try await onLoop {
            var fired: [Int] = []
            for delay in [5, 1, 4, 2, 3] { EventLoop.schedule(after: .milliseconds(delay)) { fired.append(delay) } }
            try await EventLoop.sleep(for: .milliseconds(6))
            return fired
        }
        #expect(fired == [1, 2, 3, 4, 5])
    }

    @Test("a timer never fires early")
    func notEarly() async throws {
        let lasted = try await onLoop {
            let start = Clock.monotonic
            try await EventLoop.sleep(for: .microseconds(2_500))
            return Clock.monotonic - start
        }
        #expect(lasted >= .microseconds(2_500))
    }

    @Test("a cancelled timer does not fire, wherever it stands")
    func cancel() async throws {
        let fired = try await onLoop {
            var fired: [Int] = []
            let tokens = (0..<50).map { index in
                EventLoop.schedule(after: .microseconds(index * 37 % 50 * 20)) { fired.append(index) }
            }
            for index in stride(from: 0, to: 50, by: 3) { tokens[index].cancel() }
            try await EventLoop.sleep(for: .milliseconds(3))
            #expect(tokens.allSatisfy { !$0.isPending })
            return fired
        }
        #expect(fired.sorted() == (0..<50).filter { $0 % 3 != 0 })
    }

    @Test("a postponed timer fires at its new time only")
    func postpone() async throws {
        let fired = try await onLoop {
            var fired: [String] = []
            let token = EventLoop.schedule(after: .milliseconds(1)) { fired.append("postponed") }
            #expect(token.postpone(to: .milliseconds(6)))
            EventLoop.schedule(after: .milliseconds(3)) { fired.append("other") }
            try await EventLoop.sleep(for: .milliseconds(8))
            #expect(!token.postpone(to: .milliseconds(1)))
            return fired
        }
        #expect(fired == ["other", "postponed"])
    }

    @Test("a timer may cancel one that is due in the same tick")
    func cancelWithinTick() async throws {
        let fired = try await onLoop {
            var fired: [Int] = []
            var second: TimerToken?
            EventLoop.schedule(after: .milliseconds(1)) {
                fired.append(1)
                second?.cancel()
            }
            second = EventLoop.schedule(after: .milliseconds(1)) { fired.append(2) }
            try await EventLoop.sleep(for: .milliseconds(4))
            return fired
        }
        #expect(fired == [1])
    }

    @Test("a cancelled task leaves its sleep at once")
    func cancelSleep() async throws {
        let outcome = try await onLoop {
            let start = Clock.monotonic
            let task = Task { @LoopActor in try await EventLoop.sleep(for: .seconds(600)) }
            await Task.yield()
            task.cancel()
            let result = await task.result
            return (throws: (try? result.get()) == nil, lasted: Clock.monotonic - start)
        }
        #expect(outcome.throws)
        #expect(outcome.lasted < .seconds(60))
    }

    @Test("a task that was cancelled before does not sleep")
    func cancelledBefore() async throws {
        let error = try await onLoop {
            let task = Task { @LoopActor in
                withUnsafeCurrentTask { $0?.cancel() }
                try await EventLoop.sleep(for: .seconds(600))
            }
            return await task.result
        }
        #expect(throws: CancellationError.self) { try error.get() }
    }
}
