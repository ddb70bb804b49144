import HTTPWire
import Loop
import Primitives
import TestKit
import Testing
import Transfer

extension ScriptedServer {
    func request(_ body: String = "{}", method: String = "POST", clocks: Clocks = Clocks(total: .seconds(20)), fields: HeaderFields = [:]) -> OutgoingRequest {
        OutgoingRequest(method: method, url: url + "/v1", unixSocket: unixSocket, fields: fields, body: Bytes(body.utf8), clocks: clocks)
    }
}

extension HTTPClient {
    func text(of request: OutgoingRequest) async throws -> String { try await send(request).text() }
}

extension IncomingResponse {
    func text() async throws -> String {
        var bytes: Bytes = []
        while let more = try await next() { bytes += more }
        return bytes.text
    }
}

/// Answers every request of a connection with its body.
let echo: ScriptedServer.Script = { peer in
    while let request = try await peer.request() { peer.answer(request.body.text) }
}

@Suite("Transfer", .timeLimit(.minutes(1)))
struct TransferTests {
    @Test("a request goes out as it was given and its answer comes back", arguments: [true, false])
    func plain(overUnix: Bool) async throws {
        try await onLoop {
            let seen = Moment<Peer.Request>()
            let script: ScriptedServer.Script = { peer in
                guard let request = try await peer.request() else { return }
                seen.happen(request)
                peer.send("HTTP/1.1 201 Created\r\nContent-Length: 5\r\nX-One:  a b \r\nx-one: c\r\n\r\nhello")
                await peer.clientGone()
            }
            let server = overUnix ? try ScriptedServer.unix(script) : try ScriptedServer.tcp(script)
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            let response = try await client.send(server.request(#"{"a":1}"#, fields: ["Authorization": "Bearer k", "X-Empty": ""]))
            #expect(response.status == 201)
            #expect(response.fields["content-length"] == "5")
            #expect(response.fields.all("X-ONE") == ["a b", "c"])
            #expect(!response.isCloseDelimited && !response.isHTTP2)
            #expect(try await response.text() == "hello")
            #expect(try await response.next() == nil)
            let request = await seen.happened()
            #expect(request.body.text == #"{"a":1}"#)
            let lines = request.head.split(separator: "\r\n").map { $0.lowercased() }
            #expect(lines.first == "post /v1 http/1.1")
            #expect(Set(lines.dropFirst()) == [
                "host: " + server.url.dropFirst("http://".count), "authorization: bearer k", "x-empty:", "accept-encoding: identity", "content-length: 7",
            ])
        }
    }

    @Test("a chunked answer comes back whole, its trailers left out")
    func chunked() async throws {
        try await onLoop {
            let server = try ScriptedServer.unix { peer in
                _ = try await peer.request()
                peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n, you \r\n0\r\nX-Trailer: t\r\n\r\n")
                await peer.clientGone()
            }
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            let response = try await client.send(server.request())
            #expect(try await response.text() == "hello, you ")
            #expect(response.fields["x-trailer"] == nil)
        }
    }

    @Test("requests that follow one another share a connection")
    func keepAlive() async throws {
        try await onLoop {
            let server = try ScriptedServer.unix(echo)
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            for number in 0..<20 {
                #expect(try await client.send(server.request("\(number)")).text() == "\(number)")
            }
            #expect(server.connections == 1)
            #expect(client.counters.connectionsEverOpened == 1)
            #expect(client.counters.connections == 1)
            #expect(client.counters.running == 0)
        }
    }

    @Test("a socket in the abstract namespace can be asked again and again")
    func abstract() async throws {
        try await onLoop {
            let server = try ScriptedServer.unix(abstract: true, echo)
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            for number in 0..<3 { #expect(try await client.text(of: server.request("\(number)")) == "\(number)") }
        }
    }

    @Test("many requests at once each get their own answer")
    func concurrent() async throws {
        try await onLoop {
            let server = try ScriptedServer.unix(echo)
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            for _ in 0..<2 {
                var tasks: [Task<Bool, any Error>] = []
                for number in 0..<200 {
                    let text = "\(number) " + String(repeating: "x", count: number * 37)
                    let request = server.request(text)
                    tasks.append(Task(executorPreference: LoopExecutor.shared) { try await client.text(of: request) != text })
                }
                var wrong = 0
                for task in tasks where try await task.value { wrong += 1 }
                #expect(wrong == 0)
            }
            #expect(client.counters.running == 0)
        }
    }

    @Test("a large body arrives as it was sent")
    func largeBody() async throws {
        try await onLoop {
            let server = try ScriptedServer.unix { peer in
                while let request = try await peer.request() {
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.body.count)\r\n\r\n")
                    peer.socket.write(request.body)
                }
            }
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            var generator = SeededGenerator(seed: 8)
            var request = server.request()
            let block = (0..<(64 << 10) - 1).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            for number in UInt8(0)..<128 { request.body += block + [number] }
            let response = try await client.send(request)
            var received: Bytes = []
            while let bytes = try await response.next() { received += bytes }
            #expect(received == request.body)
        }
    }

    @Test("interim responses are skipped")
    func interim() async throws {
        try await onLoop {
            let server = try ScriptedServer.unix { peer in
                _ = try await peer.request()
                peer.send("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n")
                peer.answer("done", status: 404)
                await peer.clientGone()
            }
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            let response = try await client.send(server.request())
            #expect(response.status == 404)
            #expect(response.fields["link"] == nil)
            #expect(try await response.text() == "done")
        }
    }

    @Test("an answer without a length ends with the connection, and says so")
    func closeDelimited() async throws {
        try await onLoop {
            let server = try ScriptedServer.unix { peer in
                _ = try await peer.request()
                peer.send("HTTP/1.1 200 OK\r\n\r\nuntil the end")
            }
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            let response = try await client.send(server.request())
            #expect(response.isCloseDelimited)
            #expect(try await response.text() == "until the end")
        }
    }

    @Test("a handle goes from method to method, with and without a body")
    func methods() async throws {
        try await onLoop {
            let server = try ScriptedServer.unix { peer in
                while let request = try await peer.request() {
                    let method = request.head.prefix { $0 != " " }
                    peer.send("HTTP/1.1 200 OK\r\nX-Method: \(method)\r\nX-Count: \(request.body.count)\r\nContent-Length: 0\r\n\r\n")
                }
            }
            defer { server.close() }
            let client = HTTPClient()
            defer { client.close() }
            for (method, body) in [
                ("GET", ""), ("POST", "body"), ("HEAD", ""), ("DELETE", ""), ("PUT", "more"), ("GET", ""), ("POST", ""), ("POST", "body"), ("PATCH", ""),
            ] {
                let response = try await client.send(server.request(body, method: method))
                #expect(response.fields["x-method"] == method)
                #expect(response.fields["x-count"] == "\(body.count)")
                #expect(try await response.text() == "")
            }
            #expect(server.connections == 1)
        }
    }
}
