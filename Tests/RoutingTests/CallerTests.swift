import Conversation
import Primitives
import Routing
import Testing

@Suite("What callers may")
struct CallerTests {
    struct Case: Sendable {
        let policy: CallerPolicy
        let model: String?
        let mode: ModeName?
        let models: [String]
        let reason: String?

        init(_ policy: CallerPolicy, _ model: String? = nil, mode: ModeName? = nil, models: [String] = [], reason: String? = nil) {
            self.policy = policy
            self.model = model
            self.mode = mode
            self.models = models
            self.reason = reason
        }
    }

    static let cases = [
        Case(CallerPolicy(modes: ["background"]), mode: "background", models: ["small"]),
        Case(CallerPolicy(modes: ["background"]), mode: "planning", reason: "this caller may not use the mode \"planning\""),
        Case(CallerPolicy(modes: ["background"]), mode: "plan", reason: "this caller may not use the mode \"planning\""),
        Case(CallerPolicy(modes: ["background"]), "shunt/auto:planning", reason: "this caller may not use the mode \"planning\""),
        Case(CallerPolicy(modes: ["background"]), reason: "this caller has to name one of its modes"),
        Case(CallerPolicy(modes: ["background"]), mode: "nonsense", reason: "this caller may not use the mode \"nonsense\""),
        Case(CallerPolicy(modes: ["background"]), "tier/frontier", mode: "background", reason: "this caller may not use the tier \"frontier\""),
        Case(CallerPolicy(modes: ["background"]), "opus", mode: "background", reason: "this caller may not use the model \"opus\""),
        Case(CallerPolicy(modes: ["background"], tiers: ["frontier"]), "tier/frontier", models: ["opus", "gpt"]),
        Case(CallerPolicy(modes: ["background"], tiers: ["frontier"]), mode: "background", reason: "this caller may not use the tier \"internal\""),
        Case(CallerPolicy(modes: ["background"], models: ["opus"]), "opus", models: ["opus"]),
        Case(CallerPolicy(tiers: ["internal"]), mode: "planning", reason: "this caller may not use the tier \"frontier\""),
        Case(CallerPolicy(tiers: ["internal"]), mode: "background", models: ["small"]),
        Case(CallerPolicy(tiers: ["internal"]), reason: "this caller may not use the tier \"balanced\""),
        Case(CallerPolicy(profiles: ["auto"]), "shunt/frontier", mode: "editing", reason: "this caller may not use the profile \"frontier\""),
        Case(CallerPolicy(profiles: ["frontier"]), mode: "editing", reason: "this caller may not use the profile \"auto\""),
        Case(CallerPolicy(profiles: ["frontier"]), "shunt/frontier", mode: "editing", models: ["opus", "gpt"]),
    ]

    @Test("Lists hold however the thing is asked for", arguments: cases)
    func lists(_ example: Case) throws {
        let record = Decision.decide(try Desk.table(), Desk.query(example.model, mode: example.mode) { $0.policy = example.policy })
        #expect(record.models == example.models)
        if let reason = example.reason {
            #expect(record.reason == reason)
            #expect(record.error?.kind == .refused)
        }
    }

    @Test(
        "Who is required to name a mode is refused without one, whatever it asks for, with the list",
        arguments: [
            (nil, nil, "this caller has to name a mode; there are background, debugging, editing, planning"),
            (nil, "plannign", "this caller has to name a mode, and there is no mode \"plannign\"; did you mean \"planning\"?"),
            ("tier/internal", nil, "this caller has to name a mode; there are background, debugging, editing, planning"),
            ("opus", nil, "this caller has to name a mode; there are background, debugging, editing, planning"),
        ] as [(String?, ModeName?, String)])
    func requiredMode(model: String?, mode: ModeName?, reason: String) throws {
        let table = try Desk.table { $0.modes = ["background": "internal", "debugging": "balanced", "editing": "balanced", "planning": "frontier"] }
        let record = Decision.decide(table, Desk.query(model, mode: mode) { $0.policy = CallerPolicy(requiresMode: true) })
        #expect(record.reason == reason)
        #expect(record.error?.kind == .refused)
        let named = Decision.decide(table, Desk.query(model, mode: "plan") { $0.policy = CallerPolicy(requiresMode: true) })
        #expect(!named.candidates.isEmpty)
    }

