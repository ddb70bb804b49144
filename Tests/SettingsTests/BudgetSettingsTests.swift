import Primitives
import Routing
import Settings
import Testing

@Suite("Budgets in shunt.toml")
struct BudgetSettingsTests {
    private static let head = "[table]\nsource = \"table.toml\"\n[providers.ollama]\n"

    private static func load(_ text: String) throws -> Configuration {
        try Settings.loadConfiguration(path: "/e/shunt.toml", from: FakeSources(["/e/shunt.toml": head + text]))
    }

    private static func mistakes(_ text: String) -> [String] {
        do {
            _ = try load(text)
            return []
        } catch let error as SettingsError {
            return error.diagnostics.map { $0.description.replacing("/e/shunt.toml:", with: "") }
        } catch {
            return ["\(error)"]
        }
    }

    @Test("amounts are exact, and everything else has its place")
    func whole() throws {
        let rule = try #require(try Self.load("""
            [[budgets]]
            name = "agents"
            unit = "agent@*.service"
            tag = "ticket=7*"
            session = ["a*", "b"]
            provider = "ollama"
            each = "session"
            usd = 5.000000000001
            tokens = 2_000_000
            requests = 1000
            per = "month"
            over = "tier/free"
            unknown_price = "allow"
            """).budgets.first)
        let limits = BudgetLimits(usd: Money(picodollars: 5_000_000_000_001), tokens: 2_000_000, requests: 1_000)
        #expect(rule.budget == Budget("agents", limits: limits, window: .month, over: .tier("free"), takesUnpriced: true))
        #expect(rule.callers == CallerPattern(units: [Glob("agent@*.service")]))
        #expect(rule.tag == BudgetRule.TagPattern(name: "ticket", value: Glob("7*")))
        #expect(rule.sessions == [Glob("a*"), Glob("b")] && rule.providers == ["ollama"] && rule.each == .session)
    }

    @Test("the short form belongs to the entry that means the caller, and is named after it")
    func short() throws {
        let configuration = try Self.load("""
            [[callers]]
            unit = "agent@*.service"
            budget = { usd = "5.00", per = "day", over = "tier/free" }
            [[callers]]
            budget = { name = "rest", requests = 3, per = "minute", each = "caller" }
            """)
        #expect(configuration.callers.map { $0.budget?.budget.name } == ["callers:agent@*.service", "rest"])
        #expect(configuration.callers[0].budget?.budget.limits == BudgetLimits(usd: Money(picodollars: 5_000_000_000_000)))
    }

    @Test(
        "mistakes are told with their place and remedy",
        arguments: [
            ("[[budgets]]\nname = \"a\"\nper = \"day\"", ["4:1: a budget has to say how much there is; add usd, tokens or requests"]),
            ("[[budgets]]\nname = \"a\"\nusd = 1", ["4:1: a budget has to say how long it lasts; add per = \"day\"; only one for each session may last as long as that"]),
            ("[[budgets]]\nname = \"a\"\nusd = 1\neach = \"session\"", []),
            ("[[budgets]]\nusd = 1\nper = \"day\"", ["4:1: the key \"name\" is missing in [budgets]: what messages and status call it"]),
            ("[[budgets]]\nname = \"a\"\nusd = 1\nper = \"day\"\n[[budgets]]\nname = \"a\"\nusd = 1\nper = \"day\"", ["9:8: there is another budget \"a\"; give each a name of its own"]),
            ("[[budgets]]\nname = \"a\"\nusd = -1\nper = \"day\"", ["6:7: budgets.usd is negative: -1; a price is zero or more"]),
            ("[[budgets]]\nname = \"a\"\nusd = 1e-13\nper = \"day\"", ["6:7: budgets.usd is finer than a picodollar or too large: 1e-13; write at most 12 decimals"]),
            ("[[budgets]]\nname = \"a\"\nusd = 1\nper = \"week\"", ["7:7: budgets.per must be one of minute, hour, day, month, not \"week\""]),
            ("[[budgets]]\nname = \"a\"\nusd = 1\nper = \"day\"\nover = \"free\"", ["8:8: budgets.over is neither \"refuse\" nor a tier: \"free\"; write it as \"tier/free\""]),
            ("[[budgets]]\nname = \"a\"\nusd = 1\nper = \"day\"\neach = \"tag\"", ["8:8: each = \"tag\" needs the tag's name; add tag = \"NAME\""]),
            ("[[budgets]]\nname = \"a\"\nusd = 1\nper = \"day\"\nprovider = \"olama\"", ["8:12: there is no provider \"olama\"; did you mean \"ollama\"?"]),
            ("[[budgets]]\nname = \"a\"\nusd = 1\nper = \"day\"\nuser_unit = \"x\"", ["8:13: user_unit alone means anybody: users name their units as they like; add the user or uid that is meant"]),
            ("[[callers]]\nbudget = { usd = 1, per = \"day\", tag = \"x\" }", ["5:34: tag has no place in [callers.budget]: it counts all requests of the callers that the entry means; others are for [[budgets]]"]),
        ])
    func mistakes(_ text: String, _ found: [String]) {
        #expect(Self.mistakes(text) == found)
    }

    private static let agent = CallerIdentity(uid: 7, gid: 8, user: "ann", group: "dev", groups: ["agents"], unit: "agent@1.service", slice: "agents.slice")

    private static func subject(_ caller: CallerIdentity = agent) -> BudgetRule.Subject {
        BudgetRule.Subject(caller: caller, session: "s1", tags: [("ticket", "77"), ("ticket", "8"), ("x", "y")], provider: "ollama")
    }

    @Test(
        "a budget counts what all its patterns fit, in the part that each says",
        arguments: [
            ("", [nil]), ("uid = 7", [nil]), ("uid = 8", []), ("user = \"an?\"", [nil]), ("group = \"agents\"", [nil]), ("group = \"dev\"", [nil]), ("group = \"ops\"", []),
            ("slice = \"agents.slice\"", [nil]), ("unit = \"x\"", []), ("session = \"s*\"", [nil]), ("session = \"t\"", []), ("provider = \"ollama\"", [nil]),
            ("tag = \"ticket\"", [nil]), ("tag = \"ticket=8\"", [nil]), ("tag = \"ticket=9\"", []), ("tag = \"ticket\"\neach = \"tag\"", ["77", "8"]),
            ("tag = \"ticket=7*\"\neach = \"tag\"", ["77"]), ("each = \"caller\"", ["agent@1.service"]), ("each = \"user\"", ["ann"]), ("each = \"group\"", ["dev"]),
            ("each = \"unit\"", ["agent@1.service"]), ("each = \"session\"", ["s1"]), ("each = \"provider\"", ["ollama"]),
        ] as [(String, [String?])])
    func parts(_ text: String, _ parts: [String?]) throws {
        let rule = try #require(try Self.load("[[budgets]]\nname = \"a\"\nusd = 1\nper = \"day\"\n" + text).budgets.first)
        #expect(rule.parts(of: Self.subject()) == parts)
    }

    @Test("a caller outside of units and without a name has a part by its number")
    func strangers() throws {
        let stranger = CallerIdentity(uid: 7, gid: 8)
        for (each, part) in [("caller", "uid 7"), ("user", "uid 7"), ("group", "gid 8"), ("unit", "no unit")] {
            let rule = try #require(try Self.load("[[budgets]]\nname = \"a\"\nusd = 1\nper = \"day\"\neach = \"\(each)\"").budgets.first)
            #expect(rule.parts(of: Self.subject(stranger)) == [part])
        }
    }
}
