import HTTPWire
import Loop
import Primitives
import TestKit
import Testing
import Transfer

@Suite("TLS", .timeLimit(.minutes(1)), .enabled(if: TLSServer.isAvailable, "nginx or openssl is not installed: nothing here speaks TLS"))
struct TLSTests {
    @LoopActor
    private func request(_ server: TLSServer, _ body: String, host: String = "localhost") -> OutgoingRequest {
        OutgoingRequest(url: "https://\(host):\(server.port)/v1", body: Bytes(body.utf8), clocks: Clocks(connect: .seconds(10), total: .seconds(20)))
    }

    @Test("a server vouched for is talked to, over HTTP/2, many requests on one connection", arguments: ["file", "folder"])
    func multiplexed(_ kind: String) async throws {
        try await onLoop {
            let upstream = try ScriptedServer.unix(echo)
            defer { upstream.close() }
            let server = try await TLSServer.start(upstream: upstream.unixSocket)
            if kind == "folder" { try server.openssl(["rehash", "."]) }
            let client = HTTPClient(authorities: kind == "file" ? TrustedAuthorities(file: server.authority) : TrustedAuthorities(folder: server.folderPath))
            defer { client.close() }
            let first = try await client.send(request(server, "first"))
            #expect(first.isHTTP2 && first.status == 200 && !first.isCloseDelimited)
            #expect(try await first.text() == "first")
            var tasks: [Task<String, any Error>] = []
            for number in 0..<50 {
                let request = request(server, "\(number)")
                tasks.append(Task(executorPreference: LoopExecutor.shared) { try await client.text(of: request) })
            }
            for (number, task) in tasks.enumerated() { #expect(try await task.value == "\(number)") }
            #expect(client.counters.connectionsEverOpened == 1)
        }
    }

    @Test("a server that nobody vouches for, or that is another one, is not talked to")
    func untrusted() async throws {
        try await onLoop {
            let upstream = try ScriptedServer.unix(echo)
            defer { upstream.close() }
            let server = try await TLSServer.start(upstream: upstream.unixSocket)
            for (authorities, host) in [
                (TrustedAuthorities(), "localhost"), (TrustedAuthorities(file: server.authority), "127.0.0.1"),
                (TrustedAuthorities(file: "/nowhere.pem"), "localhost"), (TrustedAuthorities(folder: "/nowhere"), "localhost"),
            ] {
                let client = HTTPClient(authorities: authorities)
                defer { client.close() }
                do throws(TransferError) {
                    _ = try await client.send(request(server, "", host: host))
                    #expect(Bool(false), "\(authorities) \(host)")
                } catch {
                    guard case .tls = error else { return #expect(Bool(false), "\(error)") }
                }
            }
            #expect(upstream.connections == 0)
        }
    }

    @Test("cancelling one stream of a connection leaves the others alone")
    func cancelOne() async throws {
        try await onLoop {
            let upstream = try ScriptedServer.unix { peer in
                while let request = try await peer.request() {
                    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
                    if request.body.text == "stall" { return await peer.clientGone() }
                    peer.send("0\r\n\r\n")
                }
            }
            defer { upstream.close() }
            let server = try await TLSServer.start(upstream: upstream.unixSocket)
            let client = HTTPClient(authorities: TrustedAuthorities(file: server.authority))
            defer { client.close() }
            let stalled = try await client.send(request(server, "stall"))
            #expect(try await stalled.next()?.text == "half")
            #expect(try await client.text(of: request(server, "whole")) == "half")
            stalled.cancel()
            #expect(client.counters.running == 0)
            #expect(try await client.text(of: request(server, "whole")) == "half")
            #expect(client.counters.connectionsEverOpened == 1)
        }
    }

    @Test("a stream cut by its upstream is never the end")
    func cut() async throws {
        try await onLoop {
            let upstream = try ScriptedServer.unix { peer in
                _ = try await peer.request()
                peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
                try await peer.socket.flushed()
            }
            defer { upstream.close() }
            let server = try await TLSServer.start(upstream: upstream.unixSocket)
            let client = HTTPClient(authorities: TrustedAuthorities(file: server.authority))
            defer { client.close() }
            let response = try await client.send(request(server, ""))
            #expect(try await response.next()?.text == "half")
            do throws(TransferError) {
                #expect(try await response.next() != nil)
                #expect(Bool(false))
            } catch {
                guard case .reset = error else { return #expect(Bool(false), "\(error)") }
            }
        }
    }

    @Test("one who does not read holds up nobody else on the same connection")
    func heldBack() async throws {
        try await onLoop {
            let flood = BackPressureTests.Flood()
            let upstream = try ScriptedServer.unix { peer in
                if peer.number == 1 { try await flood.play(peer) } else { try await echo(peer) }
            }
            defer { upstream.close() }
            let server = try await TLSServer.start(upstream: upstream.unixSocket)
            let client = HTTPClient(authorities: TrustedAuthorities(file: server.authority))
            defer { client.close() }
            let response = try await client.send(request(server, "flood"))
            #expect(response.isHTTP2)
            try await flood.stalled()
            for number in 0..<20 { #expect(try await client.text(of: request(server, "\(number)")) == "\(number)") }
            #expect(client.counters.connectionsEverOpened == 1)
            var count = 0
            while let bytes = try await response.next() { count += bytes.count }
            #expect(count == BackPressureTests.Flood.total)
        }
    }
}
