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
    /// Server-sent events as bytes; Bedrock's binary frames have tests of their own.
    static let byteStreams = answered.filter { $0.format == "sse" }
    static let binaryStreams = answered.filter { $0.format == "eventstream" }
    static let wholes = answered.filter { $0.format == "json" && !isError($0) }
    static let refused = all.filter { $0.status != 200 || isError($0) }
    static let requests = all.filter { (try? $0.request()) ?? nil != nil }

    /// An error in spite of its status, or an answer that says nothing but that it failed.
    private static func isError(_ item: FixtureCase) -> Bool {
        item.features.contains("error_in_200") || item.path.contains("failure-with-message-no-content")
    }

    static func events(_ item: FixtureCase) throws -> [ServerSentEvent] {
        if item.format == "sse", item.answerDialect != .gemini { return try parse([item.answer()]) }
        let carrier = item.answerDialect == .gemini ? Dialect.gemini : .bedrockConverse
        var parser = carrier.frameParser(limit: Limits.eventBytes)
        return try parser.frames(of: item.answer())
    }

    static func parse(_ chunks: [Bytes]) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser()
        return try chunks.flatMap { try parser.feed($0) } + parser.finish()
    }

    /// All events that a decoder makes of a stream; a fault that it throws is the last.
    static func decode(_ events: [ServerSentEvent], _ dialect: Dialect, model: String = "") -> [ChatEvent] {
        var decoder = AnswerDecoder(dialect: dialect, model: model)
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
