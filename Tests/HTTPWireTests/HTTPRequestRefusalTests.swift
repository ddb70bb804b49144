import HTTPDoor
import HTTPWire
import Primitives
import TestKit
import Testing

@Suite("Requests that are refused")
struct HTTPRequestRefusalTests {
    @Test("Framing that two readers could take for two things is refused", arguments: [
        (["Content-Length: 3", "Transfer-Encoding: chunked"], 400), (["Transfer-Encoding: chunked", "Content-Length: 3"], 400),
        (["Content-Length: 3", "Content-Length: 3"], 400), (["Content-Length: 3", "Content-Length: 4"], 400), (["Content-Length: 3, 3"], 400),
        (["Content-Length: +3"], 400), (["Content-Length: -3"], 400), (["Content-Length: 0x3"], 400), (["Content-Length: 3 3"], 400), (["Content-Length: 99999999999999999999"], 400),
        (["Transfer-Encoding: gzip, chunked"], 501), (["Transfer-Encoding: chunked, gzip"], 501),
        (["Transfer-Encoding: xchunked"], 501), (["Transfer-Encoding:\u{B}chunked"], 400), (["Transfer-Encoding:", " chunked"], 400), (["Transfer-Encoding : chunked"], 400),
        (["X: a", " b"], 400), (["X: a", "\tb"], 400), (["X:", " b"], 400), (["X : a"], 400), (["X y: a"], 400), ([": a"], 400), (["X: a\0b"], 400), (["X: a\rb"], 400), (["X: a\u{1}"], 400),
        (["X: a\u{7F}"], 400), (["X\u{E9}: a"], 400), (["Host: a", "Host: b"], 400), (["no colon"], 400),
    ] as [([String], Int)])
    func framing(fields: [String], status: Int) throws {
        let bytes = wire(["POST / HTTP/1.1"] + fields, body: "abc")
        try refused(bytes, status)
        for pieces in Chunking.everySplit(of: bytes) { try refused(pieces, status) }
        try refused(Chunking.bytewise(bytes), status)
    }

    /// Debian 13's parser refuses it by itself, Debian 12's leaves it to shunt.
    @Test("Chunked twice is refused")
    func chunkedTwice() throws {
        let bytes = wire(["POST / HTTP/1.1", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], body: "abc")
        for pieces in [[bytes], Chunking.bytewise(bytes)] {
            let parser = HTTPRequestParser()
            let error = #expect(throws: HTTPDoorError.self) { for piece in pieces { _ = try parser.feed(piece) } }
            #expect(error?.status == 400 || error?.status == 501)
        }
    }

    @Test("Request lines that mean nothing are refused", arguments: [
        ("CONNECT host:443 HTTP/1.1", 405), ("BREW / HTTP/1.1", 501), ("GET / HTTP/2.0", 505), ("GET / HTTP/1.9", 505), ("GET / HTTP/0.9", 505), ("GET /", 505),
        ("GET /a b HTTP/1.1", 400), ("GET /\u{1} HTTP/1.1", 400), ("GET /é HTTP/1.1", 400), ("GET http:///x HTTP/1.1", 400), ("GET ftp://host/ HTTP/1.1", 400), ("GET /a#b HTTP/1.1", 400),
    ])
    func requestLines(line: String, status: Int) throws {
        try refused(wire(line, "Host: x"), status)
        try refused(Chunking.bytewise(wire(line, "Host: x")), status)
    }

    @Test("Chunks that are none are refused", arguments: ["x\r\n", "3\r\nabcd\r\n", "3\r\nabcX\r\n", "-1\r\n", "ffffffffffffffffff\r\n"])
    func chunks(body: String) throws {
        try refused(wire("POST / HTTP/1.1", "Transfer-Encoding: chunked", body: body), 400)
    }

    @Test("Transfer codings are unknown to HTTP/1.0")
    func oldChunks() throws {
        try refused(wire("POST / HTTP/1.0", "Transfer-Encoding: chunked", body: "0\r\n\r\n"), 400)
    }

