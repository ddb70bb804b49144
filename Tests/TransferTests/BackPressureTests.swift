import HTTPWire
import Loop
import Primitives
import TestKit
import Testing
import Transfer

@Suite("Back-pressure", .timeLimit(.minutes(1)))
struct BackPressureTests {
    /// Pushes as much as the client takes, up to `total` bytes; says how much that was each time it has to wait.
    @LoopActor
    final class Flood {
        static let total = 8 << 20
        private static let pattern = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 / 3) }
        private(set) var pushed = 0

        nonisolated init() {}

        func play(_ peer: Peer) async throws {
            _ = try await peer.request()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(Self.total)\r\n\r\n")
            while pushed < Self.total {
                let bytes = Self.expected(4096, after: pushed)
                peer.socket.write(bytes)
                try await peer.socket.flushed()
                pushed += bytes.count
            }
            await peer.clientGone()
        }

        /// What `count` bytes are, `offset` bytes into the body.
        static func expected(_ count: Int, after offset: Int) -> ByteSlice {
            let start = offset % 768
            return pattern[start..<(start + count)]
        }

        /// Returns when the client has stopped taking.
        func stalled() async throws {
            var last = -1
            while last != pushed || pushed == 0 {
                last = pushed
                try await EventLoop.sleep(for: .milliseconds(20))
            }
        }
    }

    /// What socket buffers and one read of curl's may hold beyond the limit.
    static let slack = 1 << 20

    @Test("a provider cannot push more than the limit to one who does not read, and all of it arrives when they do")
    func heldBack() async throws {
        try await onLoop {
            let flood = Flood()
            let server = try ScriptedServer.unix { try await flood.play($0) }
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            let response = try await client.send(server.request())
            try await flood.stalled()
            #expect(flood.pushed >= Limits.receiveBacklogBytes / 2)
            #expect(flood.pushed <= Limits.receiveBacklogBytes + Self.slack)
            var (count, wrong, largest) = (0, 0, 0)
            while let bytes = try await response.next() {
                if bytes[...] != Flood.expected(bytes.count, after: count) { wrong += 1 }
                count += bytes.count
                largest = max(largest, bytes.count)
            }
            #expect(count == Flood.total && wrong == 0)
            #expect(largest <= Limits.receiveBacklogBytes + (64 << 10))
        }
    }

    @Test("one who does not read holds up nobody else")
    func othersGoOn() async throws {
        try await onLoop {
            let flood = Flood()
            let server = try ScriptedServer.unix { try await flood.play($0) }
            let other = try ScriptedServer.unix(echo)
            defer { server.close(); other.close() }
            let client = HTTPClient()
            defer { client.close() }
            let response = try await client.send(server.request())
            try await flood.stalled()
            for number in 0..<50 { #expect(try await client.text(of: other.request("\(number)")) == "\(number)") }
            #expect(try await response.next() != nil)
        }
    }

    @Test("a held back transfer can be cancelled, and its handle used again")
    func cancelled() async throws {
        try await onLoop {
            let flood = Flood()
            let gone = Moment<Void>()
            let server = try ScriptedServer.unix { peer in
                do { try await flood.play(peer) } catch {}
                gone.happen(())
            }
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            let response = try await client.send(server.request())
            try await flood.stalled()
            _ = try await response.next()
            response.cancel()
            await gone.happened()
            #expect(client.counters.running == 0)
            let other = try ScriptedServer.unix(echo)
            defer { other.close() }
            #expect(try await client.text(of: other.request("whole")) == "whole")
        }
    }

    @Test("time in which the reader holds the provider back is not the provider's silence")
    func idleClock() async throws {
        try await onLoop {
            let flood = Flood()
            let server = try ScriptedServer.unix { try await flood.play($0) }
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            let response = try await client.send(server.request(clocks: Clocks(idle: .milliseconds(500), total: .seconds(20))))
            try await flood.stalled()
            try await EventLoop.sleep(for: .milliseconds(800))
            var count = 0
            while let bytes = try await response.next() { count += bytes.count }
            #expect(count == Flood.total)
        }
    }
}
