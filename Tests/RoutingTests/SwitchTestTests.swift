import Conversation
import JSONText
import Primitives
@testable import Routing
import Testing

@Suite("The switch test")
struct SwitchTestTests {
    private func decide(
        _ mode: ModeName, warm: Int = 58_000, tokens: Int = 60_000, runs: [(mode: ModeName, calls: Int)] = [], after seconds: Int = 20,
        in table: Table? = nil, _ change: (inout RouteQuery) -> Void = { _ in }
    ) throws -> DecisionRecord {
        let table = try table ?? WarmDesk.table()
        let memory = try WarmDesk.memory(warm: warm, runs: runs, in: table)
        return Decision.decide(table, WarmDesk.query(mode, tokens: tokens, from: memory, after: seconds, change))
    }

    /// A table that edits for a fifth of what planning costs.
    private static var steep: Table {
        get throws { try WarmDesk.table { $0.tiers["balanced"] = .init(models: ["haiku"]) } }
    }

    @Test("One call in the background stays on the warm model, for that is cheaper than filling another cache")
    func stays() throws {
        let record = try decide("background", runs: [("background", 1)])
        #expect(record.models == ["opus", "haiku"])
        #expect(record.preference == .stayed)
        #expect(record.tier == "internal")
        let comparison = try #require(record.comparison)
        #expect(comparison.verdict == .stay)
        #expect(comparison.warmTokens == 58_000)
        #expect((1000...1300).contains(comparison.calls))
    }

    @Test("A long run of edits goes to the cheaper model")
    func switches() throws {
        let record = try decide("editing", runs: [("editing", 60)], in: Self.steep)
        #expect(record.models == ["haiku"])
        #expect(record.comparison?.verdict == .switch)
        #expect(record.preference == .warmCache || record.preference == .listed)
    }

    @Test("The reason tells tokens, calls and dollars each way")
    func reason() throws {
        let record = try decide("background", runs: [("background", 1)])
        let comparison = try #require(record.comparison)
        let dollars = "$\(comparison.stay.rounded) against $\(comparison.change.rounded)"
        #expect(record.reason == "mode background goes to tier internal; opus stays, 58k tokens warm, 1.1 calls expected: \(dollars)")
        let other = try decide("editing", runs: [("editing", 60)], in: Self.steep)
        #expect(other.reason.contains("; haiku is its only model; it left opus, 58k tokens warm, "))
    }

    @Test("The first call's cost is what the provider's prices say, to the picodollar")
    func exact() throws {
        let rates = try #require(WarmDesk.price(5000, 25_000).rates(input: 0, at: 0) as Rates?)
        let cost = try #require(RunCost(rates, isLong: false, caches: true))
        let run = RunCost.Run(tokens: 60_000, calls: 1000, growth: 1500, answer: 400)
        var usage = Usage(input: 0, cacheRead: 58_000, cacheWrite5m: 2000, output: 400)
        #expect(cost.cost(of: run, warm: 58_000) == Pricing.cost(of: usage, at: rates))
        usage = Usage(input: 0, cacheWrite5m: 60_000, output: 400)
        #expect(cost.cost(of: run, warm: 0) == Pricing.cost(of: usage, at: rates))
        let plain = try #require(RunCost(rates, isLong: false, caches: false))
        #expect(plain.cost(of: run, warm: 58_000) == Pricing.cost(of: Usage(input: 60_000, output: 400), at: rates))
    }

    @Test("A session never stays on a lower tier than its mode asks for")
    func neverLower() throws {
        let table = try WarmDesk.table()
        var memory = RoutingMemory()
        memory.remember(try WarmDesk.call("s", "background", model: "haiku", Usage(input: 0, cacheRead: 90_000, output: 10), tier: "internal"))
        let record = Decision.decide(table, WarmDesk.query("planning", tokens: 90_000, from: memory))
        #expect(record.models == ["opus"])
        #expect(record.comparison == nil)
    }

