import Conversation
import Primitives
@testable import Routing

/// A table with Anthropic's published prices of July 2026, and sessions with warm caches to vary.
enum WarmDesk {
    static let start = Instant(nanoseconds: 1_000_000_000_000)
    static let conversation = ConversationMark(value: 7)

    static func price(_ input: Int128, _ output: Int128) -> Price {
        // Thousandths of a dollar per million tokens; Anthropic's reads cost a tenth of the input, writes 1.25 and 2 times as much.
        func money(_ thousandths: Int128) -> Money { Money(picodollars: thousandths * 1000) }
        return Price(Rates(
            input: money(input), output: money(output), cacheRead: money(input / 10), cacheWrite5m: money(input * 5 / 4), cacheWrite1h: money(input * 2)))
    }

    static let providers: [ProviderName: ProviderFacts] = [
        "anthropic": ProviderFacts(name: "anthropic", dialect: .anthropicMessages, hasKey: true, keys: 2, acceptsCallerKey: true),
        "openai": ProviderFacts(name: "openai", dialect: .openAIResponses, hasKey: true, acceptsCallerKey: false),
    ]

    static func definition() -> TableDefinition {
        var definition = TableDefinition(revision: Revision(text: "warm", digest: "0123456789abcdef"))
        definition.models = [
            "opus": .init(id: "opus", provider: "anthropic", wireName: "claude-opus-4-7", context: 1_000_000, price: price(5000, 25_000)),
            "sonnet": .init(id: "sonnet", provider: "anthropic", wireName: "claude-sonnet-4-6", context: 1_000_000, price: price(3000, 15_000)),
            "haiku": .init(id: "haiku", provider: "anthropic", wireName: "claude-haiku-4-5", context: 200_000, price: price(1000, 5000)),
            "gratis": .init(id: "gratis", provider: "openai", wireName: "gratis"),
        ]
        definition.tiers = [
            "frontier": .init(models: ["opus"]), "balanced": .init(models: ["sonnet"]), "internal": .init(models: ["haiku"]),
            "free": .init(models: ["gratis"]),
        ]
        definition.modes["chores"] = "free"
        return definition
    }

    static func table(_ change: (inout TableDefinition) -> Void = { _ in }) throws -> Table {
        var definition = definition()
        change(&definition)
        return try Table(definition, providers: providers)
    }

    /// A call that was answered; `at` is its beginning.
    static func call(
        _ session: SessionID = "s", _ mode: ModeName? = nil, model: ModelID, _ usage: Usage?, at: Instant = start, in table: Table? = nil,
        tier: TierName? = nil
    ) throws -> AnsweredCall {
        let found = try (table ?? Self.table()).models.first { $0.id == model }
        guard let found else { throw TableFlaw.unknownModel(model, usedBy: "a test") }
        var call = AnsweredCall(
            session: session, caller: "uid 1000", model: found, place: Health.Place(found.provider.name, model, as: found.wireName, key: 0), conversation: conversation,
            estimate: usage?.totalInput ?? 0, usage: usage, started: at)
        call.mode = mode
        call.tier = tier
        return call
    }

    /// A memory in which planning on Opus has read `tokens`, and the caller's runs of each mode are as given.
    static func memory(warm tokens: Int, runs: [(mode: ModeName, calls: Int)] = [], in table: Table? = nil) throws -> RoutingMemory {
        var memory = RoutingMemory()
        for round in 0..<20 {
            for (mode, calls) in runs {
                for step in 0..<calls {
                    var call = try call(SessionID("other \(round)"), mode, model: "haiku", Usage(input: 0, cacheRead: 1000, output: 200))
                    call.started = start + .seconds(-5000 + step * 5)
                    memory.remember(call)
                }
            }
            if !runs.isEmpty { memory.remember(try call(SessionID("other \(round)"), "planning", model: "haiku", Usage(input: 0, cacheRead: 1000, output: 200))) }
        }
        let usage = Usage(input: 0, cacheRead: tokens - 1000, cacheWrite5m: 1000, output: 500)
        memory.remember(try call("s", "planning", model: "opus", usage, in: table, tier: "frontier"))
        return memory
    }

    static func query(_ mode: ModeName, tokens: Int, from memory: RoutingMemory, after seconds: Int = 20, _ change: (inout RouteQuery) -> Void = { _ in }) -> RouteQuery {
        var query = RouteQuery(facts: RequestFacts(), session: "s", now: start + .seconds(seconds))
        query.facts.estimatedInputTokens = tokens
        query.mode = ModeClaim(mode, from: .header)
        query.caller = "uid 1000"
        query.conversation = conversation
        memory.recall(into: &query)
        change(&query)
        return query
    }
}
