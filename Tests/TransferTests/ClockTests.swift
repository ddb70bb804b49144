import HTTPWire
import Loop
import Primitives
import TestKit
import Testing
import Transfer

@Suite("Clocks", .timeLimit(.minutes(1)))
struct ClockTests {
    @LoopActor
    private func error(_ clocks: Clocks, _ script: @escaping ScriptedServer.Script) async throws -> TransferError? {
        let gone = Moment<Void>()
        let server = try ScriptedServer.unix { peer in
            do {
                try await script(peer)
                await peer.clientGone()
            } catch {}
            gone.happen(())
        }
        defer { server.close() }
        let client = HTTPClient()
        defer { client.close() }
        do throws(TransferError) {
            let response = try await client.send(server.request(clocks: clocks))
            while try await response.next() != nil {}
            return nil
        } catch {
            #expect(client.counters.running == 0)
            await gone.happened()
            return error
        }
    }

    @Test("a silent server runs out the first-byte clock, and its connection closes")
    func firstByte() async throws {
        try await onLoop {
            let error = try await error(Clocks(connect: .seconds(20), firstByte: .milliseconds(20), idle: .seconds(20))) { _ = try await $0.request() }
            #expect(error == .timeout(.firstByte))
        }
    }

    @Test("an interim response is no first byte")
    func interim() async throws {
        try await onLoop {
            let error = try await error(Clocks(firstByte: .milliseconds(20), idle: .seconds(20))) { peer in
                _ = try await peer.request()
                peer.send("HTTP/1.1 103 Early Hints\r\n\r\n")
            }
            #expect(error == .timeout(.firstByte))
        }
    }

    @Test("silence within the head or the body runs out the idle clock", arguments: ["", "Content-Length: 9\r\n\r\n", "Content-Length: 9\r\n\r\nhalf"])
    func idle(_ rest: String) async throws {
        try await onLoop {
            let error = try await error(Clocks(firstByte: .seconds(20), idle: .milliseconds(20), total: .seconds(20))) { peer in
                _ = try await peer.request()
                peer.send("HTTP/1.1 200 OK\r\n" + rest)
            }
            #expect(error == .timeout(.idle))
        }
    }

    @Test("bytes that keep coming keep the idle clock from running out, and the total clock ends them")
    func total() async throws {
        try await onLoop {
            let error = try await error(Clocks(firstByte: .seconds(20), idle: .seconds(2), total: .milliseconds(150))) { peer in
                _ = try await peer.request()
                peer.send("HTTP/1.1 200 OK\r\n\r\n")
                while peer.socket.isOpen {
                    peer.send("x")
                    try await peer.socket.flushed()
                    try await EventLoop.sleep(for: .milliseconds(5))
                }
            }
            #expect(error == .timeout(.total))
        }
    }

    @Test("a server that never finishes TLS runs out the connect clock")
    func connect() async throws {
        try await onLoop {
            let server = try ScriptedServer.tcp { await $0.clientGone() }
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            var request = server.request(clocks: Clocks(connect: .milliseconds(30), firstByte: .seconds(20)))
            request.url = "https" + request.url.dropFirst("http".count)
            await #expect(throws: TransferError.timeout(.connect)) { try await client.send(request) }
            #expect(client.counters.running == 0)
        }
    }

    @Test("clocks that do not run out leave no timer behind")
    func cleared() async throws {
        try await onLoop {
            let server = try ScriptedServer.unix(echo)
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            let clock = Duration.seconds(1)
            let clocks = Clocks(connect: clock, firstByte: clock, idle: clock, total: clock)
            let response = try await client.send(server.request("kept", clocks: clocks))
            while client.counters.running > 0 { await Task.yield() }
            try await EventLoop.sleep(for: clock * 1.1)
            #expect(try await response.text() == "kept")
        }
    }
}
