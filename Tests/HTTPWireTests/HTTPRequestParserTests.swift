import HTTPDoor
import HTTPWire
import Primitives
import TestKit
import Testing

@Suite("Requests on the wire")
struct HTTPRequestParserTests {
    @Test("A request is a head, its body and an end")
    func request() throws {
        let parser = HTTPRequestParser()
        #expect(parser.isBetweenRequests)
        let events = try parser.feed(wire("POST /v1/chat/completions?a=b?c HTTP/1.1", "Host: x", "content-length:  3 ", "X-Empty:", "x-shunt-mode: editing", body: "abc"))
        let head = try #require(events.head)
        #expect(head.method == "POST")
        #expect(head.target == "/v1/chat/completions?a=b?c")
        #expect(head.path == "/v1/chat/completions")
        #expect(head.query == "a=b?c")
        #expect(head.fields == ["Host": "x", "content-length": "3", "X-Empty": "", "x-shunt-mode": "editing"])
        #expect(head.contentLength == 3)
        #expect(head.keepAlive)
        #expect(!head.expectContinue)
        #expect(events.dropFirst() == [.body(Bytes("abc".utf8)[...]), .end])
        #expect(parser.isBetweenRequests)
    }

    @Test("A body that came whole is a slice of what was fed")
    func sharing() throws {
        let bytes = wire("POST / HTTP/1.1", "Content-Length: 3", body: "abc")
        guard case .body(let body)? = try HTTPRequestParser().feed(bytes).dropFirst().first else { throw Missing() }
        #expect(body.indices == bytes.count - 3..<bytes.count)
    }

    @Test("Chunks are joined, trailers and extensions are dropped")
    func chunks() throws {
        let events = try HTTPRequestParser().feed(wire(
            "POST / HTTP/1.1", "Transfer-Encoding: Chunked", body: "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: t\r\nX: y\r\n\r\n"))
        #expect(events.head?.contentLength == nil)
        #expect(events.head?.fields.count == 1)
        #expect(events.body == "abcde")
        #expect(events.last == .end)
    }

    @Test("Requests in a row wait for one another, and nothing of them is lost")
    func pipelining() throws {
        let parser = HTTPRequestParser()
        let first = wire("POST /1 HTTP/1.1", "Content-Length: 1", body: "a"), second = wire("GET /2 HTTP/1.1"), third = wire("GET /3 HTTP/1.1")
        #expect(try parser.feed(first + second + third.prefix(7)).count == 3)
        #expect(parser.hasLeftover)
        #expect(!parser.isBetweenRequests)
        #expect(try parser.feed(third.dropFirst(7)).isEmpty)
        #expect(try parser.resume().head?.path == "/2")
        #expect(try parser.resume().head?.path == "/3")
        #expect(!parser.hasLeftover)
        #expect(try parser.resume().isEmpty)
        #expect(parser.isBetweenRequests)
        #expect(try parser.feed(Bytes("G".utf8)).isEmpty)
        #expect(!parser.isBetweenRequests)
    }

    @Test("The connection stays open as version and field say", arguments: [
        ("HTTP/1.1", nil, true), ("HTTP/1.1", "close", false), ("HTTP/1.0", nil, false), ("HTTP/1.0", "keep-alive", true), ("HTTP/1.1", "Close, x", false),
    ] as [(String, String?, Bool)])
    func keepAlive(version: String, connection: String?, stays: Bool) throws {
        let events = try HTTPRequestParser().feed(wire("GET / " + version, connection.map { "Connection: " + $0 } ?? "A: b"))
        #expect(events.head?.keepAlive == stays)
    }

    @Test("A target in any form gives its path", arguments: [
        ("/", "/", nil), ("/a%20b?", "/a%20b", ""), ("http://host:1/a?b", "/a", "b"), ("HTTP://host", "/", nil), ("http://host?q", "/", "q"), ("*", "*", nil),
    ] as [(String, String, String?)])
    func targets(target: String, path: String, query: String?) throws {
        let head = try HTTPRequestParser().feed(wire("OPTIONS \(target) HTTP/1.1")).head
        #expect(head?.path == path)
        #expect(head?.query == query)
    }

    @Test("A caller that waits before its body is told of")
    func expectation() throws {
        let fields = ["Content-Length: 5", "Expect: 100-Continue"]
        #expect(try HTTPRequestParser().feed(wire(["POST / HTTP/1.1"] + fields)).head?.expectContinue == true)
        #expect(try HTTPRequestParser().feed(wire(["POST / HTTP/1.0"] + fields)).head?.expectContinue == false)
    }

    @Test("An offer to change protocols is passed over")
    func upgrade() throws {
        let events = try HTTPRequestParser().feed(wire(
            "POST / HTTP/1.1", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: x", "Content-Length: 2", body: "ab"))
        #expect(events.body == "ab")
        #expect(events.last == .end)
    }

    @Test("Every split into two and one byte at a time give the same requests")
    func chunking() throws {
        let stream = wire("POST /a?b HTTP/1.1", "Host: h", "Empty:", "Content-Length: 4", "X: y z", body: "body")
            + wire("POST /c HTTP/1.1", "Transfer-Encoding: chunked", body: "3\r\nabc\r\n0\r\nT: u\r\n\r\n") + wire("GET /d HTTP/1.1", "A: b")
        let whole = try requests([stream])
        #expect(whole.map(\.path) == ["/a", "/c", "/d"])
        #expect(whole.map(\.body) == ["body", "abc", ""])
        for pieces in Chunking.everySplit(of: stream) { #expect(try requests(pieces) == whole) }
        #expect(try requests(Chunking.bytewise(stream)) == whole)
    }

    private struct Missing: Error {}

    private struct Request: Equatable {
        let path: String
        let fields: HeaderFields
        var body: String
    }

    private func requests(_ pieces: [Bytes]) throws -> [Request] {
        let parser = HTTPRequestParser()
        var requests: [Request] = []
        for piece in pieces {
            var events = try parser.feed(piece)
            while !events.isEmpty {
                if let head = events.head { requests.append(Request(path: head.path, fields: head.fields, body: "")) }
                requests[requests.count - 1].body += events.body
                events = try parser.resume()
            }
        }
        return requests
    }
}
