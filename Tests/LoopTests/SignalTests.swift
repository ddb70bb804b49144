import Glibc
import Loop
import Primitives
import TestKit
import Testing

/// Signals are sent to the loop's own thread: the test process has others, which do not block them.
@Suite("Signals", .serialized)
struct SignalTests {
    @Test("a signal arrives on the loop, between other code")
    func arrives() async throws {
        try await onLoop {
            let heard = OneShot()
            var received: [Int32] = []
            try EventLoop.onSignals([SIGUSR1]) { signal in
                #expect(LoopExecutor.shared.isCurrentThread)
                received.append(signal)
                heard.fire()
            }
            raise(SIGUSR1)
            #expect(received == [])
            await heard.wait()
            #expect(received == [SIGUSR1])
        }
    }

    @Test("signals keep arriving, each by its own handler, and a later handler replaces an earlier one")
    func several() async throws {
        try await onLoop {
            var received: [String] = []
            for round in 0..<3 {
                let heard = [OneShot(), OneShot()]
                try EventLoop.onSignals([SIGUSR1]) { _ in
                    received.append("first \(round)")
                    heard[0].fire()
                }
                try EventLoop.onSignals([SIGUSR2]) { _ in
                    received.append("second \(round)")
                    heard[1].fire()
                }
                raise(SIGUSR1)
                raise(SIGUSR2)
                for shot in heard { await shot.wait() }
            }
            #expect(received.sorted() == (0..<3).flatMap { ["first \($0)", "second \($0)"] }.sorted())
        }
    }

    @Test("writing to a closed pipe does not end the process")
    func brokenPipe() async throws {
        try await onLoop {
            var ends: [Int32] = [-1, -1]
            #expect(pipe(&ends) == 0)
            close(ends[0])
            #expect(write(ends[1], "x", 1) == -1 && errno == EPIPE)
            close(ends[1])
        }
    }
}
