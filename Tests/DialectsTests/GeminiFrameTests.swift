import Conversation
import Dialects
import HTTPWire
import Primitives
import TestKit
import Testing

@Suite("Frames of Gemini streams")
struct GeminiFrameTests {
    private func frames(_ chunks: [Bytes], limit: Int = Limits.eventBytes) throws(Fault) -> [ServerSentEvent] {
        var parser = Dialect.gemini.frameParser(limit: limit)
        var events: [ServerSentEvent] = []
        for chunk in chunks { events += try parser.frames(of: chunk) }
        return events
    }

    private func texts(_ stream: String) throws -> [String] { try frames([Bytes(stream.utf8)]).map(\.data.text) }

    @Test("server-sent events end with either kind of line break, and keep their bytes")
    func events() throws {
        let stream = "data: {\"a\": 1}\r\n\r\ndata: {\"b\":\ndata: 2}\n\n: comment\r\n\r\n"
        let events = try frames([Bytes(stream.utf8)])
        #expect(events.map(\.data.text) == ["{\"a\": 1}", "{\"b\":\n2}", ""])
        #expect(events.map(\.kind) == [.event, .event, .comment])
        #expect(events.map(\.raw.text).joined() == stream)
    }

    @Test("the elements of an array are events on one line each")
    func array() throws {
        let events = try frames([Bytes("[{\n \"a\": \"]}\\\"{\"\n},\r\n{\"b\": [{}]}\n]\n".utf8)])
        #expect(events.map(\.data.text) == ["{  \"a\": \"]}\\\"{\" }", "{\"b\": [{}]}"])
        #expect(events.map(\.raw.text) == events.map { "data: \($0.data.text)\r\n\r\n" })
    }

    @Test("a bare error behind events is one, though no blank line follows it")
    func bareError() throws {
        #expect(try texts("data: {}\r\n\r\n{\n  \"error\": {\"code\": 499}\n}") == ["{}", "{   \"error\": {\"code\": 499} }"])
    }

    @Test("what is longer than its limit is refused, behind the events before it")
    func limit() throws {
        var parser = Dialect.gemini.frameParser(limit: 20)
        #expect(try parser.frames(of: Bytes("data: {}\n\ndata: 0123456789012345".utf8)).count == 1)
        #expect(throws: Fault.self) { try parser.frames(of: Bytes("6".utf8)) }
        #expect(throws: Fault.self) { try frames([Bytes("[{\"aaaaaaaaaaaaaaaaaaaaaa\":1}]".utf8)], limit: 20) }
    }

    /// Streams up to this length are split everywhere; a longer one around its middle.
    private static let longest = 6_000

    @Test(
        "any split of a recorded stream gives the same events", .enabled(if: Fixtures.available, "\(Fixtures.absence)"),
        arguments: AnswerCases.streams.filter { $0.answerDialect == .gemini })
    func splits(_ item: FixtureCase) throws {
        let bytes = try item.answer()
        let whole = try frames([bytes])
        #expect(!whole.isEmpty)
        #expect(try frames(Chunking.bytewise(bytes)) == whole)
        let room = bytes.count <= Self.longest ? 0..<bytes.count + 1 : bytes.count / 2 - Self.longest / 4..<bytes.count / 2 + Self.longest / 4
        let wrong = try stride(from: room.lowerBound, to: room.upperBound, by: 3).filter {
            try frames([Bytes(bytes[..<$0]), Bytes(bytes[$0...])]).map(\.data) != whole.map(\.data)
        }
        #expect(wrong == [], "splits that change the events")
        #expect(AnswerCases.decode(try frames(Chunking.bytewise(bytes)), .gemini) == AnswerCases.decode(whole, .gemini))
    }

    @Test("the answer's type says whether it is a stream")
    func carriers() {
        func takes(_ type: String?) -> Bool { Dialect.gemini.frameParser(contentType: type, limit: 9) != nil }
        #expect(takes("text/event-stream") && takes("application/json; charset=UTF-8") && !takes("text/html") && !takes(nil))
        #expect(Dialect.openAIChat.frameParser(contentType: "application/json", limit: 9) == nil)
    }
}
