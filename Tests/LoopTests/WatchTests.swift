import Glibc
@testable import Loop
import Primitives
import TestKit
import Testing

@Suite("Watches")
struct WatchTests {
    @Test("a watch reports what its descriptor is ready for, until it is cancelled")
    func report() async throws {
        try await onLoop {
            let pipe = try Pipe()
            let heard = OneShot()
            var count = 0
            let watch = try EventLoop.watch(pipe.output.number, .readable) { ready in
                count += 1
                #expect(ready == .readable)
                heard.fire()
            }
            pipe.send()
            await heard.wait()
            watch.cancel()
            let before = count
            try await EventLoop.sleep(for: .milliseconds(2))
            #expect(count == before)
        }
    }

    @Test("a callback may cancel another watch whose event is in the same batch")
    func cancelWithinBatch() async throws {
        try await onLoop {
            let pipes = try (0..<8).map { _ in try Pipe() }
            var calls = 0
            let watches = Watches()
            let heard = OneShot()
            for pipe in pipes {
                watches.all.append(try EventLoop.watch(pipe.number, .readable) { _ in
                    calls += 1
                    for watch in watches.all { watch.cancel() }
                    heard.fire()
                })
            }
            for pipe in pipes { pipe.send() }
            await heard.wait()
            try await EventLoop.sleep(for: .milliseconds(2))
            #expect(calls == 1)
        }
    }

    @Test("an event for a descriptor that was closed in its batch does not reach the next holder of its number")
    func numberReusedWithinBatch() async throws {
        try raiseDescriptorLimit(to: 4_096)
        try await onLoop {
            let trigger = try Pipe()
            var victim: Pipe? = try Pipe(lowest: 3_000)
            let number = try #require(victim?.number)
            var stale: Watch?
            var newcomerCalls = 0
            var newcomer: Watch?
            var replacement: Pipe?
            let heard = OneShot()
            // Both become ready before the loop looks, the trigger first.
            let first = try EventLoop.watch(trigger.output.number, [.readable, .onChange]) { _ in
                stale?.cancel()
                victim = nil
                replacement = try? Pipe(lowest: 3_000)
                #expect(replacement?.number == number)
                newcomer = try? EventLoop.watch(number, .readable) { _ in newcomerCalls += 1 }
                heard.fire()
            }
            stale = try EventLoop.watch(number, [.readable, .onChange]) { _ in }
            trigger.send()
            victim?.send()
            await heard.wait()
            try await EventLoop.sleep(for: .milliseconds(1))
            #expect(newcomerCalls == 0)
            newcomer?.cancel()
            first.cancel()
            _ = replacement
        }
    }

    @Test("cancelling after the descriptor was closed leaves the next holder of its number alone")
    func cancelAfterClose() async throws {
        try raiseDescriptorLimit(to: 4_096)
        try await onLoop {
            var old: Pipe? = try Pipe(lowest: 3_500)
            let number = try #require(old?.number)
            let stale = try EventLoop.watch(number, .readable) { _ in Issue.record("stale") }
            old = nil
            let new = try Pipe(lowest: 3_500)
            try #require(new.number == number)
            let heard = OneShot()
            let fresh = try EventLoop.watch(number, .readable) { _ in heard.fire() }
            stale.cancel()
            new.send()
            await heard.wait()
            fresh.cancel()
        }
    }

    @Test("a watch may change what it reports")
    func update() async throws {
        try await onLoop {
            let pair = try DescriptorPair()
            var reports: [Readiness] = []
            let heard = OneShot()
            let watch = try EventLoop.watch(pair.near.number, []) { ready in
                reports.append(ready)
                heard.fire()
            }
            try await EventLoop.sleep(for: .milliseconds(1))
            #expect(reports == [])
            try watch.update(.writable)
            await heard.wait()
            #expect(reports.first == .writable)
            watch.cancel()
            try watch.update(.readable)
        }
    }

    @Test("what cannot be watched is an error")
    func unwatchable() async throws {
        try await onLoop {
            let file = Descriptor(adopting: open("/proc/self/status", O_RDONLY | O_CLOEXEC))
            #expect(throws: SystemError("watch descriptor \(file.number)", code: EPERM)) {
                try EventLoop.watch(file.number, .readable) { _ in }
            }
            #expect(throws: SystemError("watch descriptor -1", code: EBADF)) { try EventLoop.watch(-1, .readable) { _ in } }
        }
    }

    @Test("a tag of an earlier use of a place finds nobody")
    func tags() async throws {
        try await onLoop {
            var table = WatchTable()
            let first = Watch(descriptor: 1, interest: []) { _ in }
            let second = Watch(descriptor: 2, interest: []) { _ in }
            let old = table.add(first)
            table.remove(old)
            table.remove(old)
            let new = table.add(second)
            #expect(new.place == old.place)
            #expect(table[old] == nil)
            #expect(table[new] === second)
            #expect(WatchTable.Tag(bits: new.bits) == new)
            #expect(table[WatchTable.Tag(place: 99, generation: 0)] == nil)
        }
    }
}

@LoopActor
private final class Watches {
    var all: [Watch] = []
}

private final class Pipe {
    let output: Descriptor
    let input: Descriptor
    var number: Int32 { output.number }

    /// `lowest`: where the search for a free number begins. Above what anybody else uses, the number of a descriptor that was
    /// closed just now is sure to be the next.
    init(lowest: Int32 = 0) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SystemError("pipe", code: errno) }
        if lowest > 0 {
            let number = fcntl(ends[0], F_DUPFD, lowest)
            close(ends[0])
            ends[0] = number
        }
        guard ends[0] >= 0 else { throw SystemError("pipe", code: errno) }
        output = Descriptor(adopting: ends[0])
        input = Descriptor(adopting: ends[1])
    }

    func send() { _ = write(input.number, "x", 1) }
}

private final class DescriptorPair {
    let near: Descriptor
    let far: Descriptor

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else { throw SystemError("socketpair", code: errno) }
        near = Descriptor(adopting: ends[0])
        far = Descriptor(adopting: ends[1])
    }
}