    @Test("Once the cache is cold nothing of it counts as warm, and for another conversation of the session nothing is compared")
    func cold() throws {
        #expect(try decide("background", after: 301).comparison?.warmTokens == 0)
        #expect(try decide("background", after: 301).models == ["haiku"])
        #expect(try decide("background", after: 299).comparison?.warmTokens == 58_000)
        #expect(try decide("background") { $0.conversation = ConversationMark(value: 8) }.comparison == nil)
    }

    @Test("When both are cold, the one whose cache has to be filled again soon anyway may be the cheaper one")
    func coldStart() throws {
        let record = try decide("editing", runs: [("editing", 1)], after: 301)
        #expect(record.models == ["opus", "sonnet"])
        #expect(record.reason.contains("opus stays, 0 tokens warm, "))
    }

    @Test("Of several better models it is the cheapest to stay on, not the best")
    func several() throws {
        var memory = try WarmDesk.memory(warm: 58_000, runs: [("background", 1)])
        memory.remember(try WarmDesk.call("s", "editing", model: "sonnet", Usage(input: 0, cacheRead: 57_000, cacheWrite5m: 1000, output: 10), tier: "balanced"))
        #expect(Decision.decide(try WarmDesk.table(), WarmDesk.query("background", tokens: 60_000, from: memory)).models == ["sonnet", "haiku"])
    }

    @Test("A caller that may not use the better tier or model does not stay on it")
    func policy() throws {
        #expect(try decide("background") { $0.policy.tiers = ["internal"] }.models == ["haiku"])
        #expect(try decide("background") { $0.policy.models = ["haiku"] }.models == ["haiku"])
        #expect(try decide("background") { $0.policy.tiers = ["internal", "frontier"] }.models == ["opus", "haiku"])
    }

    @Test("A model that cannot answer the request, or rests, is not stayed on")
    func filters() throws {
        let blind = try WarmDesk.table { $0.models["opus"]?.abilities = [.tools] }
        #expect(try decide("background", in: blind) { $0.facts.needs = .images }.models == ["haiku"])
        let small = try WarmDesk.table { $0.models["opus"]?.context = 59_000 }
        #expect(try decide("background", in: small).models == ["haiku"])
        #expect(try decide("background") { $0.silence("anthropic", "opus") }.models == ["haiku"])
    }

    @Test("A table or a profile may do without")
    func off() throws {
        #expect(try decide("background", in: WarmDesk.table { $0.stays = false }).models == ["haiku"])
        let profile = try WarmDesk.table { $0.profiles["plain"] = .init(stays: false) }
        #expect(try decide("background", in: profile).models == ["opus", "haiku"])
        #expect(try decide("background", in: profile) { $0.requestedModel = "shunt/plain" }.models == ["haiku"])
        let only = try WarmDesk.table {
            $0.stays = false
            $0.profiles["warm"] = .init(stays: true)
        }
        #expect(try decide("background", in: only) { $0.requestedModel = "shunt/warm" }.models == ["opus", "haiku"])
    }

    @Test("A tier or model that the caller names itself is what it gets")
    func named() throws {
        #expect(try decide("background") { $0.requestedModel = "tier/internal" }.models == ["haiku"])
        #expect(try decide("background") { $0.requestedModel = "haiku" }.models == ["haiku"])
    }

    @Test("Without a price nothing is compared, and the reason says so")
    func unpriced() throws {
        let record = try decide("chores")
        #expect(record.models == ["gratis"])
        #expect(record.reason.hasSuffix("; not compared with the warm cache, for gratis has no price"))
        #expect(record.comparison == nil)
    }

    @Test("Another effort reads another cache, and so has nothing warm")
    func effort() throws {
        #expect(try decide("background") { $0.facts.effort = .low }.comparison == nil)
        let same = try WarmDesk.table {
            $0.tiers["frontier"]?.effort = .high
            $0.tiers["balanced"] = .init(models: ["opus"], effort: .low)
        }
        var memory = RoutingMemory()
        var call = try WarmDesk.call("s", "planning", model: "opus", Usage(input: 0, cacheRead: 57_000, cacheWrite5m: 1000, output: 10), in: same, tier: "frontier")
        call.effort = .high
        memory.remember(call)
        let record = Decision.decide(same, WarmDesk.query("editing", tokens: 60_000, from: memory))
        #expect(record.comparison?.otherWarmTokens == 0)
        #expect(record.candidates.map(\.effort) == [.high, .low])
    }