    @Test("A key that the configuration has for the caller goes before the provider's own, and after one that the caller brings")
    func grantedKeys() throws {
        let record = Decision.decide(try Desk.table(), Desk.query("tier/balanced") {
            $0.callerKeys.granted = ["openai", "mistral", "groq"]
            $0.callerKeys.named = ["groq"]
        })
        #expect(record.models == ["gpt", "groq/llama", "mistral/large"])
        #expect(record.candidates.map(\.key) == [.granted, .callersNamed, .granted])
    }

    @Test("Requests per minute may come at once, and then one by one")
    func rates() {
        var rates = CallRates(capacity: 2)
        let start = Instant(nanoseconds: 5_000_000_000)
        for _ in 0..<3 { #expect(rates.came("a", perMinute: 3, now: start) == nil) }
        #expect(rates.came("a", perMinute: 3, now: start) == .seconds(20))
        #expect(rates.came("a", perMinute: 3, now: start + .seconds(15)) == .seconds(5))
        #expect(rates.came("a", perMinute: 3, now: start + .seconds(20)) == nil)
        #expect(rates.came("a", perMinute: 3, now: start + .seconds(20)) == .seconds(20))
        #expect(rates.came("b", perMinute: 3, now: start + .seconds(20)) == nil)
        #expect(rates.came("c", perMinute: 3, now: start + .seconds(20)) == .seconds(20))
        #expect(rates.came("c", perMinute: 3, now: start + .seconds(200)) == nil)
    }

    @Test("A key of the caller's own goes before the daemon's, and only to providers that take such keys")
    func namedKeys() throws {
        let record = Decision.decide(try Desk.table(), Desk.query("tier/balanced") { $0.callerKeys.named = ["openai", "groq", "mistral"] })
        #expect(record.models == ["gpt", "groq/llama"])
        #expect(record.candidates.map(\.key) == [.callersNamed, .callersNamed])
        #expect(record.falls == ["mistral/large: no key for provider mistral"])
    }

    @Test("A key without a name goes to the first listed provider that takes callers' keys, and to no other")
    func bareKey() throws {
        let table = try Desk.table { $0.tiers["balanced"]?.models = ["opus", "groq/llama", "gpt"] }
        let sound = Decision.decide(table, Desk.query("tier/balanced") { $0.callerKeys.bare = true })
        #expect(sound.models == ["opus", "groq/llama", "gpt"])
        #expect(sound.candidates.map(\.key) == [.own, .callersBare, .own])

        let cooling = Decision.decide(
            table,
            Desk.query("tier/balanced") {
                $0.callerKeys.bare = true
                $0.affinity = ["gpt"]
                $0.silence("groq", "groq/llama")
            })
        #expect(cooling.models == ["gpt", "opus"])
        #expect(cooling.candidates.map(\.key) == [.own, .own])
    }

    @Test("Weights and health never move a key without a name to another provider")
    func bareKeyBound() throws {
        let table = try Desk.table {
            $0.tiers["spread"] = .init(models: ["groq/a", "openai/b", "groq/c"], weights: ["openai/b": 1000], order: .weighted)
        }
        for session in 0..<200 {
            let record = Decision.decide(table, Desk.query("tier/spread") {
                $0.session = SessionID("s\(session)")
                $0.callerKeys.bare = true
                if session % 3 == 0 { $0.silence("groq", "groq/a") }
            })
            for candidate in record.candidates where candidate.key != .own { #expect(candidate.provider.name == "groq") }
            for candidate in record.candidates where candidate.provider.name == "openai" { #expect(candidate.key == .own) }
        }
    }

    @Test("A key for a model that the caller names itself goes to that model's provider")
    func bareKeyForModel() throws {
        let table = try Desk.table()
        #expect(Decision.decide(table, Desk.query("groq/llama") { $0.callerKeys.bare = true }).candidates.map(\.key) == [.callersBare])
        #expect(Decision.decide(table, Desk.query("mistral/large") { $0.callerKeys.bare = true }).error?.kind == .noKey)
    }
}
