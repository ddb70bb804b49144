import Conversation
import Dialects
import HTTPWire
import JSONText
import Primitives
import TestKit
import Testing

/// Whatever comes from outside is an answer or an error, never a trap.
@Suite("Hostile input", .enabled(if: Fixtures.available, "\(Fixtures.absence)"))
struct HostileInputTests {
    @Test("damaged requests are read, refused or told on", arguments: AnswerCases.requests)
    func requests(_ item: FixtureCase) throws {
        let body = try #require(try item.request())
        var random = SeededGenerator(seed: UInt64(body.count))
        for _ in 0..<40 {
            try exercise(request: Mutation.of(body, using: &random))
            try exercise(request: Retyping.of(body, using: &random))
        }
    }

    @Test("damaged streams are decoded or refused", arguments: AnswerCases.byteStreams)
    func streams(_ item: FixtureCase) throws {
        let bytes = Bytes(try item.answer().prefix(20_000))
        var random = SeededGenerator(seed: UInt64(bytes.count))
        for _ in 0..<12 {
            let damaged = Mutation.of(bytes, using: &random)
            let retyped = try AnswerCases.parse([bytes]).map { event in
                ServerSentEvent(kind: event.kind, name: event.name, data: Retyping.of(Bytes(event.data), using: &random)[...], raw: event.raw)
            }
            for dialect in Dialect.allCases {
                check(AnswerCases.decode(try AnswerCases.parse([damaged]), dialect))
                check(AnswerCases.decode(retyped, dialect))
            }
        }
    }

    @Test("damaged whole answers and errors are decoded or refused", arguments: AnswerCases.all.filter { $0.format == "json" })
    func wholes(_ item: FixtureCase) throws {
        let body = try item.answer()
        var random = SeededGenerator(seed: UInt64(body.count))
        for _ in 0..<60 {
            for damaged in [Mutation.of(body, using: &random), Retyping.of(body, using: &random)] {
                for dialect in Dialect.allCases {
                    if let events = try? AnswerDecoder.whole(damaged, dialect: dialect) { check(events) }
                    let status = Int.random(in: 100...599, using: &random)
                    let fault = AnswerDecoder.fault(status: status, fields: ["retry-after": "\(damaged.count)x"], body: damaged, dialect: dialect)
                    #expect(!fault.message.isEmpty)
                }
            }
        }
    }

    private func exercise(request: Bytes) throws {
        for dialect in Dialect.allCases {
            guard let incoming = try? IncomingRequest.decode(request, dialect: dialect) else { continue }
            for target in Dialect.allCases {
                let plan = RequestPlan(model: "claude-haiku-4-5", stream: true, effort: .high)
                guard let sent = try? ProviderRequest.encode(.incoming(incoming), as: plan, for: target) else { continue }
                // Whatever was accepted goes out as sound JSON.
                #expect(throws: Never.self) { try JSONDocument.parse(sent.body) }
            }
        }
    }

    /// Whatever was decoded keeps the rules that callers rely on, and can be encoded.
    private func check(_ events: [ChatEvent]) {
        var calls = 0
        for event in events {
            if case .toolCall(let index, _, _) = event {
                #expect(index == calls)
                calls += 1
            }
            if case .toolArguments(let index, _) = event { #expect(index < calls) }
            if case .usage(let usage) = event { #expect(usage.totalInput >= 0 && usage.totalOutput >= 0 && usage.input >= 0 && usage.output >= 0) }
        }
        let ends = events.indices.filter { index in
            if case .failed = events[index] { true } else { events[index] == .ended }
        }
        #expect(ends.allSatisfy { $0 == events.count - 1 })
        var assembler = AnswerAssembler()
        for dialect in Dialect.allCases {
            var encoder = AnswerEncoder(dialect: dialect, identity: AnswerIdentity(id: "i", model: "m", created: 0), includeUsage: true)
            for event in events { _ = encoder.encode(event) }
        }
        for event in events { assembler.add(event) }
        for dialect in Dialect.allCases { _ = assembler.encodeWhole(dialect, AnswerIdentity(id: "i", model: "m", created: 0)) }
    }
}

/// Damage that stays sound JSON: values of another type, absent, or extreme.
enum Retyping {
    private static let values = ["null", "true", "-1", "0", "1.5", "9223372036854775807", "1e400", "\"\"", "\"x\"", "[]", "{}", "[[]]", "[null]", "{\"type\":\"text\"}", "[{\"type\":1}]"]

    static func of(_ bytes: Bytes, using random: inout SeededGenerator) -> Bytes {
        let starts = bytes.indices.dropLast().filter { bytes[$0] == UInt8(ascii: ":") }
        guard let start = starts.randomElement(using: &random), let end = valueEnd(bytes, from: start + 1) else { return bytes }
        return Bytes(bytes[...start]) + Bytes(values.randomElement(using: &random)!.utf8) + Bytes(bytes[end...])
    }

    /// The end of a string, a bracketed part or a word; strings within are respected only roughly, which makes for more damage.
    private static func valueEnd(_ bytes: Bytes, from start: Int) -> Int? {
        var (depth, inString) = (0, false)
        for index in start..<bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\""), bytes[index - 1] != UInt8(ascii: "\\") { inString.toggle() }
            if inString { continue }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return index }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0: return index
            default: break
            }
        }
        return nil
    }
}