    @Test("The key whose cache is warm is asked first")
    func key() throws {
        var memory = RoutingMemory()
        let usage = Usage(input: 0, cacheRead: 57_000, cacheWrite5m: 1000, output: 10)
        var call = try WarmDesk.call("s", "planning", model: "opus", usage, tier: "frontier")
        call.place = Health.Place("anthropic", "opus", as: "claude-opus-4-7", key: 1)
        memory.remember(call)
        let record = Decision.decide(try WarmDesk.table(), WarmDesk.query("background", tokens: 60_000, from: memory))
        #expect(record.candidates.first.map { Array($0.keySlots) } == [1, 0])
        #expect(Decision.decide(try WarmDesk.table(), WarmDesk.query("planning", tokens: 60_000, from: memory)).candidates.first.map { Array($0.keySlots) } == [1, 0])
    }

    @Test("The record tells the comparison as JSON, money exact")
    func json() throws {
        let comparison = try #require(try decide("background", runs: [("background", 1)]).comparison)
        var writer = JSONWriter()
        comparison.write(into: &writer)
        let root = try JSONDocument.parse(writer.bytes).root
        #expect(root["verdict"]?.string == "stay")
        #expect(root["warm"]?.string == "opus")
        #expect(root["warm_tokens"]?.int == 58_000)
        #expect(root["stay_usd"]?.number == comparison.stay.description)
        #expect(root["switch_usd"]?.number == comparison.change.description)
    }

    @Test("What the cheaper model holds warm already counts for it")
    func bothWarm() throws {
        let table = try WarmDesk.table()
        var memory = try WarmDesk.memory(warm: 58_000)
        memory.remember(try WarmDesk.call("s", "background", model: "haiku", Usage(input: 0, cacheRead: 55_000, cacheWrite5m: 2500, output: 10), tier: "internal"))
        let record = Decision.decide(table, WarmDesk.query("background", tokens: 60_000, from: memory))
        #expect(record.comparison?.otherWarmTokens == 57_500)
        #expect(record.models == ["haiku"])
    }

    @Test("Decisions of the same memory are the same")
    func determinism() throws {
        let first = try decide("background", runs: [("background", 2), ("editing", 9)])
        let second = try decide("background", runs: [("background", 2), ("editing", 9)])
        #expect(first.reason == second.reason)
        #expect(first.comparison?.stay == second.comparison?.stay)
    }
}

@Suite("Warm prefixes")
struct WarmPrefixTests {
    private func prefix(_ model: ModelID, _ usage: Usage, before: WarmPrefix? = nil, at seconds: Int = 0, _ change: (inout TableDefinition) -> Void = { _ in }) throws -> WarmPrefix {
        let table = try WarmDesk.table(change)
        return WarmPrefix(after: try WarmDesk.call(model: model, usage, at: WarmDesk.start + .seconds(seconds), in: table), before: before)
    }

    @Test("Where marks are kept it is what was read and written, for as long as it was written for")
    func marked() throws {
        let short = try prefix("opus", Usage(input: 300, cacheRead: 9000, cacheWrite5m: 1000, output: 50))
        #expect(short.tokens == 10_000)
        #expect(short.lifetime == .seconds(300))
        #expect(short.until == WarmDesk.start + .seconds(300))
        let long = try prefix("opus", Usage(input: 300, cacheRead: 9000, cacheWrite1h: 1000, output: 50))
        #expect(long.lifetime == .seconds(3600))
        // A read alone does not tell; it renews what was there.
        #expect(try prefix("opus", Usage(input: 300, cacheRead: 10_000, output: 50), before: long, at: 60).lifetime == .seconds(3600))
        #expect(try prefix("opus", Usage(input: 300, output: 50)).tokens == 0)
    }

