import Conversation
import Primitives
@testable import Routing
import Testing

@Suite("What differs between two tables")
struct TableDifferenceTests {
    static func difference(_ change: (inout TableDefinition) -> Void) throws -> TableDifference {
        TableDifference(from: try Desk.table(), to: try Desk.table(change))
    }

    @Test("Two tables that say the same differ in nothing, whatever their revisions")
    func same() throws {
        #expect(try Self.difference { $0.revision = Revision(text: "r2", digest: "f") }.isEmpty)
    }

    @Test("A mode that goes elsewhere is told with models and prices, once for all profiles for which that is the same")
    func mode() throws {
        let difference = try Self.difference { $0.modes["editing"] = "internal" }
        #expect(difference.routes.count == 1)
        let route = try #require(difference.routes.first)
        #expect(route.mode == "editing")
        // The profile "frontier" has a tier of its own for it.
        #expect(route.profiles == ["auto"])
        #expect(route.old?.tier == "balanced")
        #expect(route.old?.offers.map(\.model) == ["gpt", "groq/llama", "mistral/large"])
        #expect(route.new?.offers == [.init(model: "small", weight: nil, input: nil, output: nil)])
        #expect(difference.changes.isEmpty)
    }

    @Test("A price that changes shows at each mode whose models have it, and at the model")
    func price() throws {
        let difference = try Self.difference { $0.models["opus"]?.price?.rates.input = Money(picodollars: 4_000_000) }
        let planning = try #require(difference.routes.first { $0.mode == "planning" })
        #expect(planning.profiles == ["auto", "frontier"])
        #expect(planning.old?.offers.first?.input?.description == "5")
        #expect(planning.new?.offers.first?.input?.description == "4")
        #expect(difference.changes == [
            .init(kind: .model, name: "opus", fields: [.init(name: "price input", old: "5", new: "4")], isNew: false, isGone: false)
        ])
    }

    @Test("A mode that comes goes from nowhere")
    func newMode() throws {
        let difference = try Self.difference { $0.modes["review"] = "frontier" }
        #expect(difference.routes.map(\.mode) == ["review"])
        #expect(difference.routes.first?.old == nil)
        #expect(difference.routes.first?.new?.effort == .high)
    }

    struct Planted: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout TableDefinition) -> Void
        /// `kind name field old new`.
        let told: [String]
    }

    @Test("Every entry that says something else is told, field by field", arguments: planted)
    func entries(_ planted: Planted) throws {
        let told = try Self.difference(planted.change).changes.flatMap { change in
            change.fields.map { "\(change.kind.rawValue) \(change.name) \($0.name): \($0.old ?? "-") → \($0.new ?? "-")" }
        }
        #expect(told == planted.told)
    }

    static let planted = [
        Planted(testDescription: "policy", change: { $0.unknownMode = .reject }, told: ["policy unknown_mode goes to: - → reject"]),
        Planted(testDescription: "alias", change: { $0.aliases["plan"] = "editing" }, told: ["alias plan means: planning → editing"]),
        Planted(testDescription: "alias that goes", change: { $0.aliases["plan"] = nil }, told: ["alias plan means: planning → -"]),
        Planted(testDescription: "delivery", change: { $0.deliveries["background"] = .whole }, told: ["delivery background is: - → whole"]),
        Planted(
            testDescription: "profile", change: { $0.profiles["frontier"] = .init(modes: ["editing": "spread"], baseline: "opus") },
            told: ["profile frontier editing: frontier → spread", "profile frontier baseline: gpt → opus"]),
        Planted(
            testDescription: "tier",
            change: {
                $0.tiers["spread"]?.weights["opus"] = 9
                $0.tiers["spread"]?.effort = .low
                $0.tiers["spread"]?.conduct.onFilter = .next
                $0.tiers["spread"]?.conduct.clocks.total = .seconds(9)
                $0.tiers["internal"]?.order = .weighted
            },
            told: [
                "tier internal order: listed → weighted", "tier spread weights: gpt 2, opus 1, small 5 → gpt 2, opus 9, small 5",
                "tier spread on_filter: fail → next", "tier spread effort: - → low", "tier spread clocks.total: - → 9.0 seconds",
            ]),
        Planted(
            testDescription: "model",
            change: {
                $0.models["small"]?.context = 64_000
                $0.models["small"]?.maxOutput = nil
                $0.models["small"]?.abilities = [.tools, .images]
                $0.models["small"]?.wireName = "qwen3"
                $0.models["small"]?.price = Price(
                    Rates(input: Money(picodollars: 100)), steps: [.init(above: 1000, rates: Rates(input: Money(picodollars: 200)))],
                    periods: [.init(time: PricePeriod(from: 1_788_220_800, daily: (30, 990)), rates: Rates(output: Money(picodollars: 1)))])
            },
            told: [
                "model small name: qwen → qwen3", "model small context: 32000 → 64000", "model small max_output: 4000 → -",
                "model small abilities: tools → tools, images", "model small price input: - → 0.0001", "model small price above 1000 input: - → 0.0002",
                "model small price period 1: - → from 2026-09-01 daily 00:30-16:30", "model small price period 1 output: - → 0.000001",
            ]),
        Planted(
            testDescription: "agents",
            change: {
                var rule = AgentRule(agent: "codex")
                rule.clients = [Glob("codex*")]
                rule.markers = [Bytes("Plan Mode".utf8)]
                rule.mode = "planning"
                $0.agents = [rule]
            },
            told: ["agent 1 rule: - → codex [client codex*; marker \"Plan Mode\"] is planning"]),
    ]
}
