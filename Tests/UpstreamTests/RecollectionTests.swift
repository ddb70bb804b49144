import Conversation
import Exchange
import Loop
import Primitives
import Routing
import TestKit
import Testing
@testable import Upstream

@Suite("What a daemon learns again from the ledger")
struct RecollectionTests {
    private static let now: Int64 = 1_790_000_000_000

    private func table() throws -> Table {
        var definition = TableDefinition(revision: Revision(text: "r", digest: "0123456789abcdef"))
        for id in ["opus", "haiku"] as [ModelID] { definition.models[id] = ModelDefinition(id: id, provider: "anthropic", wireName: id.text) }
        definition.tiers = ["frontier": .init(models: ["opus"]), "internal": .init(models: ["haiku"])]
        let facts = ProviderFacts(name: "anthropic", dialect: .anthropicMessages, hasKey: true, acceptsCallerKey: false)
        return try Table(definition, providers: ["anthropic": facts])
    }

    private func entry(_ session: String, secondsAgo: Int64, model: String = "opus", status: String = "ok", attempts: Int = 1) -> LedgerEntry {
        var entry = LedgerEntry(
            request: "req_\(session)\(secondsAgo)", time: Self.now - secondsAgo * 1000 + 700, session: session, revision: "r", status: status,
            attempts: attempts, durationMilliseconds: 700)
        entry.unit = "agent.service"
        (entry.mode, entry.tier, entry.model) = ("planning", "frontier", model)
        entry.usage = Usage(input: 0, cacheWrite5m: 60_000, output: 300)
        entry.facts.conversation = ConversationMark(value: 7)
        entry.facts.estimate = 61_000
        return entry
    }

    @LoopActor
    private func query(_ state: RoutingState, _ session: SessionID) -> RouteQuery {
        var query = RouteQuery(facts: RequestFacts(), session: session, now: EventLoop.now)
        query.caller = "agent.service"
        state.memory.recall(into: &query)
        return query
    }

    @Test("A session's warm cache is known again for as long as it had left, and so are its caller's habits")
    func warm() async throws {
        try await onLoop {
            let state = RoutingState()
            state.recall([entry("old", secondsAgo: 400), entry("s", secondsAgo: 100)], through: try table(), time: Self.now)
            let found = query(state, "s")
            #expect(found.affinity == ["opus"])
            let prefix = try #require(found.memory?.prefixes.first)
            #expect(prefix.tokens == 60_000)
            #expect(prefix.until - EventLoop.now == .seconds(200))
            #expect(found.memory?.course(of: ConversationMark(value: 7))?.mode == "planning")
            #expect(found.habits?.courses.count == 1)
            #expect(query(state, "old").affinity == [])
            #expect(query(state, "old").memory != nil)
        }
    }

    @Test("A session that has called since is left as it is")
    func newer() async throws {
        try await onLoop {
            let state = RoutingState()
            let table = try table()
            state.recall([entry("s", secondsAgo: 10, model: "haiku")], through: table, time: Self.now)
            state.recall([entry("s", secondsAgo: 100), entry("t", secondsAgo: 90)], through: table, time: Self.now)
            #expect(query(state, "s").affinity == ["haiku"])
            #expect(query(state, "t").affinity == ["opus"])
        }
    }

    @Test("Failed calls, models that the table has no more and calls of nobody teach nothing; a fall-back keeps no session")
    func nothing() async throws {
        try await onLoop {
            let state = RoutingState()
            var nobody = entry("nobody", secondsAgo: 10)
            nobody.unit = nil
            let entries = [entry("failed", secondsAgo: 10, status: "timeout"), entry("gone", secondsAgo: 10, model: "gpt"), nobody]
            state.recall(entries + [entry("fallback", secondsAgo: 10, attempts: 2)], through: try table(), time: Self.now)
            for session in ["failed", "gone", "nobody"] as [SessionID] { #expect(query(state, session).memory == nil) }
            #expect(query(state, "fallback").affinity == [])
            #expect(query(state, "fallback").memory != nil)
        }
    }
}