    @Test("Where every prompt is kept it is all of the input, as the table or the API's kind says")
    func automatic() throws {
        #expect(try prefix("gratis", Usage(input: 9000, output: 50)).tokens == 9000)
        #expect(try prefix("gratis", Usage(input: 9000, output: 50)) { $0.models["gratis"]?.cache = CacheTerms(isMarked: true) }.tokens == 0)
        #expect(try prefix("gratis", Usage(input: 900, output: 50)) { $0.models["gratis"]?.cache = CacheTerms(minimum: 1024) }.tokens == 0)
        #expect(try prefix("gratis", Usage(input: 9000, output: 50)) { $0.models["gratis"]?.cache = CacheTerms(lifetime: .seconds(1800)) }.lifetime == .seconds(1800))
    }

    @Test("A prefix that was not found is believed only as far as it was read")
    func missed() throws {
        let before = try prefix("opus", Usage(input: 0, cacheWrite5m: 50_000, output: 50))
        #expect(try prefix("opus", Usage(input: 0, cacheWrite5m: 52_000, output: 50), before: before, at: 30).tokens == 0)
        #expect(try prefix("opus", Usage(input: 0, cacheRead: 50_000, cacheWrite5m: 2000, output: 50), before: before, at: 30).tokens == 52_000)
        // Once cold it could not be found.
        #expect(try prefix("opus", Usage(input: 0, cacheWrite5m: 52_000, output: 50), before: before, at: 400).tokens == 52_000)
    }

    @Test("Conversations differ by their prompts' beginnings and lengths")
    func marks() {
        func mark(_ parts: String...) -> ConversationMark { ConversationMark(parts.map { Bytes($0.utf8)[...] }) }
        #expect(mark("system", "hello") == mark("system", "hello"))
        #expect(mark("system", "hello") != mark("system", "hello "))
        #expect(mark("system", "hello") != mark("syste", "mhello"))
        #expect(mark(String(repeating: "a", count: 5000)) != mark(String(repeating: "a", count: 4999) + "b"))
    }
}

@Suite("Forecasts")
struct ForecastTests {
    private func forecast(_ habits: Habits = Habits(), _ memory: SessionMemory = SessionMemory(), mode: ModeName = "background") -> Forecast {
        var course = SessionMemory.Course(conversation: WarmDesk.conversation, started: WarmDesk.start)
        course.mode = "planning"
        return Forecaster(habits: habits, memory: memory, course: course) { $0 == "background" ? 2 : 10 }
            .forecast(in: mode, lifetime: .seconds(300)) { $0 != "planning" }
    }

    @Test("Without experience it is the table's expectation, less the chance that the conversation ends before")
    func prior() {
        let forecast = forecast()
        #expect((1.7...2.0).contains(forecast.calls))
        #expect((0.8...1.0).contains(forecast.returns))
        #expect(forecast.growth == Forecaster.growth)
        #expect((6.0...10.0).contains(self.forecast(mode: "editing").calls))
    }

    @Test("Habits outweigh it, and the session's own course the habits")
    func experience() throws {
        var habits = Habits()
        var memory = SessionMemory()
        for _ in 0..<100 {
            for mode: ModeName in ["planning", "background"] { habits.note(memory.follow(try WarmDesk.call("s", mode, model: "opus", nil))) }
        }
        #expect(forecast(habits).calls < 1.2)
        #expect(forecast(habits, memory).calls < 1.1)
        var long = SessionMemory()
        for _ in 0..<100 { _ = long.follow(try WarmDesk.call("s", "background", model: "opus", nil)) }
        #expect(forecast(habits, long).calls > 2.5)
    }

