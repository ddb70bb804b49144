import Conversation
import Primitives
import Routing
import TestKit
import Testing

@Suite("Budgets")
struct BudgetTests {
    /// 2026-11-24T10:00:30Z.
    private static let now = 1_795_514_430

    private static func budget(_ limits: BudgetLimits, per window: BudgetWindow? = .day, over: Budget.Over = .refuse) -> Budget {
        Budget("agents", limits: limits, window: window, over: over)
    }

    private static let requests = budget(BudgetLimits(requests: 2))
    private static let one = BudgetAmounts(requests: 1)

    /// What is left of a budget that all share.
    private static func left(_ budgets: Budgets, _ budget: Budget, _ measure: BudgetMeasure = .requests, at now: Int = now) -> Int128? {
        budgets.standing(budget, value: nil, now: now).left(measure)
    }

    @Test("what is reserved is gone until it is given back, and what was spent of it stays gone")
    func settling() throws {
        var budgets = Budgets()
        let budget = Self.budget(BudgetLimits(usd: Money(picodollars: 100)))
        let claims = [BudgetClaim(budget, value: nil)]
        let first = try budgets.reserve(claims, BudgetAmounts(usd: Money(picodollars: 60)), now: Self.now)
        #expect(Self.left(budgets, budget, .usd) == 40)
        #expect(throws: BudgetShortage.self) { _ = try budgets.reserve(claims, BudgetAmounts(usd: Money(picodollars: 41)), now: Self.now) }
        budgets.close(first, spending: BudgetAmounts(usd: Money(picodollars: 5)), now: Self.now)
        #expect(Self.left(budgets, budget, .usd) == 95)
        let second = try budgets.reserve(claims, BudgetAmounts(usd: Money(picodollars: 95)), now: Self.now)
        budgets.close(second, spending: .zero, now: Self.now)
        #expect(Self.left(budgets, budget, .usd) == 95)
    }

