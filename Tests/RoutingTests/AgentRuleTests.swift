import Conversation
import Primitives
import Routing
import Testing

@Suite("Agent rules")
struct AgentRuleTests {
    private func rule(_ agent: AgentName = "a", mode: ModeName? = nil, _ change: (inout AgentRule) -> Void = { _ in }) -> AgentRule {
        var rule = AgentRule(agent: agent)
        rule.mode = mode
        change(&rule)
        return rule
    }

    private func signs(_ fields: [String: String] = [:], tools: [String] = [], system: [String] = [], said: [String] = []) -> RequestSigns {
        var signs = RequestSigns(fields: fields)
        signs.tools = tools.map { ByteSlice($0.utf8) }
        signs.system = system.map { ByteSlice($0.utf8) }
        signs.said = said.map { ByteSlice($0.utf8) }
        return signs
    }

    private func fits(_ signs: RequestSigns, model: String? = nil, _ change: (inout AgentRule) -> Void) -> Bool {
        AgentRules([rule(change)]).match(signs, model: model) != nil
    }

    private func rule(_ change: (inout AgentRule) -> Void) -> AgentRule { rule("a", mode: nil, change) }

    private func bytes(_ texts: String...) -> [Bytes] { texts.map { Bytes($0.utf8) } }

    @Test("The first rule that a request fits counts, and says which it is")
    func order() {
        let rules = AgentRules([
            rule("x", mode: "planning") { $0.models = [Glob("big")] }, rule("y", mode: "editing") { $0.models = [Glob("b*")] }, rule("z"),
        ])
        #expect(rules.match(signs(), model: "big") == AgentMatch(agent: "x", rule: 1, mode: "planning"))
        #expect(rules.match(signs(), model: "bigger") == AgentMatch(agent: "y", rule: 2, mode: "editing"))
        #expect(rules.match(signs(), model: nil) == AgentMatch(agent: "z", rule: 3, mode: nil))
        #expect(AgentRules().match(signs(), model: "big") == nil)
    }

    @Test("All fields that a rule names must be there, each with one of its values")
    func fields() {
        func fits(_ fields: [String: String]) -> Bool {
            self.fits(signs(fields)) {
                $0.fields = [.init(name: "originator", values: [Glob("codex_*"), Glob("Codex *")]), .init(name: "x-app", values: [Glob("*")])]
            }
        }
        #expect(fits(["originator": "codex_exec", "x-app": ""]))
        #expect(fits(["originator": "Codex Desktop", "x-app": "cli"]))
        #expect(!fits(["originator": "codex_exec"]))
        #expect(!fits(["originator": "other", "x-app": "cli"]))
    }

    @Test(
        "The client is what the user agent begins with",
        arguments: [
            ("claude-cli/2.1.45 (external, cli)", true), ("claude-cli", true), ("claude-cli (x)", true), ("claude-client/1", false),
            ("Mozilla/5.0 claude-cli/2", false), ("", false),
        ])
    func client(userAgent: String, fits: Bool) {
        #expect(self.fits(signs(["user-agent": userAgent])) { $0.clients = [Glob("claude-cli")] } == fits)
    }

    @Test("Tools must all be offered, and none of the others")
    func tools() {
        #expect(fits(signs(tools: ["a", "b", "c"])) { $0.tools = bytes("c", "a") })
        #expect(!fits(signs(tools: ["a"])) { $0.tools = bytes("c", "a") })
        #expect(fits(signs(tools: ["a"])) { $0.withoutTools = bytes("b") })
        #expect(!fits(signs(tools: ["a", "b"])) { $0.withoutTools = bytes("b") })
    }

    @Test("A text of the system prompt is found in any part of it, and nowhere else")
    func system() {
        #expect(fits(signs(system: ["one", "two plan"])) { $0.system = bytes("nothing", "plan") })
        #expect(!fits(signs(system: ["one"], said: ["plan"])) { $0.system = bytes("plan") })
    }

    struct Talk: Sendable {
        let system: [String]
        let said: [String]
        let holds: Bool
    }

