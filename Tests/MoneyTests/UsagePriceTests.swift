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

    /// What does not come out, and why; each has to be so, or it has no place here.
    private static let leftOut: [(reason: String, applies: @Sendable (Vectors.Case, Vectors.Expected) -> Bool)] = [
        // Anthropic's `input_tokens` stand beside the cached ones, and OpenAI's hold them.
        ("a block of Anthropic's API that tells cached tokens, read as one of OpenAI's", { $1.flavor == "responses" && isCachedByAnthropic($0.body) }),
        ("a block of OpenAI's API, read as one of Anthropic's, of a model that the list does not have there", { [497, 498].contains($0.number) && $1.provider == "aws" }),
        (
            "its total holds thoughts beyond prompt and completion, which Google bills as output and the list leaves out",
            { ($0.number, $1.provider, $1.flavor) == (505, "google", "chat") }
        ),
        (
            "it reports tokens written to the cache, which the list reads for OpenAI and not for Azure",
            { [183, 181, 582].contains($0.number) && $1.provider == "azure" && ["chat", "responses"].contains($1.flavor) }
        ),
        (
            "what this model writes as text has a price of its own, which the list lacks",
            { [24, 33].contains($0.number) && $1.provider == "google" && $1.flavor == "default" }
        ),
    ]

    private static func isCachedByAnthropic(_ body: JSONValue) -> Bool {
        ["cache_read_input_tokens", "cache_creation_input_tokens"].contains { body["usage"]?.get($0)?.int ?? 0 > 0 }
    }

    private struct Count {
        var exact = 0
        var leftOut: [String: Int] = [:]
    }

    @Test("Every case comes out to the last digit, but for those that are listed, and none of these does")
    func all() throws {
        let prices = try PriceList()
        var counts: [String: Count] = [:]
        let cases = try Vectors.cases()
        for entry in cases {
            for expected in entry.expected {
                let name = "\(expected.provider)/\(expected.flavor)"
                let reason = Self.leftOut.first { $0.applies(entry, expected) }?.reason
                let isExact = try Self.isExact(entry, expected, prices)
                if isExact {
                    counts[name, default: Count()].exact += 1
                } else if let reason {
                    counts[name, default: Count()].leftOut[reason, default: 0] += 1
                }
                #expect(isExact == (reason == nil), "case \(entry.number) \(name) \(entry.model): \(reason ?? "it is not listed")")
            }
        }
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
            print("\(name): \(count.exact) exact" + count.leftOut.map { ", \($1) left out: \($0)" }.joined())
        }
        #expect(cases.count == 782)
        #expect(counts.values.reduce(0) { $0 + $1.exact } == 1_989)
        #expect(counts.values.flatMap(\.leftOut.values).reduce(0, +) == cases.reduce(0) { $0 + $1.expected.count } - 1_989)
    }

    private static func isExact(_ entry: Vectors.Case, _ expected: Vectors.Expected, _ prices: PriceList) throws -> Bool {
        let flavor = try #require(flavors[Self.flavor(expected)], "no dialect reads \(expected.provider)/\(expected.flavor)")
        guard let usage = try usage(entry.body, flavor), let price = prices.price(of: entry.model, at: expected.provider) else { return false }
        return cost(usage, price.rates(input: usage.totalInput, at: time)) == (money(expected.input), money(expected.output))
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
