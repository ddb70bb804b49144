import Conversation
import JSONText
import Primitives
import Routing
import Simulation
import TestKit
import Testing

/// Tables with round prices: dollars per million tokens.
enum Prices {
    static func price(_ input: Int128, _ output: Int128, write: Bool = true) -> Price {
        func money(_ thousandths: Int128) -> Money { Money(picodollars: thousandths * 1000) }
        var rates = Rates(input: money(input), output: money(output), cacheRead: money(input / 10))
        if write { rates.cacheWrite5m = money(input * 5 / 4) }
        return Price(rates)
    }

    static func table(_ change: (inout TableDefinition) -> Void = { _ in }) throws -> Table {
        var definition = TableDefinition(revision: Revision(text: "replay", digest: "0123456789abcdef"))
        definition.models = [
            "opus": .init(id: "opus", provider: "anthropic", wireName: "opus", price: price(5000, 25_000)),
            "sonnet": .init(id: "sonnet", provider: "anthropic", wireName: "sonnet", price: price(3000, 15_000)),
            "haiku": .init(id: "haiku", provider: "anthropic", wireName: "haiku", price: price(1000, 5000)),
        ]
        definition.tiers = ["frontier": .init(models: ["opus"]), "balanced": .init(models: ["sonnet"]), "internal": .init(models: ["haiku"])]
        change(&definition)
        let facts = ProviderFacts(name: "anthropic", dialect: .anthropicMessages, hasKey: true, acceptsCallerKey: false)
        return try Table(definition, providers: ["anthropic": facts])
    }

    static func call(_ second: Int64, _ mode: ModeName, ran model: ModelID?, _ usage: Usage, cost: Money? = nil) -> TraceCall {
        var call = TraceCall(time: second * 1000, session: "s", conversation: ConversationMark(value: 1))
        call.mode = mode
        call.profile = "auto"
        call.model = model
        call.usage = usage
        call.cost = cost
        return call
    }
}

@Suite("Replays")
struct ReplayTests {
    @Test("Where the same model runs with the same cache the usage is the trace's own")
    func exact() throws {
        let table = try Prices.table()
        var replay = Replay(table, .cacheAware)
        // The provider counted a little that it did not cache: no model of caches would say so.
        let calls = [
            Prices.call(0, "planning", ran: "opus", Usage(input: 17, cacheWrite5m: 50_000, output: 400)),
            Prices.call(20, "planning", ran: "opus", Usage(input: 21, cacheRead: 50_000, cacheWrite5m: 1500, output: 300)),
        ]
        for call in calls {
            let step = replay.play(call)
            #expect(step.isExact)
            #expect(step.usage == call.usage)
            #expect(step.cost == Pricing.cost(of: call.usage!, at: step.candidate?.model.price, time: 0))
        }
    }

    @Test("Where another model runs its input is split by what that one holds warm")
    func carried() throws {
        var replay = Replay(try Prices.table(), .follow)
        let steps = [
            Prices.call(0, "editing", ran: "opus", Usage(input: 0, cacheRead: 49_000, cacheWrite5m: 1000, output: 400)),
            Prices.call(20, "editing", ran: "opus", Usage(input: 0, cacheRead: 50_000, cacheWrite5m: 2000, output: 300)),
            Prices.call(400, "editing", ran: "opus", Usage(input: 0, cacheWrite1h: 53_000, output: 300)),
        ].map { replay.play($0) }
        #expect(steps.map(\.isExact) == [false, false, false])
        #expect(steps.map(\.candidate?.model.id) == ["sonnet", "sonnet", "sonnet"])
        #expect(steps[0].usage == Usage(input: 0, cacheWrite5m: 50_000, output: 400))
        #expect(steps[1].usage == Usage(input: 0, cacheRead: 50_000, cacheWrite5m: 2000, output: 300))
        // Five minutes are over, and the call's own writes were for an hour.
        #expect(steps[2].usage == Usage(input: 0, cacheWrite1h: 53_000, output: 300))
    }