    static let talks = [
        Talk(system: ["ON"], said: [], holds: true), Talk(system: [], said: ["a", "ON", "b"], holds: true),
        Talk(system: [], said: ["ON", "OFF"], holds: false), Talk(system: [], said: ["ON", "OFF", "ON"], holds: true),
        Talk(system: [], said: ["ON OFF"], holds: false), Talk(system: [], said: ["OFF ON"], holds: true),
        Talk(system: ["OFF"], said: ["ON"], holds: true), Talk(system: ["ON"], said: ["OFF"], holds: false),
        Talk(system: [], said: ["OFF"], holds: false), Talk(system: [], said: [], holds: false),
    ]

    @Test("A marker holds until its end is said after it", arguments: talks)
    func markers(_ talk: Talk) {
        let signs = signs(system: talk.system, said: talk.said)
        #expect(
            fits(signs) {
                $0.markers = bytes("ON", "on")
                $0.until = bytes("OFF", "off")
            } == talk.holds)
    }

    @Test("Without an end a marker holds wherever it was said")
    func endless() {
        #expect(fits(signs(said: ["ON", "b", "c"])) { $0.markers = bytes("ON") })
    }

    @Test("What is searched is bounded, the newest first, so that old text beyond it does not count")
    func budget() {
        let filler = String(repeating: "x", count: Limits.agentSearchBytes)
        #expect(fits(signs(said: [filler, "ON"])) { $0.markers = bytes("ON") })
        #expect(!fits(signs(said: ["ON", filler])) { $0.markers = bytes("ON") })
        #expect(fits(signs(said: [filler + "ON"])) { $0.markers = bytes("ON") })
        let rules = AgentRules([rule { $0.system = bytes("P") }, rule("late") { $0.system = bytes("ON") }])
        #expect(rules.match(signs(system: ["ON" + filler]), model: nil) == nil)
    }

    @Test("A value is held against a pattern up to a bound, and a pattern made to be slow is not")
    func longValues() {
        let long = String(repeating: "a", count: 60_000)
        #expect(!fits(signs(["x": long])) { $0.fields = [.init(name: "x", values: [Glob(String(repeating: "*a", count: 60) + "b")])] })
        #expect(fits(signs(), model: long) { $0.models = [Glob("a*")] })
    }

    @Test("The body is looked into only where nothing outside of it speaks against a rule that asks for it")
    func need() {
        let rules = AgentRules([
            rule {
                $0.fields = [.init(name: "x", values: [Glob("1")])]
                $0.markers = bytes("ON")
            }, rule { $0.models = [Glob("m")] },
        ])
        #expect(rules.looksIntoBody(signs(["x": "1"]), model: "m"))
        #expect(!rules.looksIntoBody(signs(["x": "2"]), model: "m"))
        #expect(!AgentRules([rule { $0.models = [Glob("m")] }]).looksIntoBody(signs(), model: "m"))
        #expect(rules.fieldNames == ["x"])
    }
}

@Suite("Decisions by agent rules")
struct AgentDecisionTests {
    private let match = AgentMatch(agent: "claude-code", rule: 2, mode: "plan")

    private func decide(_ model: String? = nil, mode: ModeName? = nil, agent: AgentMatch?, _ change: (inout RouteQuery) -> Void = { _ in }) throws
        -> DecisionRecord
    {
        let query = Desk.query(model, mode: mode) {
            $0.agent = agent
            change(&$0)
        }
        return Decision.decide(try Desk.table(), query)
    }

    @Test("A rule's mode counts where nothing else names one, and the record says which rule")
    func mode() throws {
        let record = try decide(agent: match)
        #expect(record.mode == "planning")
        #expect(record.tier == "frontier")
        #expect(record.claim == ModeClaim("plan", from: .agent))
        #expect(record.agent == match)
        #expect(record.reason == "rule 2 says that agent claude-code is in mode plan; mode planning goes to tier frontier; opus is its first model")
    }

    @Test("It yields to a header, to a parameter and to the model's suffix; the agent is told all the same")
    func precedence() throws {
        let header = try decide(mode: "background", agent: match)
        #expect(header.mode == "background" && header.agent == match)
        #expect(!header.reason.contains("claude-code"))
        #expect(try decide("shunt/auto:background", agent: match).mode == "background")
    }

