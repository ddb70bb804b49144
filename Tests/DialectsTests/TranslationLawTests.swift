import Conversation
import Dialects
import Foundation
import HTTPWire
import JSONText
import Primitives
import TestKit
import Testing

/// Each recorded exchange told in every other API, streamed and whole, and read back: the same, but for what that API cannot say.
///
/// What it cannot say is in the tables below. A loss that is not in them fails, and so does an entry that nothing loses any more.
@Suite("Translations of recorded exchanges", .enabled(if: Fixtures.available, "\(Fixtures.absence)"))
struct TranslationLawTests {
    /// What an answer loses in a dialect.
    static let answerLosses: [Dialect: Set<String>] = [
        .openAIChat: ["kind of refusal", "stop sequence", "sources without address", "sound", "logprobs"],
        // What others signed or sealed is kept with their name on it, and given back in requests.
        .openAIResponses: [
            "signatures", "sealed thoughts", "call signatures", "tool requests", "citation quotes", "image tokens", "sources without address",
            "audio tokens", "finish", "kind of refusal", "stop sequence", "sound", "logprobs",
        ],
        .anthropicMessages: ["refusal as such", "kind of refusal", "image tokens", "audio tokens", "images", "sound", "logprobs"],
        .gemini: [
            "refusal as such", "kind of refusal", "stop sequence", "cache write", "tool requests", "citation quotes", "sources without address", "logprobs",
        ],
        .bedrockConverse: [
            "refusal as such", "kind of refusal", "stop sequence", "call signatures", "reasoning tokens", "audio tokens", "image tokens",
            "tool requests", "images", "sound", "logprobs",
        ],
    ]

    /// What a request loses in a dialect, with the models of ``model(_:)``.
    static let requestLosses: [Dialect: Set<String>] = [
        // A budget becomes an effort; images in results stand behind them; a choice of a tool that one cannot say is none.
        .openAIChat: [
            "budget", "shows reasoning", "top_k", "images", "images in results", "failed results", "sound", "thoughts", "tool choice",
        ],
        // A system prompt alone is no request; a bound below the API's least is raised to it.
        .openAIResponses: [
            "all", "cache marks", "thoughts", "budget", "stop", "top_k", "max output", "seed", "temperature", "failed results", "penalties", "sound",
        ],
        // Models that think take no sampling.
        .anthropicMessages: [
            "budget", "thoughts", "top_p", "seed", "output", "sound", "logprobs", "penalties", "stop", "shows reasoning", "tool choice",
        ],
        .gemini: [
            "effort", "cache marks", "thoughts", "images", "images in results", "documents", "output", "parallel calls", "strict tools", "user",
            "service tier", "tool choice",
        ],
        // Where calls are replayed and no tool is left, one is named, since Bedrock demands some.
        .bedrockConverse: [
            "tools", "thoughts", "effort", "budget", "shows reasoning", "top_p", "seed", "images", "images in results", "documents", "output",
            "logprobs", "temperature", "parallel calls", "penalties", "stop", "sound", "user", "service tier", "tool choice",
        ],
    ]

    private static let identity = AnswerIdentity(id: "req_1", model: "m", created: 1_700_000_000)

    /// A model of each API that takes most of what the API can say.
    private static func model(_ dialect: Dialect) -> String {
        switch dialect {
        case .openAIChat: "anthropic/claude-opus-4.7"
        case .openAIResponses: "gpt-5.5"
        case .anthropicMessages: "claude-sonnet-4-6"
        case .gemini: "gemini-2.5-pro"
        case .bedrockConverse: "anthropic.claude-sonnet-4-6-v1:0"
        }
    }

