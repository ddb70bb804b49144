import Conversation
import Dialects
import HTTPWire
import Primitives
import Routing
import Settings
import TestKit
import Testing

@Suite("Recorded answers cost what a second reckoning says", .enabled(if: Fixtures.available, "shared/fixtures is not here: recorded answers are not settled"))
struct SettledFixtureTests {
    /// The catalog's names of the services that recordings are of; the others are somebody's own host.
    private static let services = [
        "google-ai": "gemini", "gemini-openai": "gemini", "azure-foundry": "azure", "bedrock-invoke": "bedrock", "bedrock-mantle": "bedrock",
        "anthropic-compat": "anthropic", "vercel-gateway": "openrouter",
    ]

    /// A price of which no two classes are alike, that grows with the context, for what the catalog does not price.
    private static let distinct = """
        { input = 1.000001, output = 2.00003, cache_read = 0.100007, cache_write = 1.250011, cache_write_1h = 2.000013, reasoning = 3.000017, \
        audio_input = 5.000019, audio_output = 7.000023, audio_cache_read = 0.500029, image_input = 11.000031, image_output = 13.000037, \
        request = 0.000000000041, tool_request = 0.010000000043, \
        steps = [{ above = 100, input = 1.100001, cache_read = 0.110007 }, { above = 1000, input = 1.200001, output = 2.20003, cache_write = 1.350011 }] }
        """

    /// Answers that tell no usage, and why. What is refused is not listed: an error used nothing.
    private static let silent: [String: String] = [
        "bedrock-converse/req-llm-converse-stream-validation-exception-0": "the stream is one exception",
        "gemini/firebase-unary-failure-with-message-no-content-0": "the model failed, and the answer says only that",
        "gemini/vertex/firebase-streaming-failure-error-mid-stream-0": "cut by an error before its last chunk, which alone tells usage",
        "gemini/vertex/firebase-unary-failure-prompt-blocked-safety-with-message-0": "the prompt was blocked, and no model read it",
        "openai-chat/anthropic-compat/vercel-anthropic-fallback-tool-call-0": "streamed without stream_options.include_usage",
        "openai-chat/groq/pai-tool-use-failed-error-streaming-0": "cut by an error before its last chunk, which alone tells usage",
        "openai-chat/vllm/openllmetry-trace-propagation-stream-chatopenai-0": "streamed without stream_options.include_usage",
        "openai-chat/xai/prism-stream-with-tools-responses-1-0": "streamed without stream_options.include_usage",
        "openai-responses/prism-stream-unknown-error-responses-1-0": "cut after its first event, in which usage is null",
    ]

    private static let day = "2026-11-01"
    private static let time = (Day.seconds(day) ?? 0) + 43_200

    @Test("Every fixture is settled, and all costs agree to the last digit")
    func all() throws {
        let catalog = try Catalog()
        var (settled, cataloged): (Int, Int) = (0, 0)
        var (without, refused): ([String], [String]) = ([], [])
        for item in Fixtures.cases {
            let decoded = try Self.usage(item)
            let raw = item.status == 200 ? try RawUsage.read(item) : nil
            guard let usage = decoded else {
                #expect(raw == nil, "\(item): shunt reads no usage where there is one")
                if item.status == 200, !item.features.contains("error_in_200") { without.append(item.path) } else { refused.append(item.path) }
                continue
            }
            let counts = try #require(raw, "\(item): shunt reads usage where there is none")
            try Self.compare(item, usage, counts, Self.distinct, try catalog.price(written: Self.distinct))
            settled += 1
            if let (text, price) = try catalog.price(of: item.model, at: Self.services[item.dialect] ?? item.dialect) {
                try Self.compare(item, usage, counts, text, price)
                cataloged += 1
            }
        }
        print("settled \(settled), \(cataloged) of them at the catalog's price too; refused \(refused.count); without usage \(without.count):")
        for path in without { print("  \(path): \(Self.silent[path] ?? "?")") }
        #expect(Set(without) == Set(Self.silent.keys))
        #expect(settled + refused.count + without.count == Fixtures.cases.count)
        #expect(settled > 190 && cataloged > 125)
    }

    @Test("A token or a call too many, in any class, is seen")
    func sensitive() throws {
        let price = try Catalog().price(written: Self.distinct)
        let classes: [(String, any WritableKeyPath<Usage, Int> & Sendable)] = [
            ("input", \.input), ("output", \.output), ("cache_read", \.cacheRead), ("cache_write", \.cacheWrite5m), ("cache_write_1h", \.cacheWrite1h),
            ("reasoning", \.reasoning), ("audio_input", \.audioInput), ("audio_output", \.audioOutput), ("audio_cache_read", \.audioCacheRead),
            ("image_input", \.imageInput), ("image_output", \.imageOutput), ("tool_request", \.toolRequests),
        ]
        for length in [0, 100, 1000, 5000] {
            let written = RawUsage(counts: Dictionary(uniqueKeysWithValues: classes.map { ($0.0, length) }))
            var usage = Usage()
            for (_, field) in classes { usage[keyPath: field] = length }
            #expect(Self.cost(usage, price) == written.cost(WrittenPrice(Self.distinct, day: Self.day)))
            for (name, field) in classes {
                var more = usage
                more[keyPath: field] += 1
                #expect(Self.cost(more, price) != written.cost(WrittenPrice(Self.distinct, day: Self.day)), "\(name) at \(length)")
            }
        }
    }

    private static func cost(_ usage: Usage, _ price: Price) -> Ratio? {
        Pricing.cost(of: usage, at: price, time: time).flatMap { Ratio(decimal: $0.description) }
    }

    private static func compare(_ item: FixtureCase, _ usage: Usage, _ counts: RawUsage, _ text: String, _ price: Price) throws {
        let wanted = counts.cost(WrittenPrice(text, day: day))
        #expect(cost(usage, price) == wanted, "\(item) at \(text): \(usage) against \(counts.counts)")
    }

    /// What shunt's decoders read; of an answer that broke off, what came before.
    static func events(_ item: FixtureCase) throws -> [ChatEvent] {
        guard item.status == 200, let dialect = Dialect(rawValue: item.api) else { return [] }
        var events: [ChatEvent] = []
        do throws(Fault) { try decode(item, dialect, into: &events) } catch { return events }
        return events
    }

    /// The last usage that they read; nil where there is none.
    private static func usage(_ item: FixtureCase) throws -> Usage? {
        try events(item).reversed().lazy.compactMap { if case .usage(let usage) = $0 { usage } else { nil } }.first
    }

    private static func decode(_ item: FixtureCase, _ dialect: Dialect, into events: inout [ChatEvent]) throws(Fault) {
        guard let body = try? item.answer() else { return }
        if item.format == "json" {
            events = try AnswerDecoder.whole(body, dialect: dialect, model: item.model)
            return
        }
        let isPlain = item.format == "sse" && dialect != .gemini
        let carrier = dialect == .gemini ? Dialect.gemini : .bedrockConverse
        var parser: any FrameParser = isPlain ? ServerSentEventParser() : carrier.frameParser(limit: Limits.eventBytes)
        var decoder = AnswerDecoder(dialect: dialect, model: item.model)
        for frame in try parser.frames(of: body) { try decoder.decode(frame, into: &events) }
        events += try decoder.finish()
    }
}