    @Test("A rule without a mode decides nothing")
    func nameOnly() throws {
        let record = try decide(agent: AgentMatch(agent: "a", rule: 1, mode: nil))
        #expect(record.mode == nil && record.tier == "balanced" && record.agent?.agent == "a")
    }

    @Test("A model that the table knows is what the caller gets; one that only the agent knows goes by the rule's mode")
    func models() throws {
        #expect(try decide("small", agent: match).models == ["small"])
        #expect(try decide("small", agent: match).mode == "planning")
        #expect(try decide("tier/internal", agent: match).tier == "internal")
        #expect(try decide("claude-sonnet-9", agent: match).tier == "frontier")
        #expect(try decide("claude-sonnet-9", mode: "background", agent: match).tier == "internal")
        #expect(try decide("claude-sonnet-9", agent: AgentMatch(agent: "a", rule: 1, mode: nil)).error?.kind == .unknownModel)
        #expect(try decide("shunt/atuo", agent: match).error?.kind == .unknownModel)
        #expect(try decide("tier/atuo", agent: match).error?.kind == .unknownModel)
    }

    @Test("A rule opens nothing that the caller's policy closes")
    func policy() throws {
        let record = try decide(agent: match) { $0.policy.modes = ["editing"] }
        #expect(record.error?.kind == .refused)
        #expect(try decide(agent: match) { $0.policy.modes = ["planning"] }.tier == "frontier")
    }

    @Test("A rule whose mode leads nowhere does not compile")
    func flaw() {
        var rule = AgentRule(agent: "a")
        rule.mode = "nothing"
        #expect(throws: TableFlaw.unknownMode("nothing", usedBy: "the agent \"a\"")) { try Desk.table { $0.agents = [rule] } }
    }
}

@Suite("Kilo Code's names of models")
struct KiloModelTests {
    private func decide(_ model: String, mode: ModeName? = nil, _ change: (inout TableDefinition) -> Void = { _ in }) throws -> DecisionRecord {
        Decision.decide(try Desk.table(change), Desk.query(model, mode: mode))
    }

    @Test("Frontier goes by the mode, in the profile of that name")
    func frontier() throws {
        #expect(try decide("kilo-auto/frontier", mode: "architect").profile == "frontier")
        let bare = try decide("kilo-auto/frontier", mode: "architect") { $0.profiles = [:] }
        #expect(bare.profile == "auto" && bare.tier == "frontier")
        #expect(try decide("kilo-auto/frontier", mode: "code") { $0.profiles = [:] }.tier == "balanced")
    }

    @Test("Balanced and free mean their tiers, whatever the mode")
    func tiers() throws {
        #expect(try decide("kilo-auto/balanced", mode: "architect").tier == "balanced")
        #expect(try decide("kilo-auto/free", mode: "architect") { $0.tiers["free"] = .init(models: ["small"]) }.tier == "free")
        #expect(try decide("kilo-auto/free").error?.message == "the tier \"free\" has no models")
    }

    @Test("Small is background work, whatever the mode")
    func small() throws {
        let record = try decide("kilo-auto/small", mode: "architect")
        #expect(record.mode == "background" && record.tier == "internal")
        let policy = Decision.decide(try Desk.table(), Desk.query("kilo-auto/small") { $0.policy.modes = ["background"] })
        #expect(policy.tier == "internal")
    }

    @Test("What the table itself calls so goes first")
    func own() throws {
        let record = try decide("kilo-auto/small") {
            $0.models["kilo-auto/small"] = .init(id: "kilo-auto/small", provider: "local", wireName: "own")
            $0.profiles["balanced"] = .init(modes: ["planning": "internal"])
        }
        #expect(record.models == ["kilo-auto/small"])
        let profile = try decide("kilo-auto/balanced", mode: "plan") { $0.profiles["balanced"] = .init(modes: ["planning": "internal"]) }
        #expect(profile.tier == "internal" && profile.profile == "balanced")
    }

    @Test("Others of the kind are unknown")
    func unknown() throws {
        #expect(try decide("kilo-auto/large").error?.kind == .unknownModel)
    }
}