    @Test("a call takes from every budget that counts it, or from none")
    func allOrNone() throws {
        var budgets = Budgets()
        let (wide, narrow) = (Self.budget(BudgetLimits(requests: 10)), Budget("narrow", limits: BudgetLimits(requests: 0), window: .day))
        #expect(throws: BudgetShortage.self) {
            _ = try budgets.reserve([BudgetClaim(wide, value: nil), BudgetClaim(narrow, value: nil)], Self.one, now: Self.now)
        }
        #expect(Self.left(budgets, wide) == 10)
    }

    @Test("what costs nothing fits into a budget that is spent")
    func nothing() throws {
        var budgets = Budgets()
        let claims = [BudgetClaim(Self.budget(BudgetLimits(usd: .zero)), value: nil)]
        _ = try budgets.reserve(claims, BudgetAmounts(tokens: 5, requests: 1), now: Self.now)
    }

    @Test("each value has a part of its own")
    func parts() throws {
        var budgets = Budgets()
        for value in ["a", "b"] {
            for _ in 0..<2 { _ = try budgets.reserve([BudgetClaim(Self.requests, value: value)], Self.one, now: Self.now) }
        }
        #expect(throws: BudgetShortage.self) { _ = try budgets.reserve([BudgetClaim(Self.requests, value: "a")], Self.one, now: Self.now) }
        #expect(budgets.standings(Self.requests, most: 5, now: Self.now).map(\.value) == ["a", "b"])
    }

    @Test("values that find no room share one part, and never have more than its bound together")
    func crowd() throws {
        var budgets = Budgets(capacity: 3)
        var taken = 0
        for value in 0..<50 {
            for _ in 0..<5 where (try? budgets.reserve([BudgetClaim(Self.requests, value: "s\(value)")], Self.one, now: Self.now)) != nil { taken += 1 }
        }
        #expect(taken == 8)
        #expect(budgets.parts(of: "agents") == 4)
        // Those of yesterday make room.
        for value in 0..<3 { _ = try budgets.reserve([BudgetClaim(Self.requests, value: "t\(value)")], Self.one, now: Self.now + 86_400) }
    }

    @Test(
        "windows follow the calendar in UTC",
        arguments: [
            (BudgetWindow.minute, 1_795_514_400, 1_795_514_460), (.hour, 1_795_514_400, 1_795_518_000), (.day, 1_795_478_400, 1_795_564_800),
            (.month, 1_793_491_200, 1_796_083_200),
        ])
    func windows(window: BudgetWindow, start: Int, end: Int) {
        #expect(window.span(at: Self.now) == BudgetWindow.Span(start: start, end: end))
        #expect(window.span(at: end - 1) == BudgetWindow.Span(start: start, end: end))
        #expect(window.span(at: end).start == end)
    }

    @Test("months end when they do, in leap years too", arguments: ["2024-02-29", "2026-02-28", "2026-12-31", "2026-04-30", "2000-02-29"])
    func months(last: String) throws {
        let midnight = try #require(Day.seconds(last)) + 86_400
        #expect(BudgetWindow.month.span(at: midnight - 1).end == midnight)
        #expect(Day.text(at: midnight - 1) == "\(last)T23:59:59Z")
        #expect(Day.date(at: midnight).day == 1)
    }

    @Test("a budget opens again with its window, and what was reserved before counts where it was reserved")
    func rollOver() throws {
        var budgets = Budgets()
        let budget = Self.budget(BudgetLimits(requests: 2), per: .minute)
        let claims = [BudgetClaim(budget, value: nil)]
        let late = try budgets.reserve(claims, Self.one, now: Self.now)
        _ = try budgets.reserve(claims, Self.one, now: Self.now)
        do {
            _ = try budgets.reserve(claims, Self.one, now: Self.now + 9)
            Issue.record("the budget is spent")
        } catch {
            #expect(error.opens == Self.now + 30)
            #expect(error.now == Self.now + 9)
        }
        let next = Self.now + 30
        for _ in 0..<2 { _ = try budgets.reserve(claims, Self.one, now: next) }
        budgets.close(late, spending: Self.one, now: next)
        #expect(Self.left(budgets, budget, at: next) == 0)
        #expect(throws: BudgetShortage.self) { _ = try budgets.reserve(claims, Self.one, now: next) }
        // A clock that is set back by a second opens nothing.
        #expect(throws: BudgetShortage.self) { _ = try budgets.reserve(claims, Self.one, now: next - 1) }
    }

    @Test("a budget whose window is changed keeps what was spent within the old one")
    func otherWindow() throws {
        var budgets = Budgets()
        let hold = try budgets.reserve([BudgetClaim(Self.requests, value: nil)], Self.one, now: Self.now)
        let monthly = Self.budget(BudgetLimits(requests: 2), per: .month)
        _ = try budgets.reserve([BudgetClaim(monthly, value: nil)], Self.one, now: Self.now)
        budgets.close(hold, spending: Self.one, now: Self.now)
        #expect(Self.left(budgets, monthly) == 0)
        #expect(Self.left(budgets, monthly, at: Self.now + 3 * 86_400) == 0)
    }

    @Test("a session's budget never opens again, until nothing was asked in it for a day")
    func sessions() throws {
        var budgets = Budgets()
        let budget = Self.budget(BudgetLimits(requests: 2), per: nil)
        let claims = [BudgetClaim(budget, value: "s")]
        for _ in 0..<2 { budgets.close(try budgets.reserve(claims, Self.one, now: Self.now), spending: Self.one, now: Self.now) }
        do {
            _ = try budgets.reserve(claims, Self.one, now: Self.now + 86_399)
            Issue.record("the budget is spent")
        } catch {
            #expect(error.retryAfter == nil)
            #expect(error.message == "the budget agents of \"s\" does not cover this request, which may take 1 request, with 0 of 2 requests left; it does not open again")
        }
        _ = try budgets.reserve(claims, Self.one, now: Self.now + 86_400)
    }

    @Test("a shortage says when asking again helps")
    func shortages() throws {
        var budgets = Budgets()
        let budget = Self.budget(BudgetLimits(usd: Money(picodollars: 100)))
        let claims = [BudgetClaim(budget, value: nil)]
        func shortage(_ need: Int128) -> BudgetShortage? { budgets.shortage(claims, BudgetAmounts(usd: Money(picodollars: need)), now: Self.now) }
        let hold = try budgets.reserve(claims, BudgetAmounts(usd: Money(picodollars: 60)), now: Self.now)
        #expect(shortage(40) == nil)
        #expect(shortage(50)?.retryAfter == Limits.shortestCooling)
        #expect(shortage(101)?.retryAfter == nil)
        budgets.close(hold, spending: BudgetAmounts(usd: Money(picodollars: 60)), now: Self.now)
        #expect(shortage(50)?.retryAfter == .seconds(1_795_564_800 - Self.now))
    }

    @Test("in the tier that a budget lets requests down to its dollars count, and nothing else of it")
    func bottom() throws {
        var budgets = Budgets()
        let budget = Self.budget(BudgetLimits(usd: Money(picodollars: 10), tokens: 5), over: .tier("free"))
        let claims = [BudgetClaim(budget, value: nil, isAtBottom: true)]
        _ = try budgets.reserve(claims, BudgetAmounts(usd: Money(picodollars: 10), tokens: 100), now: Self.now)
        #expect(Self.left(budgets, budget, .tokens) == 5)
        #expect(throws: BudgetShortage.self) { _ = try budgets.reserve(claims, BudgetAmounts(usd: Money(picodollars: 1)), now: Self.now) }
    }
}

