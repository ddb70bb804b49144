import CLinux
import Glibc
import Loop
import Primitives
import TestKit
import Testing

@Suite("A program's streams")
struct ProgramStreamTests {
    @Test("carry more than a pipe holds, to a reader who comes later")
    func slowReader() async throws {
        let text = Bytes((0..<300_000).map { UInt8(truncatingIfNeeded: $0) })
        let received = try await onLoop {
            let pipe = try Pipe()
            let writing = Task { @LoopActor in
                try await pipe.writer.write(text)
                pipe.closeWriter()
            }
            try await EventLoop.sleep(for: .milliseconds(2))
            var received = Bytes()
            while case let bytes = try await pipe.reader.read(), !bytes.isEmpty { received += bytes }
            try await writing.value
            return received
        }
        #expect(received == text)
    }

    @Test("leave a wait when their task is cancelled")
    func cancelled() async throws {
        try await onLoop {
            let pipe = try Pipe()
            let writing = Task { @LoopActor in try await pipe.writer.write(Bytes(repeating: 1, count: 300_000)) }
            let other = try Pipe()
            let reading = Task { @LoopActor in try await other.reader.read() }
            try await EventLoop.sleep(for: .milliseconds(2))
            writing.cancel()
            reading.cancel()
            await #expect(throws: SocketError.cancelled) { try await writing.value }
            await #expect(throws: SocketError.cancelled) { _ = try await reading.value }
        }
    }

    @Test("say that nobody reads any more")
    func noReader() async throws {
        try await onLoop {
            let pipe = try Pipe()
            pipe.closeReader()
            await #expect(throws: SocketError.peerGone) { try await pipe.writer.write([1]) }
        }
    }

    @Test("may be files and devices, which no loop can watch")
    func device() async throws {
        try await onLoop {
            let number = open("/dev/null", O_RDWR | O_CLOEXEC)
            let null = Descriptor(adopting: number)
            let stream = ProgramStream(null.number)
            try await stream.write([1, 2, 3])
            #expect(try await stream.read().isEmpty)
            #expect(!stream.isTerminal)
            #expect(stream.columns == nil)
        }
    }

    @Test("know a terminal and its width")
    func terminal() async throws {
        try await onLoop {
            var numbers: (master: Int32, line: Int32) = (-1, -1)
            var size = winsize(ws_row: 24, ws_col: 132, ws_xpixel: 0, ws_ypixel: 0)
            try #require(openpty(&numbers.master, &numbers.line, nil, nil, &size) == 0)
            let master = Descriptor(adopting: numbers.master)
            let line = Descriptor(adopting: numbers.line)
            let stream = ProgramStream(line.number)
            #expect(stream.isTerminal)
            #expect(stream.columns == 132)
            try await stream.write(Bytes("x".utf8))
            #expect(try await ProgramStream(master.number).read().text == "x")
            #expect(Glibc.write(master.number, "typed\n", 6) == 6)
            #expect(try await stream.read().text == "typed\n")
        }
    }
}

/// A pipe as two streams of a program.
@LoopActor
private final class Pipe {
    private let numbers: [Int32]
    private var open: Set<Int>
    let reader: ProgramStream
    let writer: ProgramStream

    init() throws {
        var numbers: [Int32] = [-1, -1]
        guard pipe(&numbers) == 0 else { throw SystemError("pipe", code: errno) }
        self.numbers = numbers
        open = [0, 1]
        reader = ProgramStream(numbers[0])
        writer = ProgramStream(numbers[1])
    }

    isolated deinit { for end in open { close(numbers[end]) } }

    func closeReader() { closeEnd(0) }
    func closeWriter() { closeEnd(1) }

    private func closeEnd(_ end: Int) {
        if open.remove(end) != nil { close(numbers[end]) }
    }
}
