import Conversation
import Primitives
import Routing
import Testing

@Suite("Where embeddings go")
struct EmbeddingsTests {
    private func table(mode: Bool = false) throws -> Table {
        try Desk.table {
            $0.models["vectors"] = ModelDefinition(id: "vectors", provider: "openai", wireName: "v", abilities: .embeddings)
            $0.models["both"] = ModelDefinition(id: "both", provider: "local", wireName: "b", abilities: [.tools, .embeddings])
            $0.models["claude"] = ModelDefinition(id: "claude", provider: "anthropic", wireName: "c", abilities: .embeddings)
            $0.tiers["vectors"] = .init(models: ["opus", "gpt", "claude", "vectors", "both"])
            if mode { $0.modes["embeddings"] = "vectors" }
        }
    }

    private func query(_ model: String?, mode: ModeName? = nil) -> RouteQuery {
        Desk.query(model, mode: mode) { $0.facts.needs = .embeddings }
    }

    @Test("only models that list the ability make them, by OpenAI's APIs alone")
    func listed() throws {
        let record = Decision.decide(try table(), query("tier/vectors"))
        #expect(record.models == ["vectors", "both"])
        #expect(record.falls == [
            "opus: cannot do embeddings", "gpt: cannot do embeddings",
            "claude: its provider cannot be asked for embeddings: that takes api openai-chat or openai-responses",
        ])
    }

    @Test("a model that does nothing else takes no conversation")
    func chat() throws {
        let record = Decision.decide(try table(), Desk.query("tier/vectors"))
        #expect(record.models == ["opus", "gpt", "both"])
        #expect(record.falls == ["claude: makes embeddings and nothing else", "vectors: makes embeddings and nothing else"])
        #expect(Decision.decide(try table(), Desk.query("vectors")).error?.kind == .unsupported)
    }

    @Test("without a mode theirs is taken where the table has it; a mode or model that is named goes first")
    func mode() throws {
        let table = try table(mode: true)
        let own = Decision.decide(table, query(nil))
        #expect(own.mode == "embeddings" && own.models == ["vectors", "both"] && own.claim?.source == .request)
        #expect(Decision.decide(table, query("both")).models == ["both"])
        #expect(Decision.decide(table, query(nil, mode: "editing")).error?.kind == .unsupported)
        #expect(Decision.decide(table, Desk.query()).mode == nil)
        #expect(Decision.decide(try self.table(), query(nil)).mode == nil)
    }
}