@Suite("Budgets on disk")
struct BudgetLeaseTests {
    private static let now = 1_795_514_430
    private static let budget = Budget("agents", limits: BudgetLimits(tokens: 3_200), window: .day)

    @Test("a reservation waits for the disk, and those after it find room in what was written")
    func leases() throws {
        var budgets = Budgets()
        let claims = [BudgetClaim(Self.budget, value: nil)]
        let first = try budgets.reserve(claims, BudgetAmounts(tokens: 10), now: Self.now)
        #expect(!budgets.isLeased(first) && budgets.needsWriting)
        let lease = budgets.lease()
        #expect(lease.rows == [BudgetRow(budget: "agents", part: "", start: 1_795_478_400, until: 1_795_564_800, amounts: BudgetAmounts(tokens: 110))])
        let second = try budgets.reserve(claims, BudgetAmounts(tokens: 100), now: Self.now)
        let third = try budgets.reserve(claims, BudgetAmounts(tokens: 1), now: Self.now)
        budgets.leased(lease)
        #expect(budgets.isLeased(first) && budgets.isLeased(second) && !budgets.isLeased(third))
        budgets.leased(budgets.lease())
        #expect(budgets.isLeased(third) && !budgets.needsWriting)
        #expect(budgets.books(now: Self.now).map(\.amounts.tokens) == [111])
    }

    @Test("what counts as spent after a crash is brought down when requests took much less than they held")
    func lowering() throws {
        var budgets = Budgets()
        let hold = try budgets.reserve([BudgetClaim(Self.budget, value: nil)], BudgetAmounts(tokens: 3_000), now: Self.now)
        budgets.leased(budgets.lease())
        budgets.close(hold, spending: BudgetAmounts(tokens: 7), now: Self.now)
        #expect(budgets.hasSlack && !budgets.needsWriting)
        #expect(budgets.lease(takingUpSlack: true).rows.map(\.amounts.tokens) == [107])
    }

    @Test("what was written down is there after a restart, but for windows that are over")
    func restoring() throws {
        var budgets = Budgets()
        let rows = [
            BudgetRow(budget: "agents", part: "", start: 1_795_478_400, until: 1_795_564_800, amounts: BudgetAmounts(tokens: 3_000)),
            BudgetRow(budget: "agents", part: "=old", start: 1_795_392_000, until: 1_795_478_400, amounts: BudgetAmounts(tokens: 3_200)),
        ]
        budgets.restore(rows, now: Self.now)
        #expect(budgets.standing(Self.budget, value: nil, now: Self.now).left(.tokens) == 200)
        #expect(budgets.standing(Self.budget, value: "old", now: Self.now).left(.tokens) == 3_200)
        #expect(try budgets.isLeased(budgets.reserve([BudgetClaim(Self.budget, value: "old")], BudgetAmounts(), now: Self.now)))
    }

    /// What one run of the law below does.
    private struct World {
        var budgets = Budgets(capacity: 4)
        var disk: [String: BudgetRow] = [:]
        /// Reserved, but perhaps not yet on disk; then begun.
        var waiting: [(hold: Budgets.Hold, window: Int)] = []
        var running: [(hold: Budgets.Hold, window: Int)] = []
        /// What was truly spent, and what calls under way may yet spend, by window.
        var spent: [Int: Int] = [:]
        var now = 1_795_514_430
        var window: Int { now / 60 }
    }

