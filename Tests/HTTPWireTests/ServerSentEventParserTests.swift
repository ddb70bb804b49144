import HTTPWire
import Primitives
import TestKit
import Testing

@Suite("Server-sent events")
struct ServerSentEventParserTests {
    @Test("Events carry their name, their data and the frame's bytes")
    func events() throws {
        let events = try parse("event: ping\ndata: {}\n\ndata:one\ndata: two\ndata\nid: 7\n\n: note\n\nevent: x\n\n")
        #expect(events.map(\.kind) == [.event, .event, .comment, .comment])
        #expect(events.map(\.event) == ["ping", nil, nil, "x"])
        #expect(events.map(\.data.text) == ["{}", "one\ntwo\n", "", ""])
        #expect(events.map(\.raw.text) == ["event: ping\ndata: {}\n\n", "data:one\ndata: two\ndata\nid: 7\n\n", ": note\n\n", "event: x\n\n"])
    }

    @Test("Lines end with LF, CR or CRLF, mixed as they like", arguments: ["\n", "\r", "\r\n"])
    func lineEnds(end: String) throws {
        let events = try parse("data: a\(end)\(end)event: e\ndata: b\r\ndata: c\r\n\r\n")
        #expect(events.map(\.data.text) == ["a", "b\nc"])
        #expect(events[1].event == "e")
    }

    @Test("Only one space is dropped, and a name that merely starts alike is another field")
    func fields() throws {
        let events = try parse("data:  a\ndatabase: no\ndata : no\neventual: no\n data: no\n\n")
        #expect(events.map(\.data.text) == [" a"])
        #expect(events[0].name == nil)
    }

    @Test("A byte order mark at the start is no part of the first field, and one later is")
    func byteOrderMark() throws {
        let events = try parse("\u{FEFF}data: a\n\n\u{FEFF}data: b\n\n")
        #expect(events.map(\.kind) == [.event, .comment])
        #expect(events[0].data.text == "a")
    }

    @Test("A stream that ends without a blank line still gives its last event", arguments: ["", "\n", "\r", "\r\n", "\n\r"])
    func unfinished(end: String) throws {
        let events = try parse("data: a\n\ndata: [DONE]" + end)
        #expect(events.map(\.data.text) == ["a", "[DONE]"])
        #expect(events.map(\.isDone) == [false, true])
        #expect(events.last?.raw.text == "data: [DONE]" + end)
    }

    @Test("A frame that came whole is a slice of what was fed")
    func sharing() throws {
        var parser = ServerSentEventParser()
        let buffer = Bytes("data: a\n\ndata: b\n\n".utf8)
        let events = try parser.feed(buffer[...])
        #expect(events.map(\.raw.indices) == [0..<9, 9..<18])
        #expect(events.map(\.data.indices) == [6..<7, 15..<16])
    }

    @Test("An overlong event is an error in any chunking, and those before it arrive", arguments: [1, 7, 1000])
    func tooLong(chunk: Int) throws {
        let stream = Bytes(("data: a\n\ndata: " + String(repeating: "x", count: 40) + "\n\ndata: b\n\n").utf8)
        var parser = ServerSentEventParser(limit: 47)
        var events: [ServerSentEvent] = []
        let error = #expect(throws: ServerSentEventTooLong.self) {
            for start in stride(from: 0, to: stream.count, by: chunk) {
                events += try parser.feed(stream[start..<min(start + chunk, stream.count)])
            }
            events += try parser.finish()
        }
        #expect(error == ServerSentEventTooLong(limit: 47))
        #expect(events.map(\.data.text) == ["a"])
        #expect(try parse(stream.text, limit: 48).map(\.data.count) == [1, 40, 1])
    }

    @Test("Every split into two and one byte at a time give the same events")
    func chunking() throws {
        let stream = "\u{FEFF}: c\r\n\r\nevent: a\rdata: 1\r\rdata: 2\n\r\ndata: é\r\n\n\n\r\rdata: x\ndata: y\r\n\r\ndata: end"
        let whole = try parse(stream)
        #expect(whole.map(\.raw).joined().elementsEqual(stream.utf8))
        for pieces in Chunking.everySplit(of: Bytes(stream.utf8)) { #expect(try parse(pieces) == whole) }
        #expect(try parse(Chunking.bytewise(Bytes(stream.utf8))) == whole)
    }

    @Test("Random streams in random pieces give the same events, and their frames are the stream")
    func randomChunking() throws {
        var generator = SeededGenerator(seed: 3)
        let words = ["data: x", "data:", ":", "event: e", "\n", "\n", "\r", "\r\n", "\r\n\r\n", "\n\n", "é", "data", "\u{FEFF}"]
        for _ in 0..<3000 {
            let stream = Bytes((0..<Int.random(in: 0..<20, using: &generator)).map { _ in words.randomElement(using: &generator)! }.joined().utf8)
            let whole = try parse([stream])
            #expect(whole.map(\.raw).joined().elementsEqual(stream))
            #expect(try parse(Chunking.random(of: stream, longest: 5, using: &generator)) == whole)
        }
    }

    @Test("Recorded streams are split the same in every chunking", .enabled(if: Fixtures.available, "\(Fixtures.absence)"))
    func recorded() throws {
        var generator = SeededGenerator(seed: 4)
        let streams = Fixtures.cases.filter { $0.format == "sse" }
        #expect(!streams.isEmpty)
        for stream in streams {
            let bytes = try stream.answer()
            let whole = try parse([bytes])
            #expect(whole.contains { $0.kind == .event }, "\(stream)")
            #expect(whole.map(\.raw).joined().elementsEqual(bytes), "\(stream)")
            #expect(try parse(Chunking.bytewise(bytes)) == whole, "\(stream)")
            #expect(try parse(Chunking.random(of: bytes, longest: 100, using: &generator)) == whole, "\(stream)")
        }
    }

    @Test("What is written is read back", arguments: ["", "{}", "two\nlines", "\n", "a\n\nb"])
    func writing(data: String) throws {
        var bytes = Bytes()
        ServerSentEvent.append(name: "e", data: Bytes(data.utf8)[...], to: &bytes)
        ServerSentEvent.append(name: nil, data: Bytes("next".utf8)[...], to: &bytes)
        let events = try parse([bytes])
        #expect(events.map(\.event) == ["e", nil])
        #expect(events.map(\.data.text) == [data, "next"])
    }

    private func parse(_ stream: String, limit: Int = Limits.eventBytes) throws -> [ServerSentEvent] {
        try parse([Bytes(stream.utf8)], limit: limit)
    }

    private func parse(_ chunks: [Bytes], limit: Int = Limits.eventBytes) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser(limit: limit)
        let events = try chunks.flatMap { try parser.feed($0) }
        return try events + parser.finish()
    }
}