    @Test("Two cheap modes that alternate are one run for the dear model")
    func alternation() throws {
        var habits = Habits()
        var memory = SessionMemory()
        for _ in 0..<40 {
            for mode: ModeName in ["background", "editing"] { habits.note(memory.follow(try WarmDesk.call("s", mode, model: "opus", nil))) }
        }
        #expect(forecast(habits).calls > 10)
    }

    @Test("Long pauses shorten what is left of a cache's worth")
    func pauses() throws {
        var habits = Habits()
        var memory = SessionMemory()
        for round in 0..<100 {
            habits.note(memory.follow(try WarmDesk.call("s", "editing", model: "opus", nil, at: WarmDesk.start + .seconds(round * 1000))))
        }
        #expect(forecast(habits, mode: "editing").calls < 1.3)
        #expect(forecast(habits, mode: "editing").returns < 0.2)
    }

    @Test("Growth and answers are the mode's own")
    func sizes() throws {
        var habits = Habits()
        var memory = SessionMemory()
        for round in 1..<200 { habits.note(memory.follow(try WarmDesk.call("s", "editing", model: "opus", Usage(input: round * 3000, output: 900)))) }
        let forecast = forecast(habits, mode: "editing")
        #expect((2800...3000).contains(forecast.growth))
        #expect((880...900).contains(forecast.output))
    }

    @Test("A forecast looks at each mode that one caller may have once")
    func work() throws {
        var habits = Habits()
        var memory = SessionMemory()
        for round in 0..<400 { habits.note(memory.follow(try WarmDesk.call("s", ModeName("m\(round % 40)"), model: "opus", nil))) }
        final class Count: @unchecked Sendable { var value = 0 }
        let count = Count()
        let forecaster = Forecaster(habits: habits, memory: memory, course: memory.courses.first) { _ in
            count.value += 1
            return 4
        }
        _ = forecaster.forecast(in: "m0", lifetime: .seconds(300)) { $0.text < "m2" }
        let modes = Limits.modesPerCaller + 3
        #expect((1...modes).contains(count.value))
    }

    @Test("Counts fade and stay bounded")
    func bounds() throws {
        var habits = Habits()
        var memory = SessionMemory()
        for round in 0..<5000 { habits.note(memory.follow(try WarmDesk.call("s", ModeName("m\(round % 40)"), model: "opus", nil))) }
        #expect(habits.courses.count == Limits.modesPerCaller)
        for course in habits.courses { #expect(course.calls <= Limits.habitCalls && course.next.count <= Limits.modesPerCaller) }
    }

    @Test("Chains are solved exactly where that is easy to say")
    func chains() {
        func stay(_ survival: Double) -> (calls: Double, leaves: Double) {
            Chain([[survival * 0.75, survival * 0.25], [survival, 0]], inside: [true, false]).stay(from: 0)
        }
        // Stays with 3/4, leaves with 1/4: four calls, and it leaves for sure.
        #expect(abs(stay(1).calls - 4) < 1e-9 && abs(stay(1).leaves - 1) < 1e-9)
        // Ends with 1/10 after each call: 1/(1 − 0.9·0.75) calls, and 0.9·0.25 of those leave.
        #expect(abs(stay(0.9).calls - 1 / 0.325) < 1e-9 && abs(stay(0.9).leaves - 0.225 / 0.325) < 1e-9)
        // Two inside that go to each other or out, by halves: two calls on average, whichever is first.
        let pair = Chain([[0, 0.5, 0.5], [0.5, 0, 0.5], [1, 0, 0]], inside: [true, true, false])
        #expect(abs(pair.stay(from: 0).calls - 2) < 1e-9 && abs(pair.stay(from: 1).leaves - 1) < 1e-9)
        #expect(pair.opposite.stay(from: 2).calls == 1 && pair.opposite.stay(from: 2).leaves == 1)
        #expect(pair.opposite.stay(from: 0).calls == 1)
        #expect(abs(Balance.exceeds(300, mean: 300) - 0.3679) < 0.005)
        #expect(Balance.exceeds(0, mean: 10) == 1 && Balance.exceeds(10, mean: 0) == 0)
    }
}