    @Test("whatever happens in whatever order, crashes included, no window ever spends more than its budget", arguments: 0..<40)
    func law(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let limit = 1_000
        let budget = Budget("agents", limits: BudgetLimits(tokens: limit), window: .minute)
        let claims = [BudgetClaim(budget, value: nil)]
        var world = World()
        for _ in 0..<600 {
            switch Int.random(in: 0..<100, using: &generator) {
            case 0..<40:
                let need = BudgetAmounts(tokens: Int.random(in: 0...300, using: &generator))
                if let hold = try? world.budgets.reserve(claims, need, now: world.now) { world.waiting.append((hold, world.window)) }
            case 40..<65:
                // A commit, after which those that it covers begin.
                let lease = world.budgets.lease(takingUpSlack: Bool.random(using: &generator))
                for row in lease.rows { world.disk[row.part] = row }
                world.budgets.leased(lease)
                for entry in world.waiting where world.budgets.isLeased(entry.hold) { world.running.append(entry) }
                world.waiting.removeAll { world.budgets.isLeased($0.hold) }
            case 65..<90:
                guard let index = world.running.indices.randomElement(using: &generator) else { continue }
                let (hold, window) = world.running.remove(at: index)
                let tokens = Int.random(in: 0...hold.amounts.tokens, using: &generator)
                world.spent[window, default: 0] += tokens
                world.budgets.close(hold, spending: BudgetAmounts(tokens: tokens), now: world.now)
            case 90..<95: world.now += Int.random(in: 1...40, using: &generator)
            default:
                // A crash: calls under way have spent what nobody knows, and nothing but the disk is left.
                for (hold, window) in world.running { world.spent[window, default: 0] += Int.random(in: 0...hold.amounts.tokens, using: &generator) }
                world.waiting = []
                world.running = []
                world.budgets = Budgets(capacity: 4)
                world.budgets.restore(Array(world.disk.values), now: world.now)
            }
            for (window, spent) in world.spent { #expect(spent <= limit, "window \(window)") }
        }
        #expect(world.spent.values.contains { $0 > limit / 2 })
    }
}

@Suite("Worst cases")
struct WorstCaseTests {
    private static func model(_ price: Price?, context: Int? = nil, maxOutput: Int? = nil) throws -> Model {
        let table = try Desk.table { $0.models["small"] = .init(id: "small", provider: "local", wireName: "x", context: context, maxOutput: maxOutput, price: price) }
        return try #require(table.models.first { $0.id == "small" })
    }

    @Test("input counts at its dearest rate and output with what may be written")
    func dearest() throws {
        var rates = Rates(input: Money(picodollars: 5), output: Money(picodollars: 25), cacheWrite5m: Money(picodollars: 6), cacheWrite1h: Money(picodollars: 10))
        rates.request = Money(picodollars: 7)
        var facts = RequestFacts()
        facts.estimatedInputTokens = 100
        facts.maxOutputTokens = 1_000
        let worst = WorstCase(facts, bytes: 0, on: try Self.model(Price(rates), maxOutput: 64_000))
        #expect(worst.amounts == BudgetAmounts(usd: Money(picodollars: 1_224 * 10 + 1_000 * 25 + 7), tokens: 2_224, requests: 1))
        facts.maxOutputTokens = nil
        #expect(try WorstCase(facts, bytes: 0, on: Self.model(nil, maxOutput: 64_000)).outputTokens == 64_000)
        #expect(try WorstCase(facts, bytes: 0, on: Self.model(nil)).outputTokens == Limits.reservedOutputTokens)
        #expect(try WorstCase(facts, bytes: 0, on: Self.model(nil)).usd == nil)
    }

    @Test("rates of long contexts and of other hours count where they are dearer")
    func others() throws {
        let price = Price(
            Rates(input: Money(picodollars: 1), output: .zero), steps: [Price.Step(above: 1_500, rates: Rates(input: Money(picodollars: 2)))],
            periods: [Price.Period(time: PricePeriod(), rates: Rates(input: Money(picodollars: 3), output: .zero))])
        var facts = RequestFacts()
        facts.maxOutputTokens = 0
        facts.estimatedInputTokens = 100
        #expect(try WorstCase(facts, bytes: 0, on: Self.model(price)).usd == Money(picodollars: 3 * 1_224))
        let stepped = Price(price.rates, steps: price.steps)
        #expect(try WorstCase(facts, bytes: 0, on: Self.model(stepped)).usd == Money(picodollars: 1_224))
        facts.estimatedInputTokens = 400
        #expect(try WorstCase(facts, bytes: 0, on: Self.model(stepped)).usd == Money(picodollars: 2 * 1_824))
    }

    @Test("embeddings write nothing, and what a provider keeps may fill the context")
    func kinds() throws {
        var facts = RequestFacts()
        facts.needs = .embeddings
        #expect(try WorstCase(facts, bytes: 600, on: Self.model(nil)).amounts.tokens == 300)
        facts.needs = []
        facts.boundBy = "previous_response_id"
        #expect(try WorstCase(facts, bytes: 600, on: Self.model(nil, context: 50_000)).inputTokens == 50_000)
        #expect(try WorstCase(facts, bytes: 600, on: Self.model(nil)).inputTokens == Limits.keptInputTokens)
    }
}
