import Conversation
import Dialects
import Foundation
import HTTPWire
import JSONText
import Primitives
import TestKit

/// The fixtures of the dialects that this build speaks.
enum AnswerCases {
    static let all = Fixtures.cases.filter { Dialect(rawValue: $0.api) != nil }
    static let answered = all.filter { $0.status == 200 }
    static let streams = answered.filter { $0.format != "json" }
    /// Event streams as bytes; Bedrock's binary frames are tested through their decoded payloads.
    static let byteStreams = answered.filter { $0.format == "sse" }
    static let wholes = answered.filter { $0.format == "json" && !$0.features.contains("error_in_200") }
    static let refused = all.filter { $0.status != 200 || $0.features.contains("error_in_200") }
    static let requests = all.filter { (try? $0.request()) ?? nil != nil }

    /// A stream's events: parsed, or for Bedrock made from the payloads of its frames.
    static func events(_ item: FixtureCase) throws -> [ServerSentEvent] {
        if item.format == "sse" { return try parse([item.answer()]) }
        return try Fixtures.bytes(item.path + ".events.jsonl").split(separator: UInt8(ascii: "\n")).map { line in
            let payload = try JSONDocument.parse(line).root["payload"]!
            return ServerSentEvent(kind: .event, name: nil, data: payload.raw, raw: payload.raw)
        }
    }

    static func parse(_ chunks: [Bytes]) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser()
        return try chunks.flatMap { try parser.feed($0) } + parser.finish()
    }

    /// All events that a decoder makes of a stream; a fault that it throws is the last.
    static func decode(_ events: [ServerSentEvent], _ dialect: Dialect) -> [ChatEvent] {
        var decoder = AnswerDecoder(dialect: dialect)
        var decoded: [ChatEvent] = []
        do {
            for event in events { try decoder.decode(event, into: &decoded) }
            decoded += try decoder.finish()
        } catch {
            decoded.append(.failed(error))
        }
        return decoded
    }
}

extension FixtureCase {
    var answerDialect: Dialect { Dialect(rawValue: api)! }
}
