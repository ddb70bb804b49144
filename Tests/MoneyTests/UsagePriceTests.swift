import Conversation
import Dialects
import JSONText
import Primitives
import Routing
import TestKit
import Testing

@Suite("Recorded usage costs what its provider's price list says", .enabled(if: Fixtures.available, "shared/vectors is not here: recorded usage is not priced"))
struct UsagePriceTests {
    /// The reading of usage that each flavor of the list is, and the members that make a usage block a whole answer of that API.
    private static let flavors: [String: (dialect: Dialect?, rest: String)] = [
        // No dialect's, for they are no turn of a conversation.
        "embeddings": (nil, #","object":"list","data":[{"object":"embedding","index":0,"embedding":[0]}]}"#),
        "chat": (.openAIChat, #","id":"x","choices":[{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}]}"#),
        "anthropic": (.anthropicMessages, #","id":"x","type":"message","role":"assistant","content":[],"stop_reason":"end_turn"}"#),
        "responses": (.openAIResponses, #","id":"x","object":"response","status":"completed","output":[]}"#),
        "google": (.gemini, #","candidates":[{"content":{"role":"model","parts":[{"text":"x"}]},"finishReason":"STOP"}]}"#),
    ]

    /// The list's own name for the API that a provider is known by.
    private static func flavor(_ expected: Vectors.Expected) -> String {
        guard expected.flavor == "default" else { return expected.flavor }
        return switch expected.provider {
        case "anthropic": "anthropic"
        case "groq", "mistral": "chat"
        default: expected.provider
        }
    }

    /// Noon on the day of the list's prices.
    private static let time = (Day.seconds("2026-08-21") ?? 0) + 43_200

    /// Whether a block counts cached tokens in another API's words than its flavor's, so that the flavor is none of the block's.
    ///
    /// Anthropic's Messages API and OpenAI's Responses API share `input_tokens` and mean different sums by it: the former counts cached tokens
    /// beside them (https://platform.claude.com/docs/en/build-with-claude/prompt-caching), the latter within
    /// (https://platform.openai.com/docs/guides/prompt-caching). A provider of shunt speaks the API that its configuration names, so a block of
    /// the other one never comes before that dialect; where it counts no cached tokens, both read it alike.
    private static func isForeign(_ block: JSONValue, _ dialect: Dialect?) -> Bool {
        switch dialect {
        case .openAIResponses: ["cache_read_input_tokens", "cache_creation_input_tokens"].contains { block[$0]?.int ?? 0 > 0 }
        case .anthropicMessages: ["cached_tokens", "cache_write_tokens"].contains { block["input_tokens_details"]?.get($0)?.int ?? 0 > 0 }
        default: false
        }
    }

    /// Where the list is wrong: what it leaves out of a block, and what the provider says of it.
    private struct ListError {
        let reason: String
        let applies: @Sendable (JSONValue, Vectors.Expected) -> Bool
        /// What the list does not pay, from the block and at its own rates: what is missing from input and from output.
        let missing: @Sendable (JSONValue, Rates) -> (input: Money, output: Money)?
    }

    private static let errors = [
        ListError(
            // "On gpt-5.6 and later models, cache writes are billed": https://learn.microsoft.com/azure/foundry/openai/how-to/prompt-caching
            reason: "it counts tokens written to the cache, which Azure bills and the list pays as plain input",
            applies: { $1.provider == "azure" && ["chat", "responses"].contains($1.flavor) && cacheWrite($0) > 0 },
            missing: { block, rates in
                guard let write = rates.cacheWrite5m, let input = rates.input else { return nil }
                return ((write - input) * cacheWrite(block), .zero)
            }),
        ListError(
            // Thoughts are output (https://ai.google.dev/gemini-api/docs/thinking#pricing), and this API of Google's tells them in the total
            // alone (https://discuss.ai.google.dev/t/question-with-usage-in-openai-compatibility/98760).
            reason: "its total holds thoughts beyond prompt and completion, which Google bills as output and the list leaves out",
            applies: { $1.provider == "google" && $1.flavor == "chat" && beyond($0) > 0 },
            missing: { block, rates in rates.output.map { (.zero, $0 * beyond(block)) } }),
    ]

    private static func cacheWrite(_ block: JSONValue) -> Int {
        ["prompt_tokens_details", "input_tokens_details"].lazy.compactMap { block[$0]?["cache_write_tokens"]?.int }.first ?? 0
    }

    private static func beyond(_ block: JSONValue) -> Int {
        (block["total_tokens"]?.int ?? 0) - (block["prompt_tokens"]?.int ?? 0) - (block["completion_tokens"]?.int ?? 0)
    }

    private struct Count {
        var exact = 0
        var foreign = 0
        var wrong = 0
    }

    @Test("Every case comes out to the last digit, but for flavors that are none of its block's and for the list's own errors, and those are proved")
    func all() throws {
        let prices = try PriceList()
        var counts: [String: Count] = [:]
        var wrong: [String] = []
        let cases = try Vectors.cases()
        for entry in cases {
            let block = entry.body["usage"] ?? entry.body
            for expected in entry.expected {
                let name = "\(expected.provider)/\(expected.flavor)"
                let flavor = try #require(Self.flavors[Self.flavor(expected)], "no dialect reads \(name)")
                let used = try Self.usage(entry.body, flavor)
                if Self.isForeign(block, flavor.dialect) {
                    let own = try Self.usage(entry.body, Self.flavors[flavor.dialect == .anthropicMessages ? "responses" : "anthropic"] ?? flavor)
                    #expect(used?.totalInput != own?.totalInput || used?.cacheRead != own?.cacheRead || used?.cacheWrite != own?.cacheWrite)
                    counts[name, default: Count()].foreign += 1
                    continue
                }
                let usage = try #require(used, "case \(entry.number) \(name): no usage")
                let price = try #require(try prices.price(of: entry.model, at: expected.provider), "case \(entry.number) \(name): no price of \(entry.model)")
                let rates = price.rates(input: usage.totalInput, at: Self.time)
                var wanted = (Self.money(expected.input), Self.money(expected.output))
                if let error = Self.errors.first(where: { $0.applies(block, expected) }) {
                    let missing = try #require(error.missing(block, rates), "case \(entry.number) \(name): \(error.reason)")
                    #expect(missing.input > .zero || missing.output > .zero)
                    wanted = (wanted.0.map { $0 + missing.input }, wanted.1.map { $0 + missing.output })
                    wrong.append("\(entry.number) \(name)")
                    counts[name, default: Count()].wrong += 1
                } else {
                    counts[name, default: Count()].exact += 1
                }
                #expect(Self.cost(usage, rates) == wanted, "case \(entry.number) \(name) \(entry.model)")
            }
        }
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
            print("\(name): \(count.exact) exact, \(count.foreign) of another API, \(count.wrong) that the list has wrong")
        }
        #expect(cases.count == 782)
        #expect(counts.values.reduce(0) { $0 + $1.exact } == 1_980)
        #expect(counts.values.reduce(0) { $0 + $1.foreign } == 22)
        #expect(wrong == ["181 azure/responses", "183 azure/chat", "505 google/chat", "582 azure/responses"])
    }

    private static func usage(_ body: JSONValue, _ flavor: (dialect: Dialect?, rest: String)) throws -> Usage? {
        var text = Bytes(body.raw)
        text.removeLast()
        text.append(contentsOf: flavor.rest.utf8)
        let events = try flavor.dialect.map { dialect in try AnswerDecoder.whole(text, dialect: dialect) } ?? AnswerDecoder.embeddings(text)
        for case .usage(let usage) in events { return usage }
        return nil
    }

    /// What is read and what is written, apart.
    private static func cost(_ usage: Usage, _ rates: Rates) -> (Money?, Money?) {
        var input = usage
        var output = usage
        for part in [\Usage.output, \.reasoning, \.audioOutput, \.imageOutput, \.toolRequests] { input[keyPath: part] = 0 }
        for part in [\Usage.input, \.cacheRead, \.cacheWrite5m, \.cacheWrite1h, \.audioInput, \.audioCacheRead, \.imageInput, \.toolRequests] {
            output[keyPath: part] = 0
        }
        return (Pricing.cost(of: input, at: rates), Pricing.cost(of: output, at: rates))
    }

    private static func money(_ text: String?) -> Money? {
        Decimal(text ?? "0")?.scaled(byPowerOfTen: Price.powerOfPicodollars).map { Money(picodollars: $0) }
    }
}
