import Conversation
import Exchange
import Ledger
import Loop
import Primitives
import Routing
import TestKit
import Testing

@Suite("The ledger, entry by entry")
struct TraceTests {
    @Test("gives what a replay needs of each, page by page and each once")
    func pages() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-ledger")
            defer { folder.remove() }
            let book = LedgerBook(path: folder.file("ledger.db"), retention: LedgerRetention(age: .seconds(1 << 40), bytes: 1 << 40), log: { _ in })
            // Several at one moment, so that a page may end between them.
            for number in 0..<25 { book.record(LedgerBookTests.entry("r\(number + 10)", time: Int64(1_000 + number / 4))) }
            var query = TraceQuery(since: 1_001, limit: 4)
            var seen: [String] = []
            while true {
                let page = try await book.trace(query)
                seen += page.map(\.request)
                guard page.count == query.limit, let last = page.last else { break }
                query.after = (last.time, last.request)
            }
            #expect(seen == (14..<35).map { "r\($0)" })
            query = TraceQuery(limit: 3)
            query.isLatest = true
            #expect(try await book.trace(query).map(\.request) == ["r32", "r33", "r34"])
            query = TraceQuery(limit: 100)
            query.uid = 8
            #expect(try await book.trace(query).isEmpty)
            book.close(patience: .seconds(10))
        }
    }

    @Test("gives facts and comparisons back as they were")
    func facts() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-ledger")
            defer { folder.remove() }
            let book = LedgerBook(path: folder.file("ledger.db"), retention: LedgerRetention(age: .seconds(1 << 40), bytes: 1 << 40), log: { _ in })
            var entry = LedgerBookTests.entry("a")
            entry.saved = nil
            entry.tier = "internal"
            entry.provider = "anthropic"
            entry.unit = "agent@1.service"
            entry.firstTokenMilliseconds = 40
            entry.facts.asked = "tier/internal"
            entry.facts.conversation = ConversationMark(value: .max)
            entry.facts.needs = [.tools, .images]
            entry.facts.effort = .low
            entry.facts.maxOutput = 64
            entry.facts.estimate = 30
            entry.comparison = LedgerComparison(
                verdict: "stay", warmModel: "opus", warmTokens: 58_000, expectedCalls: 1_400, stay: Money(picodollars: 34), change: Money(picodollars: 81))
            book.record(entry)
            #expect(try await book.trace(TraceQuery(limit: 10)) == [entry])
            book.close(patience: .seconds(10))
        }
    }
}