    @Test("A model that runs as before, but after other calls than before, is not exact")
    func otherPast() throws {
        var replay = Replay(try Prices.table { $0.modes["planning"] = "balanced" }, .follow)
        _ = replay.play(Prices.call(0, "planning", ran: "opus", Usage(input: 0, cacheWrite5m: 50_000, output: 400)))
        let step = replay.play(Prices.call(20, "editing", ran: "sonnet", Usage(input: 0, cacheWrite5m: 52_000, output: 400)))
        #expect(!step.isExact)
        #expect(step.usage == Usage(input: 0, cacheRead: 50_000, cacheWrite5m: 2000, output: 400))
    }

    @Test("The policies choose as their names say")
    func policies() throws {
        let modes: [ModeName] = ["editing", "planning", "editing", "background"]
        func models(_ policy: ReplayPolicy) throws -> [String?] {
            var replay = Replay(try Prices.table(), policy)
            return modes.enumerated().map { index, mode in
                replay.play(Prices.call(Int64(index) * 10, mode, ran: nil, Usage(input: 60_000 + index * 500, output: 50))).candidate?.model.id.text
            }
        }
        #expect(try models(.follow) == ["sonnet", "opus", "sonnet", "haiku"])
        #expect(try models(.first) == ["sonnet", "opus", "opus", "opus"])
        #expect(try models(.best) == ["opus", "opus", "opus", "opus"])
        #expect(try models(.cacheAware) == ["sonnet", "opus", "sonnet", "sonnet"])
    }

    @Test("A caller who pauses for longer than the cache lives has it kept for longer, and its calls cost less for it")
    func keptLonger() throws {
        let table = try Prices.table { definition in
            definition.models["opus"]?.cache = CacheTerms(isMarked: true, lifetime: .seconds(300), longLifetime: .seconds(3600))
            definition.models["opus"]?.price?.rates.cacheWrite1h = Money(picodollars: 10_000_000)
        }
        func cost(_ policy: ReplayPolicy) -> (first: Usage?, last: Usage?, sum: Money) {
            var replay = Replay(table, policy)
            var (first, last, sum) = (Usage?.none, Usage?.none, Money.zero)
            for session in 0..<12 {
                for step in 0..<10 {
                    var call = Prices.call(Int64(session * 20_000 + step * 600), "planning", ran: nil, Usage(input: 60_000 + step * 1000, output: 50))
                    call.session = SessionID("\(session)")
                    let step = replay.play(call)
                    first = first ?? step.usage
                    last = step.usage
                    sum = sum + (step.cost ?? .zero)
                }
            }
            return (first, last, sum)
        }
        let (aware, follow) = (cost(.cacheAware), cost(.follow))
        // Nothing is known of the caller at first.
        #expect(aware.first == Usage(input: 0, cacheWrite5m: 60_000, output: 50))
        #expect(aware.last == Usage(input: 0, cacheRead: 68_000, cacheWrite1h: 1000, output: 50))
        #expect(follow.last == Usage(input: 0, cacheWrite5m: 69_000, output: 50))
        #expect(aware.sum.picodollars * 2 < follow.sum.picodollars)
    }

