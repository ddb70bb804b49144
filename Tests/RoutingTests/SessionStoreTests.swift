import Primitives
import Routing
import TestKit
import Testing

@Suite("Sessions")
struct SessionStoreTests {
    let start = Instant(nanoseconds: 0)

    @Test("A session's models are told, the latest first, until their caches are cold")
    func warmth() {
        var store = SessionStore(capacity: 4)
        store.remember("s", model: "a", now: start)
        store.remember("s", model: "b", now: start + .seconds(100), warmFor: .seconds(3600))
        #expect(store.warmModels("s", now: start + .seconds(200)) == ["b", "a"])
        store.remember("s", model: "a", now: start + .seconds(250))
        #expect(store.warmModels("s", now: start + .seconds(300)) == ["a", "b"])
        #expect(store.warmModels("s", now: start + .seconds(550)) == ["b"])
        #expect(store.warmModels("s", now: start + .seconds(3700)) == [])
        #expect(store.warmModels("other", now: start) == [])
    }

    @Test("The session unused longest goes first, and no more are kept than fit")
    func eviction() {
        var store = SessionStore(capacity: 3)
        for name in ["a", "b", "c"] { store.remember(SessionID(name), model: "m", now: start) }
        store.remember("a", model: "n", now: start)
        store.remember("d", model: "m", now: start)
        #expect(store.count == 3)
        #expect(store.warmModels("b", now: start) == [])
        #expect(store.warmModels("a", now: start) == ["n", "m"])
        #expect(store.warmModels("c", now: start) == ["m"])
        #expect(store.warmModels("d", now: start) == ["m"])
    }

    @Test("One session cannot hold more models than the limit")
    func modelsPerSession() {
        var store = SessionStore()
        for number in 0..<100 { store.remember("s", model: ModelID("m\(number)"), now: start) }
        #expect(store.warmModels("s", now: start).count == Limits.warmModelsPerSession)
        #expect(store.warmModels("s", now: start).first == "m99")
    }

    @Test("It does what a plain list of the same sessions does", arguments: [1, 2, 7, 50])
    func againstList(capacity: Int) {
        var generator = SeededGenerator(seed: UInt64(capacity))
        var store = SessionStore(capacity: capacity)
        var list: [(session: SessionID, model: ModelID)] = []
        for step in 0..<5000 {
            let session = SessionID("s\(Int.random(in: 0..<capacity * 2, using: &generator))")
            let model = ModelID("m\(step)")
            store.remember(session, model: model, now: start)
            list.removeAll { $0.session == session }
            list.insert((session, model), at: 0)
            list = Array(list.prefix(capacity))
            #expect(store.count == list.count)
            let probe = SessionID("s\(Int.random(in: 0..<capacity * 2, using: &generator))")
            #expect(store.warmModels(probe, now: start).first == list.first { $0.session == probe }?.model)
        }
    }
}
