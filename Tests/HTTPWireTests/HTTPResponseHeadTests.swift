import HTTPWire
import Primitives
import Testing

@Suite("Answers on the wire")
struct HTTPResponseHeadTests {
    @Test("A head is a status line, fields and a blank line")
    func head() throws {
        var bytes = Bytes()
        try HTTPResponseHead(status: 200, fields: ["content-type": "text/event-stream", "x-shunt-mode": "editing"]).encode(into: &bytes)
        #expect(bytes.text == "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-shunt-mode: editing\r\n\r\n")
    }

    @Test("A field that would start another one is refused, and nothing of the head is written", arguments: [
        ("x-reason", "a\r\nset-cookie: b"), ("x-reason", "a\nb"), ("x-reason", "a\0"), ("x-reason", "\u{7F}"), ("x reason", "a"), ("", "a"), ("x:y", "a"), ("x\r\n", "a"),
    ])
    func injection(name: String, value: String) {
        var bytes = Bytes()
        let head = HTTPResponseHead(status: 200, fields: ["a": "b", name: value])
        #expect(throws: HTTPFieldError(field: name)) { try head.encode(into: &bytes) }
        #expect(bytes.isEmpty)
    }

    @Test("Chunks carry their length in hexadecimal, and an empty one does not end the body")
    func chunks() {
        var (bytes, buffer) = (Bytes(), Bytes("what it held before".utf8))
        for count in [26, 0, 1, 4096] { bytes += ChunkedCoding.chunk(in: &buffer) { $0 += Bytes(repeating: 0x78, count: count) } }
        ChunkedCoding.end(into: &bytes)
        let chunks = [26, 1, 4096].map { "\(String($0, radix: 16))\r\n\(String(repeating: "x", count: $0))\r\n" }
        #expect(bytes.text == chunks.joined() + "0\r\n\r\n")
    }

    @Test("Fields are found, replaced and removed without regard to case")
    func fields() {
        var fields: HeaderFields = ["Accept": "a", "accept": "b", "Host": "h"]
        #expect(fields["ACCEPT"] == "a")
        #expect(fields.all("accept") == ["a", "b"])
        fields.set("aCCept", "c")
        #expect(fields.all("accept") == ["c"])
        fields.remove("HOST")
        #expect(fields.count == 1)
    }
}
