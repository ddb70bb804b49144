import Conversation
import Primitives
@testable import Routing
import Testing

@Suite("Order of candidates")
struct OrderTests {
    private func firsts(_ table: Table, sessions: Int, _ change: (inout RouteQuery) -> Void = { _ in }) -> [String] {
        (0..<sessions).map { number in
            Decision.decide(table, Desk.query("tier/spread") {
                $0.session = SessionID("session-\(number)")
                change(&$0)
            }).models.first ?? ""
        }
    }

    @Test("Weights are kept over many sessions, and each session gets its own draw again")
    func shares() throws {
        let table = try Desk.table()
        let firsts = firsts(table, sessions: 8000)
        let share = Dictionary(firsts.map { ($0, 1) }, uniquingKeysWith: +)
        // Of 8: 1, 2 and 5; three standard deviations of 8,000 draws are about 130.
        #expect(abs((share["opus"] ?? 0) - 1000) < 130)
        #expect(abs((share["gpt"] ?? 0) - 2000) < 130)
        #expect(abs((share["small"] ?? 0) - 5000) < 130)
        #expect(firsts == self.firsts(table, sessions: 8000))
    }

    @Test("When a candidate goes, only its own sessions move; when one comes, it only takes sessions to itself")
    func stability() throws {
        let whole = firsts(try Desk.table(), sessions: 3000)
        let without = firsts(try Desk.table { $0.tiers["spread"]?.models = ["small", "opus"] }, sessions: 3000)
        #expect(whole.contains("gpt"))
        for (before, after) in zip(whole, without) where before != "gpt" { #expect(after == before) }
        for (before, after) in zip(without, whole) where after != "gpt" { #expect(after == before) }
    }

    @Test("A candidate that is left alone for a while moves only its own sessions, and they come back")
    func cooling() throws {
        let table = try Desk.table()
        let whole = firsts(table, sessions: 1000)
        let cooled = firsts(table, sessions: 1000) { $0.silence("openai", "gpt") }
        #expect(!cooled.contains("gpt"))
        for (before, after) in zip(whole, cooled) where before != "gpt" { #expect(after == before) }
    }

    @Test("The order in which models are listed makes no difference to weights")
    func listing() throws {
        let turned = try Desk.table { $0.tiers["spread"]?.models.reverse() }
        #expect(firsts(try Desk.table(), sessions: 500) == firsts(turned, sessions: 500))
    }

    @Test("The warm model goes first within the tier, the latest before earlier ones, and one outside of it does not")
    func affinity() throws {
        let table = try Desk.table()
        let warm = Decision.decide(table, Desk.query(mode: "planning") { $0.affinity = ["small", "gpt", "opus"] })
        #expect(warm.models == ["gpt", "opus"])
        #expect(warm.preference == .warmCache)
        #expect(warm.reason == "mode planning goes to tier frontier; gpt holds this session's warm cache")
        #expect(Decision.decide(table, Desk.query(mode: "planning") { $0.affinity = ["small"] }).preference == .listed)
        for first in firsts(table, sessions: 50, { $0.affinity = ["opus"] }) { #expect(first == "opus") }
    }

    @Test("The tier's effort goes with its candidates, and a model that the caller names keeps the caller's")
    func effort() throws {
        let table = try Desk.table()
        #expect(Decision.decide(table, Desk.query(mode: "planning")).candidates.map(\.effort) == [.high, .high])
        #expect(Decision.decide(table, Desk.query("opus")).candidates.map(\.effort) == [nil])
        #expect(Decision.decide(table, Desk.query(mode: "background")).candidates.map(\.effort) == [nil])
    }

    @Test("Hashes are the same in every process")
    func hashes() {
        // FNV-1a's published values.
        #expect(Rendezvous.hash("") == 0xcbf2_9ce4_8422_2325)
        #expect(Rendezvous.hash("a") == 0xaf63_dc4c_8601_ec8c)
        #expect(Rendezvous.hash("foobar") == 0x8594_4171_f739_67e8)
        // SplitMix64's first output from the seed 0.
        #expect(Rendezvous.mix(0) == 0xe220_a839_7b1d_cdaf)
    }

    @Test("The logarithm is right to twelve digits", arguments: [
        (1.0, 0.0), (0.5, -0.693_147_180_559_945_3), (2.718_281_828_459_045, 1.0), (0x1p-53, -36.736_800_569_677_1), (0.999_999_999, -1.000_000_000_5e-9), (10, 2.302_585_092_994_046),
    ])
    func logarithm(number: Double, expected: Double) {
        #expect(abs(Rendezvous.logarithm(number) - expected) <= 1e-12 * max(1, abs(expected)))
    }
}
