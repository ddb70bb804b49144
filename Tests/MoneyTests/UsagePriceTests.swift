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

    /// Where the list is known to be wrong, and why.
    private static let disputed = [
        "505 google/chat": "its total holds thoughts beyond prompt and completion, which Google bills as output and the list leaves out",
        "183 azure/chat": unreadWrites, "181 azure/responses": unreadWrites, "582 azure/responses": unreadWrites,
        "24 google/default": noTextPrice, "33 google/default": noTextPrice,
    ]

    private static let unreadWrites = "it reports tokens written to the cache, which the list reads for OpenAI and not for Azure"
    private static let noTextPrice = "what this model writes as text has a price of its own, which the list lacks"

    /// Whether the block is of another API than the one that the list reads it as: names that both have mean different things.
    private static func isForeign(_ body: JSONValue, _ flavor: String) -> Bool {
        flavor == "responses" && body["usage"]?["cache_read_input_tokens"] != nil
    }

    @Test("Every case comes out to the last digit")
    func all() throws {
        let prices = try PriceList()
        var compared = 0
        var skipped: [String: Int] = [:]
        for entry in try Vectors.cases() {
            for expected in entry.expected {
                let name = "\(expected.provider)/\(expected.flavor)"
                guard let flavor = Self.flavors[Self.flavor(expected)] else {
                    skipped["\(name): no dialect reads it", default: 0] += 1
                    continue
                }
                guard !Self.isForeign(entry.body, Self.flavor(expected)) else {
                    skipped["\(name): a block of Anthropic's API, read as another", default: 0] += 1
                    continue
                }
                guard let price = prices.price(of: entry.model, at: expected.provider) else {
                    skipped["\(name): \(entry.model) has no exact price", default: 0] += 1
                    continue
                }
                let usage = try #require(try Self.usage(entry.body, flavor), "case \(entry.number) \(name)")
                let rates = price.rates(input: usage.totalInput, at: Self.time)
                if let reason = Self.disputed["\(entry.number) \(name)"] {
                    skipped["\(name): \(reason)", default: 0] += 1
                    continue
                }
                let cost = Self.cost(usage, rates)
                let wanted = (Self.money(expected.input), Self.money(expected.output))
                #expect(cost == wanted, "case \(entry.number) \(name) \(entry.model) \(usage)")
                compared += 1
            }
        }
        print("priced \(compared); left out:")
        for (reason, count) in skipped.sorted(by: { $0.key < $1.key }) { print("  \(count) × \(reason)") }
        #expect(compared > 1_600)
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
