import Glibc
import Loop
import Primitives
import TestKit
import Testing

@Suite("StreamSocket")
struct StreamSocketTests {
    @Test("what one side writes the other reads, joined when it was written in one tick")
    func roundTrip() async throws {
        try await onLoop {
            let pair = try SocketPair()
            pair.near.write(Array("hello ".utf8))
            pair.near.write(Array("world".utf8))
            #expect(try await pair.far.read() == Array("hello world".utf8))
            pair.far.write(Array("bye".utf8))
            #expect(try await pair.near.read() == Array("bye".utf8))
            pair.near.close()
            pair.far.close()
        }
    }

    @Test("bytes that were written before the close arrive, then the end")
    func closeDelivers() async throws {
        try await onLoop {
            let pair = try SocketPair()
            pair.near.write(Array("last words".utf8))
            pair.near.close()
            #expect(try await pair.far.readAll() == Array("last words".utf8))
            #expect(try await pair.far.read() == [])
        }
    }

    @Test("a peer that finished sending is no hangup, and still receives")
    func halfClose() async throws {
        try await onLoop {
            let pair = try SocketPair()
            var hangups = 0
            pair.far.onHangup = { hangups += 1 }
            pair.near.write(Array("question".utf8))
            pair.near.shutdownSending()
            #expect(try await pair.far.readAll() == Array("question".utf8))
            #expect(hangups == 0)
            pair.far.write(Array("answer".utf8))
            pair.far.close()
            #expect(try await pair.near.readAll() == Array("answer".utf8))
            #expect(hangups == 0)
        }
    }

    @Test("a peer that goes away is a hangup, told once, while nobody reads")
    func hangup() async throws {
        try await onLoop {
            let pair = try SocketPair()
            let heard = OneShot()
            var hangups = 0
            pair.far.onHangup = {
                hangups += 1
                heard.fire()
            }
            pair.near.close()
            await heard.wait()
            pair.far.write([1])
            await Task.yield()
            #expect(hangups == 1)
            await #expect(throws: SocketError.peerGone) { try await pair.far.flushed() }
        }
    }

    @Test("whoever asks for the hangup after it happened is told, too")
    func lateHangup() async throws {
        try await onLoop {
            let pair = try SocketPair()
            pair.near.close()
            #expect(try await pair.far.read() == [])
            let heard = OneShot()
            pair.far.onHangup = { heard.fire() }
            await heard.wait()
        }
    }

    @Test("a reader that stops makes a backlog, and writers wait until it is drained")
    func backPressure() async throws {
        try await onLoop {
            let pair = try SocketPair()
            let total = 4 << 20
            let written = (0..<total).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            pair.near.write(written)
            await Task.yield()
            await Task.yield()
            #expect(pair.near.backlog > Limits.writeBacklogBytes)
            var isDrained = false
            let writer = Task { @LoopActor in
                try await pair.near.drained()
                isDrained = true
                #expect(pair.near.backlog <= Limits.writeBacklogBytes / 2)
            }
            await Task.yield()
            #expect(!isDrained)
            #expect(try await pair.far.readAll(upTo: total) == written)
            try await writer.value
            try await pair.near.flushed()
            #expect(pair.near.backlog == 0)
        }
    }

    @Test("a writer whose reader vanishes is told")
    func writerOfVanishedReader() async throws {
        try await onLoop {
            let pair = try SocketPair()
            pair.near.write(Bytes(repeating: 7, count: 4 << 20))
            let writer = Task { @LoopActor in try await pair.near.drained() }
            try await EventLoop.sleep(for: .milliseconds(1))
            pair.far.close()
            let result = await writer.result
            #expect(throws: SocketError.peerGone) { try result.get() }
            #expect(pair.near.backlog == 0)
        }
    }

    @Test("a task that waits in read is cancelled at once, and the socket can be read again")
    func cancelRead() async throws {
        try await onLoop {
            let pair = try SocketPair()
            let reader = Task { @LoopActor in try await pair.near.read() }
            await Task.yield()
            reader.cancel()
            let result = await reader.result
            #expect(throws: SocketError.cancelled) { try result.get() }
            pair.far.write([42])
            #expect(try await pair.near.read() == [42])
        }
    }

    @Test("a task that waits for room is cancelled at once")
    func cancelDrained() async throws {
        try await onLoop {
            let pair = try SocketPair()
            pair.near.write(Bytes(repeating: 7, count: 4 << 20))
            let writer = Task { @LoopActor in try await pair.near.drained() }
            await Task.yield()
            writer.cancel()
            let result = await writer.result
            #expect(throws: SocketError.cancelled) { try result.get() }
        }
    }

    @Test("cancelling from another thread resumes the reader as well")
    func cancelFromAfar() async throws {
        EventLoop.start()
        let pair = try await onLoop { try SocketPair() }
        let reader = Task { @LoopActor in try await pair.near.read() }
        reader.cancel()
        let result = await reader.result
        #expect(throws: SocketError.cancelled) { try result.get() }
    }

    @Test("closing ends a waiting read")
    func closeEndsRead() async throws {
        try await onLoop {
            let pair = try SocketPair()
            let reader = Task { @LoopActor in try await pair.near.read() }
            await Task.yield()
            pair.near.close()
            let result = await reader.result
            #expect(throws: SocketError.closed) { try result.get() }
            await #expect(throws: SocketError.closed) { try await pair.near.read() }
            await #expect(throws: SocketError.closed) { try await pair.near.drained() }
        }
    }

    @Test("a socket that nobody holds any more is closed")
    func dropped() async throws {
        try await onLoop {
            let far: StreamSocket
            do { far = try SocketPair().far }
            #expect(try await far.read() == [])
        }
    }

    @Test("descriptor numbers are reused without crosstalk")
    func reuse() async throws {
        try await onLoop {
            for round in 0..<200 {
                let pair = try SocketPair()
                pair.near.write([UInt8(round)])
                #expect(try await pair.far.read() == [UInt8(round)])
                // The events of this close may still be under way when the next pair takes the numbers.
                pair.near.close()
                pair.far.close()
            }
        }
    }

    @Test("bulk in both directions arrives whole", arguments: [1, 1_000, 16 << 10, 1 << 20])
    func bulk(chunk: Int) async throws {
        try await onLoop {
            let pair = try SocketPair()
            let total = min(2 << 20, chunk * 20_000)
            async let received = pair.far.readAll(upTo: total / chunk * chunk)
            for index in 0..<total / chunk {
                pair.near.write(Bytes(repeating: UInt8(truncatingIfNeeded: index), count: chunk))
                try await pair.near.drained()
            }
            let bytes = try await received
            #expect(bytes.count == total / chunk * chunk)
            #expect(bytes.indices.allSatisfy { bytes[$0] == UInt8(truncatingIfNeeded: $0 / chunk) })
        }
    }
}
