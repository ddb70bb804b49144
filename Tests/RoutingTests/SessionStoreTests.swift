import Conversation
import Primitives
@testable import Routing
import TestKit
import Testing

@Suite("Sessions")
struct SessionStoreTests {
    let start = Instant(nanoseconds: 0)

    private func remember(_ store: inout RoutingMemory, _ session: SessionID, _ model: ModelID, at seconds: Int, long: Bool = false) throws {
        let usage = Usage(input: 10, cacheWrite5m: long ? 0 : 100, cacheWrite1h: long ? 100 : 0, output: 1)
        store.remember(try WarmDesk.call(session, model: model, usage, at: start + .seconds(seconds)))
    }

    private func warm(_ store: RoutingMemory, _ session: SessionID, at seconds: Int) -> [ModelID] {
        var query = RouteQuery(facts: RequestFacts(), session: session, now: start + .seconds(seconds))
        store.recall(into: &query)
        return query.affinity
    }

    @Test("A session's models are told, the latest first, until their caches are cold")
    func warmth() throws {
        var store = RoutingMemory(sessions: 4)
        try remember(&store, "s", "opus", at: 0)
        try remember(&store, "s", "haiku", at: 100, long: true)
        #expect(warm(store, "s", at: 200) == ["haiku", "opus"])
        try remember(&store, "s", "opus", at: 250)
        #expect(warm(store, "s", at: 300) == ["opus", "haiku"])
        #expect(warm(store, "s", at: 550) == ["haiku"])
        #expect(warm(store, "s", at: 3700) == [])
        #expect(warm(store, "other", at: 0) == [])
    }

    @Test("An answer of a stand-in is learnt from, but the session does not stay with it")
    func fallBack() throws {
        var store = RoutingMemory()
        store.remember(try WarmDesk.call("s", model: "haiku", Usage(input: 10, output: 1), at: start), isFallBack: true)
        #expect(warm(store, "s", at: 1) == [])
    }

    @Test("One session cannot hold more prefixes, conversations and modes than the limits")
    func bounds() throws {
        var memory = SessionMemory()
        for number in 0..<100 {
            var call = try WarmDesk.call("s", model: "opus", Usage(input: 10, output: 1), at: start)
            call.conversation = ConversationMark(value: UInt64(number))
            call.mode = ModeName("mode-\(number)")
            _ = memory.follow(call)
            memory.remember(call)
        }
        #expect(memory.prefixes.count == Limits.warmModelsPerSession)
        #expect(memory.courses.count == Limits.conversationsPerSession)
        #expect(memory.runs.count == Limits.modesPerCaller)
        #expect(memory.prefixes.first?.conversation == ConversationMark(value: 99))
    }

    @Test("The key unused longest goes first, as in a plain list, also when the capacity changes", arguments: [1, 2, 7, 50])
    func againstList(capacity: Int) {
        var generator = SeededGenerator(seed: UInt64(capacity))
        var store = RecentStore<Int, Int>(capacity: capacity)
        var bound = capacity
        var list: [(key: Int, value: Int)] = []
        for step in 0..<5000 {
            if step % 500 == 499 {
                bound = Int.random(in: 1...capacity * 2, using: &generator)
                store.resize(to: bound)
                list = Array(list.prefix(bound))
            }
            let key = Int.random(in: 0..<capacity * 3, using: &generator)
            store.update(key, fresh: -1) { $0 = step }
            list.removeAll { $0.key == key }
            list.insert((key, step), at: 0)
            list = Array(list.prefix(bound))
            #expect(store.count == list.count)
            let probe = Int.random(in: 0..<capacity * 3, using: &generator)
            #expect(store[probe] == list.first { $0.key == probe }?.value)
        }
    }
}
