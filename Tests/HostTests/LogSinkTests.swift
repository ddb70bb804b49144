@testable import Host
import Glibc
import Primitives
import Synchronization
import Telemetry
import Testing

@Suite("Log sink")
struct LogSinkTests {
    @Test("entries arrive in order, from whichever thread")
    func order() {
        let output = Recorder()
        let sink = LogSink(output: output)
        for index in 0..<1_000 { sink.write(LogEntry(.info, message: "\(index)")) }
        #expect(sink.flush())
        #expect(output.messages == (0..<1_000).map(String.init))
    }

    @Test("a journal that is stuck blocks nobody; what does not fit is dropped and counted")
    func overflow() {
        let output = Recorder()
        output.block()
        let sink = LogSink(output: output, capacity: 10)
        sink.write(LogEntry(.info, message: "first"))
        output.waitUntilBlocked()
        for index in 0..<25 { sink.write(LogEntry(.info, message: "\(index)")) }
        #expect(!sink.flush(patience: .milliseconds(1)))
        output.unblock()
        #expect(sink.flush())
        #expect(output.messages == ["first"] + (0..<10).map(String.init) + ["the journal was too slow: 15 entries were dropped"])
        #expect(output.entries.last?.fields == [LogEntry.Field("SHUNT_LOST_ENTRIES", "15")])
        sink.write(LogEntry(.info, message: "after"))
        #expect(sink.flush())
        #expect(output.messages.last == "after")
    }

    @Test("a sink of which nothing was asked is flushed at once")
    func idleFlush() {
        #expect(LogSink(output: Recorder()).flush(patience: .zero))
    }

    @Test("lines reach their descriptor whole, even when it is full for a while")
    func fullPipe() throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        #expect(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0)
        let sink = LogSink(output: LineOutput(descriptor: ends[1], style: .plain))
        let text = String(repeating: "x", count: 999)
        for _ in 0..<300 { sink.write(LogEntry(.info, message: text)) }
        var received = 0
        var buffer = Bytes(repeating: 0, count: 1 << 16)
        while received < 300_000 {
            var ready = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
            try #require(poll(&ready, 1, 5_000) == 1)
            received += max(0, read(ends[0], &buffer, buffer.count))
        }
        #expect(received == 300_000)
        #expect(sink.flush())
        close(ends[0])
        close(ends[1])
    }
}

/// Keeps what it is given, and can be made to block.
private final class Recorder: LogOutput {
    private struct State {
        var entries: [LogEntry] = []
    }

    private let state = Mutex(State())
    private let gate = Mutex(())
    private let isBlocked = Atomic(false)
    private let isHit = Atomic(false)

    var entries: [LogEntry] { state.withLock { $0.entries } }
    var messages: [String] { entries.map(\.message) }

    func block() { isBlocked.store(true, ordering: .sequentiallyConsistent) }
    func unblock() { isBlocked.store(false, ordering: .sequentiallyConsistent) }
    func waitUntilBlocked() { while !isHit.load(ordering: .sequentiallyConsistent) { sched_yield() } }

    func write(_ entries: [LogEntry]) {
        while isBlocked.load(ordering: .sequentiallyConsistent) {
            isHit.store(true, ordering: .sequentiallyConsistent)
            usleep(100)
        }
        state.withLock { $0.entries += entries }
    }
}
