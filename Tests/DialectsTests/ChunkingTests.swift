import Conversation
import Dialects
import Foundation
import HTTPWire
import Primitives
import TestKit
import Testing

/// Any chunking of the same bytes gives the same events: of the frames, and so of the answer, since a decoder sees frames alone.
@Suite("Chunking of recorded streams", .enabled(if: Fixtures.available, "\(Fixtures.absence)"))
struct ChunkingTests {
    /// Up to here each split is made of exactly two chunks. A longer stream, where that would take minutes in a debug build, is fed up
    /// to the frame in which the split lies, and on to the end of the frame behind it.
    static let literalBytes = 8_000

    @Test("one byte at a time gives the same events", arguments: AnswerCases.byteStreams)
    func bytewise(_ item: FixtureCase) throws {
        let bytes = try item.answer()
        let pieces = try AnswerCases.parse(Chunking.bytewise(bytes))
        let whole = try AnswerCases.parse([bytes])
        #expect(Self.same(pieces[...], whole[...]))
        #expect(AnswerCases.decode(pieces, item.answerDialect) == AnswerCases.decode(whole, item.answerDialect))
    }

    @Test("every split into two gives the same events", arguments: AnswerCases.byteStreams)
    func splits(_ item: FixtureCase) throws {
        let bytes = try item.answer()
        let whole = try AnswerCases.parse([bytes])
        let wrong = try bytes.count <= Self.literalBytes ? Self.wrongSplits(bytes, whole) : Self.wrongSplitsByFrame(bytes, whole)
        #expect(wrong == [], "splits that change the events")
    }

    private static func wrongSplits(_ bytes: Bytes, _ whole: [ServerSentEvent]) throws -> [Int] {
        try (0...bytes.count).filter { split in
            var parser = ServerSentEventParser()
            let events = try parser.feed(bytes[..<split]) + parser.feed(bytes[split...]) + parser.finish()
            return !same(events[...], whole[...])
        }
    }

    private static func wrongSplitsByFrame(_ bytes: Bytes, _ whole: [ServerSentEvent]) throws -> [Int] {
        var wrong: [Int] = []
        var start = 0
        for (place, frame) in whole.enumerated() {
            var before = ServerSentEventParser()
            let head = try before.feed(bytes[..<start])
            if !same(head[...], whole[..<place]) { wrong.append(start) }
            let behind = whole[place...].prefix(2)
            let end = start + behind.reduce(0) { $0 + $1.raw.count }
            for split in start..<start + frame.raw.count {
                var parser = before
                var events = try parser.feed(bytes[start..<split]) + parser.feed(bytes[split..<end])
                if end == bytes.count { events += try parser.finish() }
                if !same(events[...], behind) { wrong.append(split) }
            }
            start += frame.raw.count
        }
        return start == bytes.count ? wrong : [start]
    }

    private static func same(_ left: ArraySlice<ServerSentEvent>, _ right: ArraySlice<ServerSentEvent>) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { same($0, $1) }
    }

    private static func same(_ left: ServerSentEvent, _ right: ServerSentEvent) -> Bool {
        left.kind == right.kind && same(left.raw, right.raw) && same(left.data, right.data)
            && (left.name == nil) == (right.name == nil) && same(left.name ?? [], right.name ?? [])
    }

    /// Compares memory: element by element it takes minutes in a debug build.
    private static func same(_ left: ByteSlice, _ right: ByteSlice) -> Bool {
        left.count == right.count
            && left.withUnsafeBytes { left in right.withUnsafeBytes { right in left.isEmpty || memcmp(left.baseAddress!, right.baseAddress!, left.count) == 0 } }
    }
}