    @Test("answers say the same in every API that can say it")
    func answers() throws {
        var report = LawReport()
        var random = SeededGenerator(seed: 7)
        for item in AnswerCases.streams + AnswerCases.wholes {
            let events = try Self.events(item)
            let facets = AnswerFacets(events)
            var lost: [Dialect: [String]] = [:]
            for dialect in Dialect.allCases where dialect != item.answerDialect {
                let streamed = facets.lost(in: AnswerFacets(try Self.streamed(events, dialect, &random)))
                let whole = facets.said["failed"] == nil ? facets.lost(in: AnswerFacets(try Self.whole(events, dialect))) : []
                lost[dialect] = AnswerFacets.names.filter { streamed.contains($0) || whole.contains($0) }
                for loss in lost[dialect] ?? [] where Self.answerLosses[dialect]?.contains(loss) != true {
                    Issue.record("\(item.path) loses \(loss) in \(dialect.rawValue) (\(streamed.contains(loss) ? "streamed" : "whole"))")
                }
            }
            report.add(item.path, lost)
        }
        print(report.text("Answers"))
        expectAllLost(report, Self.answerLosses)
    }

    @Test("requests say the same in every API that can say it")
    func requests() throws {
        var report = LawReport()
        for item in AnswerCases.requests {
            guard let body = try item.request(), let incoming = try? IncomingRequest.decode(body, dialect: item.answerDialect) else { continue }
            let conversation = try incoming.conversation()
            var lost: [Dialect: [String]] = [:]
            for dialect in Dialect.allCases where dialect != item.answerDialect {
                let plan = RequestPlan(model: Self.model(dialect), stream: conversation.stream)
                guard let sent = try? ProviderRequest.encode(.conversation(conversation), as: plan, for: dialect) else {
                    lost[dialect] = ["all"]
                    continue
                }
                guard let read = try? IncomingRequest.decode(sent.body, dialect: dialect).conversation() else {
                    lost[dialect] = ["all"]
                    continue
                }
                lost[dialect] = RequestFacets(conversation).lost(in: RequestFacets(read))
                for loss in lost[dialect] ?? [] where Self.requestLosses[dialect]?.contains(loss) != true {
                    Issue.record("\(item.path) loses \(loss) in \(dialect.rawValue), which tells \(sent.dropped)")
                }
            }
            report.add(item.path, lost)
        }
        print(report.text("Requests"))
        expectAllLost(report, Self.requestLosses)
    }

    private func expectAllLost(_ report: LawReport, _ table: [Dialect: Set<String>]) {
        for (dialect, losses) in table {
            #expect(losses.subtracting(report.lost(dialect)) == [], "listed for \(dialect.rawValue), and lost no more")
        }
    }

    private static func events(_ item: FixtureCase) throws -> [ChatEvent] {
        guard item.format != "json" else { return try AnswerDecoder.whole(item.answer(), dialect: item.answerDialect, model: item.model) }
        return AnswerCases.decode(try AnswerCases.events(item), item.answerDialect, model: item.model)
    }

    /// Streams the events in `dialect` and reads what comes of it, whatever chunks the bytes come in.
    private static func streamed(_ events: [ChatEvent], _ dialect: Dialect, _ random: inout SeededGenerator) throws -> [ChatEvent] {
        var encoder = AnswerEncoder(dialect: dialect, identity: identity, includeUsage: true)
        var bytes = Bytes()
        for event in events { for frame in encoder.encode(event) { frame.append(as: dialect, to: &bytes) } }
        for frame in encoder.end() { frame.append(as: dialect, to: &bytes) }
        var parser = dialect.frameParser(limit: Limits.eventBytes)
        let chunks = Chunking.random(of: bytes, longest: 4_000, using: &random)
        let frames = try chunks.flatMap { try parser.frames(of: $0) }
        return AnswerCases.decode(frames, dialect)
    }

    private static func whole(_ events: [ChatEvent], _ dialect: Dialect) throws -> [ChatEvent] {
        var assembler = AnswerAssembler()
        for event in events { assembler.add(event) }
        return try AnswerDecoder.whole(assembler.encodeWhole(dialect, identity), dialect: dialect)
    }
}
