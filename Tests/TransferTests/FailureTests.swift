import Glibc
import HTTPWire
import Loop
import Primitives
import TestKit
import Testing
import Transfer

@Suite("What goes wrong upstream", .timeLimit(.minutes(1)))
struct FailureTests {
    /// Sends one request to a server that plays `script`, reads to the end, and returns what was read and how it ended.
    @LoopActor
    private func outcome(
        clocks: Clocks = Clocks(total: .seconds(20)), _ script: @escaping ScriptedServer.Script
    ) async throws -> (status: Int?, text: String, error: TransferError?) {
        let server = try ScriptedServer.unix(script)
        defer { server.close() }
        let client = HTTPClient()
        defer { client.close() }
        var (status, received): (Int?, Bytes) = (nil, [])
        do throws(TransferError) {
            let response = try await client.send(server.request(clocks: clocks, fields: ["Authorization": "Bearer sk-secret"]))
            status = response.status
            while let bytes = try await response.next() { received += bytes }
            return (status, received.text, nil)
        } catch {
            #expect(client.counters.running == 0)
            #expect(!"\(error)".contains("sk-secret"))
            return (status, received.text, error)
        }
    }

    @Test("a connection that closes before the head is a reset")
    func resetBeforeHead() async throws {
        try await onLoop {
            let end = try await outcome { peer in _ = try await peer.request() }
            guard case .reset = end.error else { return #expect(Bool(false), "\(end)") }
            #expect(end.status == nil)
        }
    }

    @Test("a connection that closes within the head is a reset")
    func resetWithinHead() async throws {
        try await onLoop {
            let end = try await outcome { peer in
                _ = try await peer.request()
                peer.send("HTTP/1.1 200 OK\r\nContent-Le")
            }
            guard case .reset = end.error else { return #expect(Bool(false), "\(end)") }
        }
    }

    @Test("a cut body gives what came and then the reset, never the end", arguments: [
        "Content-Length: 100\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", "Transfer-Encoding: chunked\r\n\r\n9\r\nhalf",
    ])
    func cut(_ rest: String) async throws {
        try await onLoop {
            let end = try await outcome { peer in
                _ = try await peer.request()
                peer.send("HTTP/1.1 200 OK\r\n" + rest)
            }
            #expect(end.status == 200 && end.text == "half")
            guard case .reset = end.error else { return #expect(Bool(false), "\(end)") }
        }
    }

    @Test("broken chunked framing is malformed, never the end")
    func brokenChunks() async throws {
        try await onLoop {
            let end = try await outcome { peer in
                _ = try await peer.request()
                peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nnonsense\r\n")
                await peer.clientGone()
            }
            #expect(end.status == 200 && end.text == "half")
            guard case .malformed = end.error else { return #expect(Bool(false), "\(end)") }
        }
    }

    @Test("what is no HTTP response is malformed", arguments: [
        "garbage\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
        "HTTP/1.1 200 OK\r\nbad name: x\r\n\r\n", "HTTP/1.1 200 OK\r\nX: a\u{1}b\r\n\r\n", "HTTP/1.1 200 OK\r\nX: a\r\n folded\r\n\r\n",
        "{\"error\":\"not over HTTP\"}",
    ])
    func malformed(_ answer: String) async throws {
        try await onLoop {
            let end = try await outcome { peer in
                _ = try await peer.request()
                peer.send(answer)
                if answer.hasSuffix("}") { peer.socket.shutdownSending() }
                await peer.clientGone()
            }
            guard case .malformed = end.error else { return #expect(Bool(false), "\(end)") }
        }
    }

    @Test("endless headers are too large", arguments: ["X-Header: value\r\n", String(repeating: "X", count: 1000) + ": y\r\n"])
    func endlessHead(_ line: String) async throws {
        try await onLoop {
            let end = try await outcome { peer in
                _ = try await peer.request()
                peer.send("HTTP/1.1 200 OK\r\n")
                while peer.socket.isOpen {
                    peer.send(line)
                    try await peer.socket.flushed()
                }
            }
            #expect(end.error == .tooLarge)
        }
    }

    @Test("endless interim responses are too large")
    func endlessInterim() async throws {
        try await onLoop {
            let end = try await outcome { peer in
                _ = try await peer.request()
                while true {
                    peer.send("HTTP/1.1 100 Continue\r\n\r\n")
                    try await peer.socket.flushed()
                }
            }
            #expect(end.error == .tooLarge)
        }
    }

    @Test("where nobody listens there is no connection, and the message says where")
    func refused() async throws {
        try await onLoop {
            let listener = try Listener.tcp(loopback: 0)
            let port = listener.port
            listener.close()
            let client = HTTPClient()
            defer { client.close() }
            for (request, place) in [
                (OutgoingRequest(url: "http://127.0.0.1:\(port)/"), "\(port)"), (OutgoingRequest(url: "http://test/", unixSocket: "/nowhere/socket"), "/nowhere/socket"),
                (OutgoingRequest(url: "http://name.invalid/", clocks: Clocks(total: .seconds(20))), "name.invalid"),
            ] {
                do throws(TransferError) {
                    _ = try await client.send(request)
                    #expect(Bool(false))
                } catch {
                    guard case .connect(let text) = error else { return #expect(Bool(false), "\(error)") }
                    #expect(text.contains(place), "\(text)")
                }
            }
        }
    }

    @Test("a Unix listener whose queue is full is asked again and again")
    func fullQueue() async throws {
        try await onLoop {
            let server = try ScriptedServer.narrow(echo)
            defer {
                server.close()
                unlink(server.unixSocket ?? "")
            }
            let client = HTTPClient()
            defer { client.close() }
            var tasks: [Task<String, any Error>] = []
            for number in 0..<30 {
                let request = server.request("\(number)")
                tasks.append(Task(executorPreference: LoopExecutor.shared) { try await client.text(of: request) })
            }
            for (number, task) in tasks.enumerated() { #expect(try await task.value == "\(number)") }
        }
    }

    @Test("a kept connection that the server closed meanwhile costs the request nothing")
    func staleConnection() async throws {
        try await onLoop {
            let server = try ScriptedServer.unix { peer in
                guard let request = try await peer.request() else { return }
                peer.answer(request.body.text)
            }
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            for number in 1...5 {
                #expect(try await client.text(of: server.request("\(number)")) == "\(number)")
                #expect(server.connections == number)
            }
        }
    }

    @Test("a kept connection that closes on the next request instead of answering it: it is sent again, over a new one")
    func racedConnection() async throws {
        try await onLoop {
            let server = try ScriptedServer.unix { peer in
                guard let request = try await peer.request() else { return }
                peer.answer("\(peer.number) " + request.body.text)
                // The request is read, so that its sender has no way to know that nobody will answer.
                if peer.number == 1 { _ = try await peer.request() } else { await peer.clientGone() }
            }
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            #expect(try await client.text(of: server.request("first")) == "1 first")
            #expect(try await client.text(of: server.request("second")) == "2 second")
            #expect(server.connections == 2)
        }
    }

    @Test("a request that got the first bytes of an answer is never sent again")
    func noSecondTry() async throws {
        try await onLoop {
            let server = try ScriptedServer.unix { peer in
                guard try await peer.request() != nil else { return }
                peer.answer("")
                guard try await peer.request() != nil else { return }
                peer.send("HTTP/1.1 200 OK\r\n")
            }
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            _ = try await client.text(of: server.request())
            await #expect(throws: TransferError.self) { try await client.text(of: server.request()) }
            #expect(server.connections == 1)
        }
    }

    @Test("header fields that would break out of the head are refused, without their values in the error", arguments: [
        ("X-Key", "secret\r\nX-Evil: 1"), ("X-Key", "secret\n"), ("X-Key", "secret\0"), ("X\r\nY", "secret"), ("", "secret"), ("X Y", "secret"),
        ("Content-Length", "5"), ("transfer-encoding", "chunked"), ("Connection", "close"),
    ])
    func injection(_ name: String, _ value: String) async throws {
        try await onLoop {
            let server = try ScriptedServer.unix(echo)
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            let endpoint = try PreparedEndpoint(url: server.url, unixSocket: server.unixSocket)
            for attempt in 0..<2 {
                do throws(TransferError) {
                    if attempt == 0 {
                        _ = try await client.send(server.request(fields: [name: value]))
                    } else {
                        _ = try await client.send(endpoint, fields: [name: value], body: [])
                    }
                    #expect(Bool(false))
                } catch {
                    guard case .invalid(let text) = error else { return #expect(Bool(false), "\(error)") }
                    #expect(!text.contains("secret") && !text.contains("\r"))
                }
            }
            #expect(server.connections == 0)
        }
    }

    @Test("URLs that are no plain http or https ones are refused, and not repeated", arguments: [
        "file:///etc/passwd", "ftp://host/", "gopher://host/", "http://user:secret@host/", "http://", "not a secret", "http://host:99999/secret",
    ])
    func badURL(_ url: String) {
        do throws(TransferError) {
            _ = try PreparedEndpoint(url: url)
            #expect(Bool(false))
        } catch {
            guard case .invalid(let text) = error else { return #expect(Bool(false), "\(error)") }
            #expect(!text.contains("secret"))
        }
    }

    @Test("a redirect is an answer like any other")
    func redirect() async throws {
        try await onLoop {
            let server = try ScriptedServer.unix { peer in
                _ = try await peer.request()
                peer.send("HTTP/1.1 302 Found\r\nLocation: http://elsewhere/\r\nContent-Length: 0\r\n\r\n")
                await peer.clientGone()
            }
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            let response = try await client.send(server.request())
            #expect(response.status == 302)
            #expect(try await response.text() == "")
        }
    }
}
