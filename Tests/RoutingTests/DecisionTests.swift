import Conversation
import Primitives
import Routing
import Testing

@Suite("Decisions")
struct DecisionTests {
    struct Path: Sendable {
        let model: String?
        let mode: ModeName?
        let tier: TierName?
        let models: [String]
        let reason: String
    }

    static let paths: [Path] = [
        Path(model: nil, mode: "planning", tier: "frontier", models: ["opus", "gpt"], reason: "mode planning goes to tier frontier; opus is its first model"),
        Path(model: "", mode: "planning", tier: "frontier", models: ["opus", "gpt"], reason: "mode planning goes to tier frontier; opus is its first model"),
        Path(model: "shunt/auto", mode: "architect", tier: "frontier", models: ["opus", "gpt"], reason: "mode planning goes to tier frontier; opus is its first model"),
        Path(model: "shunt/auto:plan", mode: nil, tier: "frontier", models: ["opus", "gpt"], reason: "mode planning goes to tier frontier; opus is its first model"),
        Path(model: "shunt/auto:PLAN", mode: "background", tier: "internal", models: ["small"], reason: "mode background goes to tier internal; small is its only model"),
        Path(model: "shunt/frontier", mode: "editing", tier: "frontier", models: ["opus", "gpt"], reason: "mode editing goes to tier frontier in profile frontier; opus is its first model"),
        Path(model: "shunt/frontier:code", mode: nil, tier: "frontier", models: ["opus", "gpt"], reason: "mode editing goes to tier frontier in profile frontier; opus is its first model"),
        Path(model: nil, mode: "editing", tier: "balanced", models: ["gpt"], reason: "mode editing goes to tier balanced; gpt is the first that can answer, 2 were rejected"),
        Path(model: nil, mode: nil, tier: "balanced", models: ["gpt"], reason: "the request names no mode, so tier balanced by the table's policy; gpt is the first that can answer, 2 were rejected"),
        Path(model: nil, mode: "plannin", tier: "balanced", models: ["gpt"], reason: "mode \"plannin\" is unknown (nearest is planning), so tier balanced by the table's policy; gpt is the first that can answer, 2 were rejected"),
        Path(model: nil, mode: "zzzzzzzz", tier: "balanced", models: ["gpt"], reason: "mode \"zzzzzzzz\" is unknown, so tier balanced by the table's policy; gpt is the first that can answer, 2 were rejected"),
        Path(model: "tier/internal", mode: "planning", tier: "internal", models: ["small"], reason: "the caller asked for tier internal; small is its only model"),
        Path(model: "opus", mode: nil, tier: nil, models: ["opus"], reason: "the caller asked for this model; opus is its only model"),
        Path(model: "opsu", mode: nil, tier: nil, models: [], reason: "there is no model \"opsu\"; did you mean \"opus\"?"),
        Path(model: "tier/free", mode: nil, tier: "free", models: [], reason: "the tier \"free\" has no models"),
        Path(
            model: "claude-3-5-haiku", mode: nil, tier: nil, models: [],
            reason: "there is no model \"claude-3-5-haiku\"; there are gpt, groq/llama, mistral/large, opus, shunt/auto, shunt/frontier, small, tier/balanced, tier/frontier, tier/internal, tier/spread"),
    ]

    @Test("Every way of asking leads where the table says, with its reason", arguments: paths)
    func path(_ path: Path) throws {
        let record = Decision.decide(try Desk.table(), Desk.query(path.model, mode: path.mode))
        #expect(record.tier == path.tier)
        #expect(record.models == path.models)
        #expect(record.reason == path.reason)
        #expect((record.error == nil) == !path.models.isEmpty)
    }
}
