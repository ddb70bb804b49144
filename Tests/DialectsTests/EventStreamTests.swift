import Conversation
import Dialects
import Foundation
import HTTPWire
import Primitives
import TestKit
import Testing

/// Amazon's binary framing, read and written.
@Suite("Amazon's event stream")
struct EventStreamTests {
    private static func frame(_ name: String, _ payload: String) -> Bytes {
        var bytes = Bytes()
        AnswerFrame(event: name, data: Bytes(payload.utf8)).append(as: .bedrockConverse, to: &bytes)
        return bytes
    }

    private static let sample = frame("messageStart", #"{"role":"assistant"}"#) + frame("throttlingException", #"{"message":"slow"}"#)

    private func parse(_ pieces: [Bytes], limit: Int = 1 << 20) -> (events: [ServerSentEvent], fault: Fault?) {
        var parser = Dialect.bedrockConverse.frameParser(limit: limit)
        var events: [ServerSentEvent] = []
        do {
            for piece in pieces + [[]] { events += try parser.frames(of: piece) }
            return (events, nil)
        } catch {
            return (events, error)
        }
    }

    @Test("what is written is read: events and exceptions by their names, rendered without anything binary")
    func roundTrip() {
        let (events, fault) = parse([Self.sample])
        #expect(fault == nil)
        #expect(events.map(\.event) == ["messageStart", "throttlingException"])
        #expect(events.map(\.data.text) == [#"{"role":"assistant"}"#, #"{"message":"slow"}"#])
        #expect(events.map(\.raw.text).joined() == "event: messageStart\ndata: {\"role\":\"assistant\"}\n\nevent: throttlingException\ndata: {\"message\":\"slow\"}\n\n")
    }

    @Test("a provider's event passes to a caller of the dialect in its binary form, and names itself where there is no framing")
    func passing() throws {
        let event = try #require(parse([Self.sample]).events.first)
        let frame = try #require(AnswerFrame(passing: event.raw))
        var bytes = Bytes()
        frame.append(as: .bedrockConverse, to: &bytes)
        #expect(bytes == Bytes(Self.sample.prefix(bytes.count)))
        #expect(frame.json(as: .bedrockConverse)?.text == #"{"messageStart":{"role":"assistant"}}"#)
        #expect(frame.json(as: .anthropicMessages)?.text == #"{"role":"assistant"}"#)
        #expect(AnswerFrame(passing: Bytes(": ping\n\n".utf8)[...]) == nil)
        #expect(Dialect.bedrockConverse.streamContentType == "application/vnd.amazon.eventstream")
    }

    @Test("a frame is what Amazon's own readers take for one")
    func golden() {
        let bytes = Self.frame("messageStop", "{}")
        let hex = bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
        // Made with Python's struct and zlib from the specification.
        #expect(hex == "0000006300000051a7dcb3960b3a6576656e742d7479706507000b6d65737361676553746f700d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b7d6c401bbd")
    }

    @Test("every split of the bytes gives the same events")
    func splits() {
        let whole = parse([Self.sample]).events
        for pieces in Chunking.everySplit(of: Self.sample) { #expect(parse(pieces).events == whole) }
        #expect(parse(Chunking.bytewise(Self.sample)).events == whole)
    }

    @Test("every damaged byte shows, behind the events before it")
    func damage() {
        let first = Self.frame("messageStart", #"{"role":"assistant"}"#)
        for place in Self.sample.indices {
            for bit in [UInt8(1), 0x80] {
                var damaged = Self.sample
                damaged[place] ^= bit
                let (events, fault) = parse([damaged], limit: 4096)
                #expect(events.count == (place < first.count ? 0 : 1), "byte \(place)")
                #expect(fault?.kind == .transport && fault?.message.contains("checksum") == true, "byte \(place): \(String(describing: fault))")
            }
        }
    }

    @Test("a damaged prelude shows before the frame is complete")
    func early() {
        var prelude = Bytes(Self.sample.prefix(12))
        prelude[3] ^= 1
        #expect(parse([prelude]).fault?.message == "the provider's event stream is damaged: the checksum of a frame's prelude is wrong")
    }

    @Test("lengths that cannot be are refused by name")
    func lengths() {
        #expect(parse([EventStreamBuilder.prelude(total: 15, headers: 0)]).fault?.message == "the provider's event stream is damaged: a frame of 15 bytes claims headers of 0")
        #expect(parse([EventStreamBuilder.prelude(total: 100, headers: 90)]).fault?.message == "the provider's event stream is damaged: a frame of 100 bytes claims headers of 90")
        #expect(parse([EventStreamBuilder.prelude(total: 0xFFFF_FFFF, headers: 0)]).fault?.message == "the provider sent an event of more than 1048576 bytes")
        #expect(parse([EventStreamBuilder.prelude(total: 0xFFFF_FFFF, headers: 0xFFFF_0000)]).fault?.message == "the provider's event stream is damaged: a frame has headers of 4294901760 bytes")
    }

    @Test("headers of every type are passed over, and broken ones refused")
    func headers() {
        func header(_ type: UInt8, _ value: Bytes) -> Bytes { [1, UInt8(ascii: "x"), type] + value }
        let named: Bytes = [11] + Bytes(":event-type".utf8) + [7, 0, 4] + Bytes("ping".utf8)
        let others: [Bytes] = [
            header(0, []), header(1, []), header(2, [1]), header(3, [1, 2]), header(4, [1, 2, 3, 4]), header(5, Bytes(repeating: 0, count: 8)),
            header(6, [0, 2, 9, 9]), header(8, Bytes(repeating: 0, count: 8)), header(9, Bytes(repeating: 0, count: 16)),
        ]
        let sound = EventStreamBuilder.frame(headers: others.reduce([], +) + named, payload: Bytes("{}".utf8))
        #expect(parse([sound]).events.map(\.event) == ["ping"])
        for broken in [header(10, []), header(7, [0, 9, 1]), [5, 1], header(4, [1])] {
            #expect(parse([EventStreamBuilder.frame(headers: broken, payload: [])]).fault?.message.contains("header") == true)
        }
    }

    @Test("an error without a type of its own says everything in its headers")
    func error() throws {
        func text(_ name: String, _ value: String) -> Bytes { [UInt8(name.utf8.count)] + Bytes(name.utf8) + [7, 0, UInt8(value.utf8.count)] + Bytes(value.utf8) }
        let headers = text(":message-type", "error") + text(":error-code", "InternalFailure") + text(":error-message", "it broke")
        let events = parse([EventStreamBuilder.frame(headers: headers, payload: [])]).events
        #expect(AnswerCases.decode(events, .bedrockConverse) == [.failed(Fault(.provider, code: "InternalFailure", message: "it broke"))])
    }

    @Test("a chunk of InvokeModel gives the model's own event, and one that is not base64 breaks the stream")
    func chunks() {
        let sound = Self.frame("chunk", #"{"bytes":"eyJ0eXBlIjoicGluZyJ9","p":"ab"}"#)
        #expect(parse([sound]).events.map(\.raw.text) == ["event: ping\ndata: {\"type\":\"ping\"}\n\n"])
        for broken in [#"{"bytes":"§"}"#, "{}", "x"] { #expect(parse([Self.frame("chunk", broken)]).fault?.kind == .transport) }
    }

    @Test("the answer's own content type says how it is framed")
    func carriers() {
        func isParsed(_ type: String?) -> Bool { Dialect.anthropicMessages.frameParser(contentType: type, limit: 10) != nil }
        #expect(isParsed("text/event-stream; charset=utf-8") && isParsed("application/vnd.amazon.eventstream"))
        #expect(!isParsed("application/json") && !isParsed(nil))
    }

    @Test("every split of a recorded stream gives the same events", .enabled(if: Fixtures.available, "\(Fixtures.absence)"), arguments: AnswerCases.binaryStreams)
    func recorded(_ item: FixtureCase) throws {
        let bytes = try item.answer()
        let whole = parse([bytes])
        #expect(whole.fault == nil && !whole.events.isEmpty)
        #expect(parse(Chunking.bytewise(bytes)).events == whole.events)
        // Up to the frame in which the split lies, then that frame and the one behind it in two pieces.
        var parser = Dialect.bedrockConverse.frameParser(limit: 1 << 20)
        var (start, number) = (0, 0)
        while start < bytes.count {
            let end = min(bytes.count, start + EventStreamBuilder.length(bytes[start...]))
            for split in start..<end {
                var copy = parser
                let pieces = try copy.frames(of: Bytes(bytes[start..<split])) + copy.frames(of: Bytes(bytes[split..<end]))
                // As memory: element by element it takes long in a debug build.
                #expect(pieces.count == 1 && Data(pieces[0].raw) == Data(whole.events[number].raw), "split at \(split)")
            }
            number += 1
            _ = try parser.frames(of: Bytes(bytes[start..<end]))
            start = end
        }
    }

    @Test("a recorded stream that breaks off within a frame is a failure", .enabled(if: Fixtures.available, "\(Fixtures.absence)"), arguments: AnswerCases.binaryStreams)
    func cut(_ item: FixtureCase) throws {
        let bytes = try item.answer()
        let (events, fault) = parse([Bytes(bytes.dropLast(1))])
        #expect(fault == nil && events.count == parse([bytes]).events.count - 1)
    }
}

/// Frames as a provider gone wrong may send them: checksums are right, the rest need not be.
enum EventStreamBuilder {
    static func prelude(total: UInt32, headers: UInt32) -> Bytes {
        let lengths = word(total) + word(headers)
        return lengths + word(crc(lengths))
    }

    static func frame(headers: Bytes, payload: Bytes) -> Bytes {
        let body = prelude(total: UInt32(headers.count + payload.count + 16), headers: UInt32(headers.count)) + headers + payload
        return body + word(crc(body))
    }

    static func length(_ bytes: ByteSlice) -> Int { bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) } }

    private static func word(_ value: UInt32) -> Bytes { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }

    /// Bit by bit, so that it shares nothing with what it checks.
    private static func crc(_ bytes: Bytes) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
    }
}
