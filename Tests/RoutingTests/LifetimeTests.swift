import Conversation
import JSONText
import Primitives
@testable import Routing
import Testing

@Suite("The choice between two lifetimes of a cache")
struct LifetimeTests {
    private static func table(_ change: (inout TableDefinition) -> Void = { _ in }) throws -> Table {
        try WarmDesk.table { definition in
            for id in ["opus", "sonnet", "haiku"] as [ModelID] {
                definition.models[id]?.cache = CacheTerms(isMarked: true, minimum: 1024, lifetime: .seconds(300), longLifetime: .seconds(3600))
            }
            change(&definition)
        }
    }

    /// A caller whose conversations made `calls` calls of Opus each, with `pause` seconds before each.
    private static func memory(conversations: Int, calls: Int, pause: Int, in table: Table) throws -> RoutingMemory {
        var memory = RoutingMemory()
        for conversation in 0..<conversations {
            for step in 0..<calls {
                let at = WarmDesk.start + .seconds(-100_000 + conversation * 10 + step * pause)
                let usage = Usage(input: 0, cacheRead: 60_000 + step * 1000, cacheWrite5m: 1000, output: 300)
                memory.remember(try WarmDesk.call(SessionID("other \(conversation)"), "planning", model: "opus", usage, at: at, in: table, tier: "frontier"))
            }
        }
        return memory
    }

    private func decide(
        _ memory: RoutingMemory, in table: Table, tokens: Int = 60_000, _ change: (inout RouteQuery) -> Void = { _ in }
    ) -> DecisionRecord {
        Decision.decide(table, WarmDesk.query("planning", tokens: tokens, from: memory, change))
    }

    private func keepsLonger(_ record: DecisionRecord) -> Bool { record.candidates.first.map { record.keepsLonger($0.model) } ?? false }

    @Test("A caller who often comes back after ten minutes has its prompts kept for an hour")
    func longer() throws {
        let table = try Self.table()
        let record = decide(try Self.memory(conversations: 6, calls: 8, pause: 600, in: table), in: table)
        let comparison = try #require(record.lifetime)
        #expect(keepsLonger(record))
        #expect(comparison.verdict == .longer)
        // Six conversations of eight calls, seven gaps each, and one of twelve calls that is taken for granted.
        #expect(comparison.calls == 8571)
        #expect(comparison.gaps == 6000)
        #expect(record.reason.hasSuffix("; kept for 1h, 6 longer pauses expected: $\(comparison.write.rounded) more to write against $\(comparison.refill.rounded) to fill up again"))
    }

    @Test("What either costs is exact: tokens times the difference of the rates")
    func exact() throws {
        let table = try Self.table()
        let comparison = try #require(decide(try Self.memory(conversations: 6, calls: 8, pause: 600, in: table), in: table).lifetime)
        // 42 growths of 1000 tokens, and four of 1500 that are taken for granted: 1043 a call, over 60/7 calls.
        let grown = Int(60.0 / 7 * 1043)
        #expect(comparison.write == Money(picodollars: Int128(60_000 + grown) * (10_000_000 - 6_250_000)))
        #expect(comparison.refill == Money(picodollars: Int128(60_000 + grown / 2) * (6_250_000 - 500_000) * 6))
    }

    @Test("Pauses that the shorter lifetime spans, or that even the longer does not, are no reason")
    func shorter() throws {
        let table = try Self.table()
        for pause in [20, 7200] {
            let record = decide(try Self.memory(conversations: 6, calls: 8, pause: pause, in: table), in: table)
            #expect(record.lifetime?.verdict == .shorter)
            #expect(record.lifetime?.gaps == 0)
            #expect(!keepsLonger(record))
            #expect(!record.reason.contains("kept for"))
        }
    }

    @Test("Nothing is chosen for a caller of whom nothing is known")
    func unknown() throws {
        let table = try Self.table()
        #expect(decide(RoutingMemory(), in: table).lifetime == nil)
        let record = decide(try Self.memory(conversations: 6, calls: 8, pause: 600, in: table), in: table) { $0.caller = "uid 1001"; $0.habits = nil }
        #expect(record.lifetime == nil)
    }

    @Test("What is held for the shorter time stays so, and what is held for the longer is written on for as long")
    func held() throws {
        let table = try Self.table()
        var memory = try Self.memory(conversations: 6, calls: 8, pause: 600, in: table)
        memory.remember(try WarmDesk.call("s", "planning", model: "opus", Usage(input: 0, cacheWrite5m: 60_000, output: 300), in: table, tier: "frontier"))
        var record = decide(memory, in: table)
        #expect(record.lifetime == nil)
        #expect(!keepsLonger(record))
        let written = Usage(input: 0, cacheWrite1h: 60_000, output: 300)
        memory.remember(try WarmDesk.call("s", "planning", model: "opus", written, at: WarmDesk.start + .seconds(10), in: table, tier: "frontier"))
        record = decide(memory, in: table)
        #expect(record.lifetime == nil)
        #expect(keepsLonger(record))
    }

    @Test("Where a provider has one lifetime only, or its price for the longer is unknown, there is no choice")
    func noChoice() throws {
        for change in [
            { $0.models["opus"]?.cache?.longLifetime = nil },
            { $0.models["opus"]?.price?.rates.cacheWrite1h = nil },
            { $0.models["opus"]?.provider = "openai" },
            { $0.keepsLonger = false },
        ] as [(inout TableDefinition) -> Void] {
            let table = try Self.table(change)
            let record = decide(try Self.memory(conversations: 6, calls: 8, pause: 600, in: table), in: table)
            #expect(record.candidates.first?.model.id == "opus")
            #expect(record.lifetime == nil)
            #expect(!keepsLonger(record))
        }
    }

    @Test("A prompt that is too short to be kept has no lifetime")
    func tooShort() throws {
        let table = try Self.table()
        #expect(decide(try Self.memory(conversations: 6, calls: 8, pause: 600, in: table), in: table, tokens: 1000).lifetime == nil)
    }

    @Test("Explain shows both sides in dollars")
    func json() throws {
        let table = try Self.table()
        let record = decide(try Self.memory(conversations: 6, calls: 8, pause: 600, in: table), in: table)
        let comparison = try #require(record.lifetime)
        var writer = JSONWriter()
        record.write(into: &writer)
        let text = writer.bytes.text
        #expect(text.contains(#""cache_lifetime":{"verdict":"longer","model":"opus","longer_seconds":3600,"shorter_seconds":300,"#))
        #expect(text.contains(#""expected_pauses":6,"write_usd":\#(comparison.write.description),"refill_usd":\#(comparison.refill.description)}"#))
    }
}