    @Test("A report adds up by mode and tier, and counts what it cannot know")
    func report() throws {
        let table = try Prices.table { $0.models["haiku"]?.price = nil }
        var replay = Replay(table, .follow)
        var report = ReplayReport()
        var failed = Prices.call(30, "editing", ran: "opus", Usage(input: 10, output: 1))
        failed.status = "timeout"
        var foreign = Prices.call(40, "editing", ran: "opus", Usage(input: 10, output: 1))
        foreign.profile = "nowhere"
        let calls = [
            Prices.call(0, "planning", ran: "opus", Usage(input: 1000, output: 10), cost: Money(picodollars: 7)),
            Prices.call(10, "editing", ran: "opus", Usage(input: 1000, output: 10), cost: Money(picodollars: 8)),
            Prices.call(20, "background", ran: "opus", Usage(input: 1000, output: 10)), failed, foreign,
        ]
        for call in calls { report.add(replay.play(call)) }
        #expect(report.rows.map(\.mode) == ["planning", "editing", "background"])
        #expect(report.rows.map(\.tier) == ["frontier", "balanced", "internal"])
        #expect(report.total.calls == 3)
        #expect(report.total.did == Money(picodollars: 15))
        #expect((report.total.undid, report.total.unpriced, report.skipped, report.unanswered) == (1, 1, 1, 1))
        #expect(report.total.exact == 1)
        #expect(report.firstRefusal?.contains("shunt/nowhere") == true)
        #expect(report.rows[1].sums.would == Money(picodollars: 1000 * 3_750_000 + 10 * 15_000_000))
    }
}

@Suite("Traces")
struct TraceTests {
    @Test("A call comes back from its line as it was")
    func roundTrip() throws {
        var call = Prices.call(1_790_000_000, "editing", ran: "opus", Usage(input: 5, cacheRead: 7, cacheWrite5m: 1, cacheWrite1h: 2, output: 3, reasoning: 4))
        call.caller = "agent@1.service"
        call.asked = "tier/frontier"
        call.tier = "frontier"
        call.provider = "anthropic"
        call.needs = [.tools, .structuredOutput]
        call.effort = .high
        call.maxOutput = 64
        call.estimate = 15
        call.cost = Money(picodollars: 4_150_000_123)
        call.attempts = 2
        call.firstTokenMilliseconds = 300
        call.durationMilliseconds = 900
        call.usage?.estimated = true
        var writer = JSONWriter()
        call.write(into: &writer)
        #expect(try TraceCall(JSONDocument.parse(writer.bytes).root) == call)
    }

    @Test("What is no call is told", arguments: [
        (#"[]"#, "a call is a JSON object"), (#"{"session":"s"}"#, "time"), (#"{"time":-1,"session":"s"}"#, "time"), (#"{"time":1}"#, "session"),
        (#"{"time":1,"session":"s","conversation":"xyz"}"#, "conversation"), (#"{"time":1,"session":"s","needs":["wings"]}"#, "needs"),
        (#"{"time":1,"session":"s","usage":{"input":-5}}"#, "usage.input"), (#"{"time":1,"session":"s","cost_usd":"much"}"#, "cost_usd"),
    ])
    func mistakes(line: String, word: String) throws {
        let value = try JSONDocument.parse(Bytes(line.utf8)).root
        let error = #expect(throws: TraceError.self) { try TraceCall(value) }
        #expect(error?.message.contains(word) == true)
    }
}

@Suite("Generated sessions")
struct SessionGeneratorTests {
    @Test("The same seed makes the same sessions, another seed others", arguments: SessionKind.all.map(\.name))
    func seeds(name: String) throws {
        let kind = try #require(SessionKind.named(name))
        func calls(_ seed: UInt64) -> [TraceCall] {
            var generator = SessionGenerator(kind, seed: seed)
            return (0..<3).flatMap { _ in generator.next() }
        }
        #expect(calls(1) == calls(1))
        #expect(calls(1) != calls(2))
    }

    @Test("Prompts grow within a conversation, time goes on, and a large context is over 50,000 tokens from the first call on")
    func shape() throws {
        let kind = try #require(SessionKind.named("large-context"))
        var generator = SessionGenerator(kind, seed: 3)
        var last: TraceCall?
        for call in (0..<5).flatMap({ _ in generator.next() }) {
            #expect((call.usage?.input ?? 0) > 50_000)
            if let last, last.session == call.session {
                #expect(call.time > last.time)
                if last.conversation == call.conversation { #expect(call.usage!.input > last.usage!.input) }
            }
            last = call
        }
    }
}