    @Test("A head beyond its limits is refused while it grows", arguments: [
        "GET /" + String(repeating: "a", count: 300), "GET / HTTP/1.1\r\nA: " + String(repeating: "b", count: 300), "GET / HTTP/1.1\r\n" + String(repeating: "a", count: 300),
        "GET / HTTP/1.1\r\nA:" + String(repeating: " ", count: 300), "GET / HTTP/1.1\r\n" + String(repeating: "A: b\r\n", count: 60), String(repeating: "\r\n", count: 300),
    ])
    func headLimit(head: String) throws {
        try refused([Bytes(head.utf8)], 431, HTTPRequestParser(headLimit: 256))
        try refused(Chunking.bytewise(Bytes(head.utf8)), 431, HTTPRequestParser(headLimit: 256))
    }

    @Test("More fields than the limit are refused")
    func fieldLimit() throws {
        let fields = (0..<9).map { "X-\($0): y" }
        try refused([wire(["GET / HTTP/1.1"] + fields)], 431, HTTPRequestParser(fieldLimit: 8))
        #expect(try HTTPRequestParser(fieldLimit: 9).feed(wire(["GET / HTTP/1.1"] + fields)).head?.fields.count == 9)
    }

    @Test("A body beyond its limit is refused: before it comes, or while it comes in chunks")
    func bodyLimit() throws {
        try refused([wire("POST / HTTP/1.1", "Content-Length: 9")], 413, HTTPRequestParser(bodyLimit: 8))
        try refused([wire("POST / HTTP/1.1", "Content-Length: 9223372036854775808")], 413, HTTPRequestParser(bodyLimit: 8))
        let chunks = "5\r\nabcde\r\n4\r\nfghi\r\n0\r\n\r\n"
        try refused([wire("POST / HTTP/1.1", "Transfer-Encoding: chunked", body: chunks)], 413, HTTPRequestParser(bodyLimit: 8))
        #expect(try HTTPRequestParser(bodyLimit: 9).feed(wire("POST / HTTP/1.1", "Transfer-Encoding: chunked", body: chunks)).body == "abcdefghi")
    }

    @Test("After an error each further call throws it again")
    func sticky() throws {
        let parser = HTTPRequestParser()
        let first = #expect(throws: HTTPDoorError.self) { try parser.feed(Bytes("{\"jsonrpc\"".utf8)) }
        let again = #expect(throws: HTTPDoorError.self) { try parser.feed(wire("GET / HTTP/1.1")) }
        #expect(first == again)
        #expect(throws: HTTPDoorError.self) { try parser.resume() }
    }

    @Test("No damage crashes the parser, and however the bytes come, the requests are the same")
    func damage() throws {
        var generator = SeededGenerator(seed: 11)
        let seeds = [
            wire("POST /v1/messages?x=1 HTTP/1.1", "Host: a", "Content-Length: 5", "X: y", body: "hello"),
            wire("POST / HTTP/1.1", "Transfer-Encoding: chunked", "Connection: close", body: "5\r\nhello\r\n0\r\nT: u\r\n\r\n"),
            wire("GET http://h/p HTTP/1.0", "Connection: keep-alive", "Expect: 100-continue"),
        ]
        for _ in 0..<5000 {
            let bytes = Mutation.of(seeds.randomElement(using: &generator)!, using: &generator)
            #expect(outcome([bytes]) == outcome(Chunking.random(of: bytes, longest: 9, using: &generator)), "\(bytes.text.debugDescription)")
        }
    }

    /// The status of the refusal, or all that was read.
    private func outcome(_ pieces: [Bytes]) -> String {
        let parser = HTTPRequestParser()
        var text = ""
        do {
            for piece in pieces {
                let events = try parser.feed(piece)
                if let head = events.head { text += "\(head)" }
                text += events.body + (events.last == .end ? "." : "")
            }
            return text
        } catch {
            return "\(error.status)"
        }
    }

    private func refused(_ bytes: Bytes, _ status: Int) throws { try refused([bytes], status) }

    private func refused(_ pieces: [Bytes], _ status: Int, _ parser: HTTPRequestParser = HTTPRequestParser()) throws {
        let error = #expect(throws: HTTPDoorError.self) { for piece in pieces { _ = try parser.feed(piece) } }
        #expect(error?.status == status, "\(String(describing: error))")
    }
}
