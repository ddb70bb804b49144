import Exchange
import Primitives
import TestKit
import Testing

@testable import Gateway

@Suite("Lines of NDJSON")
struct LineSplitterTests {
    private func lines(_ chunks: [Bytes], limit: Int = 100) throws -> [String] {
        var splitter = LineSplitter(limit: limit)
        var lines: [String] = []
        for chunk in chunks {
            splitter.feed(chunk)
            while let line = try splitter.next() { lines.append(line.text) }
        }
        if let last = splitter.finish() { lines.append(last.text) }
        return lines
    }

    @Test("every chunking of the same bytes gives the same lines")
    func chunkings() throws {
        let bytes = Bytes("{\"a\":1}\n\n  \t\r\n{\"b\":2}\r\n{\"c\":3}".utf8)
        let expected = ["{\"a\":1}", "{\"b\":2}\r", "{\"c\":3}"]
        #expect(try lines([bytes]) == expected)
        #expect(try lines(Chunking.bytewise(bytes)) == expected)
        for split in Chunking.everySplit(of: bytes) { #expect(try lines(split) == expected) }
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            #expect(try lines(Chunking.random(of: bytes, longest: 5, using: &generator)) == expected)
        }
    }

    @Test("a line at the limit passes and one beyond it is refused, whether or not its end has come")
    func limit() throws {
        #expect(try lines([Bytes("12345\n".utf8)], limit: 5) == ["12345"])
        #expect(throws: LineSplitter.LineTooLong(limit: 5)) { try lines([Bytes("123456\n".utf8)], limit: 5) }
        #expect(throws: LineSplitter.LineTooLong(limit: 5)) { try lines([Bytes("123456".utf8)], limit: 5) }
    }

    @Test("blank input gives no line")
    func blank() throws {
        #expect(try lines([Bytes("\n \r\n\t\n  ".utf8)]).isEmpty)
    }
}

@Suite("JSON-RPC messages")
struct RPCMessageTests {
    private func error(_ line: String) -> RPCError? {
        do {
            _ = try RPCMessage.read(Bytes(line.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "each kind of broken message has its code",
        arguments: [
            ("nonsense", RPCError.Code.parseError), ("{\"id\":1,", .parseError), ("{\"id\":1,\"method\":\"pi\u{0}ng\"}", .parseError),
            ("[]", .invalidRequest), ("7", .invalidRequest), ("{}", .invalidRequest), ("{\"id\":1,\"method\":7}", .invalidRequest),
            ("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", .invalidRequest), ("{\"id\":{},\"method\":\"ping\"}", .invalidRequest),
            ("{\"id\":1,\"method\":\"pong\"}", .methodNotFound), ("{\"id\":1,\"method\":\"ping\",\"params\":[]}", .invalidParams),
        ])
    func codes(_ line: String, _ code: RPCError.Code) {
        #expect(error(line)?.code == code)
    }

    @Test("an error answers under the id that the message has, where it can be told")
    func idSurvives() {
        #expect(error("{\"id\":\"x\",\"method\":\"pong\"}")?.id == RPCID(source: Bytes("\"x\"".utf8)))
        #expect(error("{\"id\":1,")?.id == nil)
    }

    @Test("a misspelt method is told what it may have been")
    func suggestion() {
        #expect(error("{\"id\":1,\"method\":\"chatt\"}")?.failure.message.contains("did you mean \"chat\"?") == true)
    }

    @Test("an id is kept as it was written")
    func idSource() throws {
        #expect(try RPCMessage.read(Bytes(#"{"id":1.50,"method":"ping"}"#.utf8)).id == RPCID(source: Bytes("1.50".utf8)))
    }
}
