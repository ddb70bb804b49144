import Conversation
import Exchange
@testable import Ledger
import Primitives
import Routing
import Telemetry
import TestKit
import Testing

@Suite("A ledger entry in the journal")
struct LedgerFieldsTests {
    /// With every part filled or left out at random.
    private static func entry(_ random: inout SeededGenerator) -> LedgerEntry {
        func name() -> String? { Bool.random(using: &random) ? nil : ["a", "zwei=3", "å b", "x/y:z"].randomElement(using: &random) }
        func count() -> Int { Int.random(in: 0...1_000_000, using: &random) }
        func money() -> Money? { Bool.random(using: &random) ? nil : Money(picodollars: Int128(Int64.random(in: .min ... .max, using: &random))) }
        var entry = LedgerEntry(
            request: "req_\(count())", time: Int64(count()) * 1_000_003, session: name() ?? "s", revision: "r@1", status: "ok", attempts: count(),
            durationMilliseconds: count(), tags: Bool.random(using: &random) ? [] : [Tag(name: "t", value: "a=b"), Tag(name: "t", value: "c")])
        entry.kind = [.chat, .embeddings, .count].randomElement(using: &random) ?? .chat
        entry.uid = Bool.random(using: &random) ? nil : count()
        entry.gid = Bool.random(using: &random) ? nil : count()
        entry.firstTokenMilliseconds = Bool.random(using: &random) ? nil : count()
        (entry.user, entry.unit, entry.agent, entry.mode, entry.profile) = (name(), name(), name(), name(), name())
        (entry.tier, entry.model, entry.provider, entry.baseline, entry.finish) = (name(), name(), name(), name(), name())
        (entry.cost, entry.saved, entry.hedged) = (money(), money(), money())
        if Bool.random(using: &random) {
            var usage = Usage(input: count(), cacheRead: 0, cacheWrite5m: count(), cacheWrite1h: count(), output: count(), reasoning: count())
            (usage.audioInput, usage.audioOutput, usage.audioCacheRead) = (count(), 0, count())
            (usage.imageInput, usage.imageOutput, usage.toolRequests) = (count(), count(), count())
            usage.estimated = Bool.random(using: &random)
            entry.usage = usage
        }
        return entry
    }

    /// Adds what is in the ledger alone.
    private static func fill(_ entry: inout LedgerEntry, _ random: inout SeededGenerator) {
        func count() -> Int? { Bool.random(using: &random) ? nil : Int.random(in: 0...1_000_000, using: &random) }
        entry.facts.asked = Bool.random(using: &random) ? nil : "tier/free"
        entry.facts.conversation = Bool.random(using: &random) ? nil : ConversationMark(value: UInt64.random(in: .min ... .max, using: &random))
        entry.facts.needs = Abilities(rawValue: UInt8.random(in: 0...7, using: &random))
        entry.facts.effort = Bool.random(using: &random) ? nil : .high
        (entry.facts.maxOutput, entry.facts.estimate) = (count(), count())
        guard Bool.random(using: &random) else { return }
        entry.comparison = LedgerComparison(
            verdict: "stay", warmModel: "a/b", warmTokens: count() ?? 0, expectedCalls: count() ?? 0,
            stay: Money(picodollars: Int128(count() ?? 0)), change: Money(picodollars: -Int128(count() ?? 0)))
    }

    private static func fields(of entry: LedgerEntry) -> [LogEntry.Field] {
        var fields = LogFields()
        LedgerFields.add(entry, to: &fields)
        return Array(fields)
    }

    private static func read(_ fields: [LogEntry.Field]) -> LedgerEntry? {
        LedgerFields.entry { name in fields.filter { $0.name == name }.map(\.value) }
    }

    @Test("reads back as what it was, whatever it holds")
    func roundTrip() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let entry = Self.entry(&random)
            #expect(Self.read(Self.fields(of: entry)) == entry)
            var full = entry
            Self.fill(&full, &random)
            var bytes: [UInt8] = []
            EntryCoding.write(full, to: &bytes)
            #expect(EntryCoding.entry(bytes) == full)
            #expect(EntryCoding.entry(Array(bytes.dropLast(Int.random(in: 1...bytes.count, using: &random)))) == nil)
        }
    }

    @Test("that lacks a part, or has one that shunt does not write, is none", arguments: [
        ("SHUNT_REQUEST", nil), ("SHUNT_TIME", nil), ("SHUNT_TIME", "-1"), ("SHUNT_TIME", "soon"), ("SHUNT_SESSION", nil), ("SHUNT_KIND", "x"),
        ("SHUNT_COST_USD", "1e-13"), ("SHUNT_COST_USD", "much"), ("SHUNT_USAGE", "input"), ("SHUNT_USAGE", "input=-1"), ("SHUNT_USAGE", "inputs=1"),
        ("SHUNT_ATTEMPTS", "1.5"), ("SHUNT_MODE", String(repeating: "x", count: 2_000)),
    ])
    func unsound(_ name: String, _ value: String?) {
        var fields = Self.fields(of: LedgerBookTests.entry("req_1"))
        fields.removeAll { $0.name == name }
        if let value { fields.append(LogEntry.Field(name, value)) }
        #expect(Self.read(fields) == nil)
    }
}
