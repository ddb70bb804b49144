import Conversation
import JSONText
import Primitives
import Routing
import Testing

@Suite("Records as JSON")
struct RecordTests {
    private func text(_ record: DecisionRecord) -> String {
        var writer = JSONWriter()
        record.write(into: &writer)
        return writer.bytes.text
    }

    @Test("A decision tells its way, its candidates and its rejections")
    func decision() throws {
        let record = Decision.decide(try Desk.table(), Desk.query(mode: "code"))
        #expect(text(record) == #"""
            {"mode":"editing","asked":{"mode":"code","from":"header"},"profile":"auto","tier":"balanced","model":"gpt","reason":"mode editing goes to tier balanced; gpt is the first that can answer, 2 were rejected","candidates":[{"model":"gpt","provider":"openai","name":"gpt-5.5","key":"own","price_from":"unknown"}],"rejected":[{"model":"groq/llama","provider":"groq","reason":"no key for provider groq: the caller has to bring one"},{"model":"mistral/large","provider":"mistral","reason":"no key for provider mistral"}],"baseline":"opus","revision":"r1@0123456789ab"}
            """#)
    }

    @Test("One that failed says why, with nulls for what was not found")
    func failure() throws {
        let record = Decision.decide(try Desk.table(), Desk.query("opsu"))
        #expect(text(record) == #"""
            {"mode":null,"profile":null,"tier":null,"model":null,"reason":"there is no model \"opsu\"; did you mean \"opus\"?","candidates":[],"rejected":[],"revision":"r1@0123456789ab","error":"there is no model \"opsu\"; did you mean \"opus\"?"}
            """#)
    }

    @Test("What callers write comes back harmless", arguments: ["a\u{1b}[2Jb", "\u{202e}gpt", "\"}\n{", String(repeating: "x", count: 100_000)])
    func hostile(name: String) throws {
        let table = try Desk.table()
        for record in [Decision.decide(table, Desk.query(name)), Decision.decide(table, Desk.query(mode: ModeName(folding: name)))] {
            let text = text(record)
            let document = try JSONDocument.parse(Bytes(text.utf8))
            #expect(document.root["revision"]?.string == "r1@0123456789ab")
            #expect(text.utf8.count < 4000)
            #expect(!text.contains("\u{1b}") && !text.contains("\u{202e}") && !text.contains("\n"))
        }
    }
}

@Suite("Tables")
struct TableTests {
    @Test("The built-in tiers are always there, best first, and others after them by name")
    func tiers() throws {
        let table = try Desk.table { $0.tiers["a"] = .init(models: ["opus"]) }
        #expect(table.tiers.map(\.name) == ["frontier", "balanced", "free", "internal", "a", "spread"])
        #expect(table.tiers.map(\.rank) == [4, 3, 2, 1, nil, nil])
    }

    @Test("Built-in modes are there where their tier has models, unless the table says otherwise")
    func modes() throws {
        #expect(try Desk.table().modes.map { "\($0.name):\($0.tier.name)" } == ["background:internal", "debugging:balanced", "editing:balanced", "planning:frontier"])
        let bare = try Desk.table {
            $0.tiers["frontier"] = nil
            $0.tiers["internal"]?.models = []
            $0.modes = ["editing": "spread", "review": "balanced"]
            $0.aliases = [:]
            $0.profiles = [:]
        }
        #expect(bare.modes.map { "\($0.name):\($0.tier.name)" } == ["debugging:balanced", "editing:spread", "review:balanced"])
        #expect(bare.canonical("planning") == nil)
    }

    @Test("Without a policy an unknown mode goes to balanced, else to the best tier that has models, else nowhere")
    func unknownMode() throws {
        func tier(_ change: (inout TableDefinition) -> Void) throws -> TierName? {
            let table = try Desk.table {
                $0.aliases = [:]
                $0.profiles = [:]
                change(&$0)
            }
            return Decision.decide(table, Desk.query()).tier
        }
        #expect(try tier { _ in } == "balanced")
        #expect(try tier { $0.tiers["balanced"] = nil } == "frontier")
        #expect(try tier { $0.tiers = ["spread": $0.tiers["spread"]!] } == "spread")
        #expect(try tier { $0.tiers = [:] } == nil)
        #expect(try tier { $0.unknownMode = .tier("internal") } == "internal")
        let rejecting = try Desk.table { $0.unknownMode = .reject }
        let unknown = Decision.decide(rejecting, Desk.query(mode: "plannin"))
        #expect(unknown.error?.kind == .badMode)
        #expect(unknown.reason == "there is no mode \"plannin\"; did you mean \"planning\"?")
        #expect(Decision.decide(rejecting, Desk.query()).reason == "the request names no mode, and the table wants one; there are background, debugging, editing, planning")
    }

    @Test("The baseline is the profile's, else the first of the frontier")
    func baseline() throws {
        let table = try Desk.table()
        #expect(Decision.decide(table, Desk.query(mode: "editing")).baseline?.id == "opus")
        #expect(Decision.decide(table, Desk.query("shunt/frontier", mode: "editing")).baseline?.id == "gpt")
        #expect(Decision.decide(table, Desk.query("small")).baseline?.id == "opus")
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        let flaw: TableFlaw
        let change: @Sendable (inout TableDefinition) -> Void

        init(_ flaw: TableFlaw, _ change: @escaping @Sendable (inout TableDefinition) -> Void) {
            self.flaw = flaw
            self.change = change
        }

        var testDescription: String { flaw.message }
    }

    static let mistakes = [
        Mistake(.unknownTier("nowhere", usedBy: "the mode \"x\"")) { $0.modes["x"] = "nowhere" },
        Mistake(.emptyTier("free", usedBy: "the mode \"x\"")) { $0.modes["x"] = "free" },
        Mistake(.unknownModel("nothing", usedBy: "the tier \"free\"")) { $0.tiers["free"] = .init(models: ["nothing"]) },
        Mistake(.unknownProvider("azure", usedBy: "the model \"azure/x\"")) { $0.tiers["free"] = .init(models: ["azure/x"]) },
        Mistake(.unknownMode("nothing", usedBy: "the alias \"x\"")) { $0.aliases["x"] = "nothing" },
        Mistake(.unknownModel("nothing", usedBy: "the profile \"p\"")) { $0.profiles["p"] = .init(baseline: "nothing") },
        Mistake(.emptyTier("free", usedBy: "unknown_mode")) { $0.unknownMode = .tier("free") },
        Mistake(.badWeight("gpt", tier: "free")) { $0.tiers["free"] = .init(models: ["gpt"], weights: ["gpt": 0]) },
    ]

    @Test("Names that lead nowhere do not compile", arguments: mistakes)
    func mistake(_ mistake: Mistake) {
        #expect(throws: mistake.flaw) { try Desk.table(mistake.change) }
    }
}
