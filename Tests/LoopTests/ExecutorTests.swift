import Glibc
import Loop
import Primitives
import TestKit
import Testing

@Suite("Executor")
struct ExecutorTests {
    @Test("code on the loop runs on one thread, awaited functions without isolation included")
    func oneThread() async throws {
        let threads = try await onLoop {
            var threads: Set<UInt> = [UInt(pthread_self())]
            for _ in 0..<10 {
                await Task.yield()
                threads.insert(UInt(pthread_self()))
                threads.insert(await currentThread())
                try await EventLoop.sleep(for: .zero)
                threads.insert(UInt(pthread_self()))
            }
            return threads
        }
        #expect(threads.count == 1)
    }

    @Test("child tasks run on the loop's thread")
    func childTasks() async throws {
        let threads = try await onLoop {
            await withTaskGroup(of: UInt.self) { group in
                for _ in 0..<100 { group.addTask { await currentThread() } }
                var threads: Set<UInt> = [UInt(pthread_self())]
                for await thread in group { threads.insert(thread) }
                return threads
            }
        }
        #expect(threads.count == 1)
    }

    @Test("jobs that many threads hand over all run, once each")
    func handover() async throws {
        EventLoop.start()
        let total = try await withThrowingTaskGroup(of: Void.self) { group in
            let counter = Counter()
            for _ in 0..<8 {
                group.addTask { for _ in 0..<2_000 { await counter.increment() } }
            }
            try await group.waitForAll()
            return await counter.value
        }
        #expect(total == 16_000)
    }

    @Test("tasks that keep the loop busy do not starve timers")
    func fairness() async throws {
        try await onLoop {
            var isOver = false
            EventLoop.schedule(after: .milliseconds(1)) { isOver = true }
            while !isOver { await Task.yield() }
        }
    }

    @Test("what an action at the end of a tick asks for is done before the loop waits")
    func settling() async throws {
        try await onLoop {
            let waiter = OneShot()
            EventLoop.atEndOfTick { EventLoop.atEndOfTick { waiter.fire() } }
            await waiter.wait()
        }
    }

    @Test("assumeOnLoop gives the loop's isolation to a callback")
    func assume() async throws {
        let isSame = try await onLoop {
            await withCheckedContinuation { continuation in
                EventLoop.schedule(after: .zero) {
                    let callback: () -> Bool = { EventLoop.assumeOnLoop { LoopExecutor.shared.isCurrentThread } }
                    continuation.resume(returning: callback())
                }
            }
        }
        #expect(isSame)
    }
}

private func currentThread() async -> UInt { UInt(pthread_self()) }

@LoopActor
private final class Counter {
    private(set) var value = 0
    nonisolated init() {}
    func increment() { value += 1 }
}

@LoopActor
final class OneShot {
    private var continuation: CheckedContinuation<Void, Never>?
    private var isFired = false

    func fire() {
        isFired = true
        continuation.take()?.resume()
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            if isFired { continuation.resume() } else { self.continuation = continuation }
        }
    }
}
