import Exchange
import Ledger
import Loop
import Primitives
import TestKit
import Testing

@Suite("What warm caches were worth")
struct VerdictTests {
    private static func entry(_ request: String, _ verdict: String?, stay: Int128 = 0, change: Int128 = 0) -> LedgerEntry {
        var entry = LedgerBookTests.entry(request)
        entry.comparison = verdict.map {
            LedgerComparison(verdict: $0, warmModel: "opus", warmTokens: 9, expectedCalls: 1_500, stay: Money(picodollars: stay), change: Money(picodollars: change))
        }
        return entry
    }

    @Test("is summed up by verdict, to the last picodollar")
    func sums() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-ledger")
            let book = LedgerBook(
                path: folder.file("ledger.db"), retention: LedgerRetention(age: .seconds(1 << 40), bytes: 1 << 40), log: { _ in })
            for number in 0..<3 { book.record(Self.entry("stay\(number)", "stay", stay: 1_000_001, change: 3_000_003)) }
            book.record(Self.entry("switch", "switch", stay: 7_000_000, change: 5_999_999))
            book.record(Self.entry("none", nil))
            let rows = try await book.usage(UsageQuery(by: [.verdict]))
            #expect(rows.map(\.values) == [[nil], ["stay"], ["switch"]])
            #expect(rows.map(\.compared) == [0, 3, 1])
            #expect(rows.map(\.stay.picodollars) == [0, 3_000_003, 7_000_000])
            #expect(rows.map(\.change.picodollars) == [0, 9_000_009, 5_999_999])
            let all = try await book.usage(UsageQuery())
            #expect(all.map(\.compared) == [4] && all.map(\.stay.picodollars) == [10_000_003])
            book.close(patience: .seconds(10))
            folder.remove()
        }
    }
}
