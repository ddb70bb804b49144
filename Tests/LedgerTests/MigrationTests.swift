import Database
import Exchange
@testable import Ledger
import Loop
import Primitives
import TestKit
import Testing

@Suite("A ledger of an older form")
struct MigrationTests {
    /// A request as the first form kept it; every later one must read it.
    private static let request = """
        INSERT INTO requests (id, time, uid, session, mode, revision, status, attempts, input, output, estimated, cost, saved, duration_ms)
        VALUES ('old', 1000, 7, 's', 'editing', 'r@1', 'ok', 1, 10, 3, 0, 5, -2, 3);
        INSERT INTO tags VALUES ('old', 'ticket', '42');
        """

    @Test("is brought to the present one with all that is in it", arguments: 1...LedgerSchema.migrations.count)
    func migrated(from version: Int) async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-ledger")
            let path = folder.file("ledger.db")
            do {
                let database = try Database(path: path)
                for (step, sql) in LedgerSchema.migrations[..<version].enumerated() {
                    try database.execute(sql)
                    if step == 0 { try database.execute(Self.request) }
                }
                try database.execute("PRAGMA user_version = \(version)")
            }
            let book = LedgerBook(path: path, retention: LedgerRetention(age: .seconds(1 << 40), bytes: 1 << 40), log: { _ in })
            book.record(LedgerBookTests.entry("new"))
            let rows = try await book.usage(UsageQuery(by: [.mode, .kind]))
            #expect(rows.map(\.values) == [["editing", "chat"]])
            #expect(rows.map(\.requests) == [2])
            #expect(rows.map(\.cost.picodollars) == [10])
            #expect(try await book.usage(UsageQuery(by: [.tag])).map(\.values) == [[nil], ["ticket=42"]])
            book.close(patience: .seconds(10))
            folder.remove()
        }
    }

    @Test("that a newer shunt wrote is left alone, and says so")
    func newer() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-ledger")
            let path = folder.file("ledger.db")
            do { try Database(path: path).execute("PRAGMA user_version = 1000") }
            let book = LedgerBook(path: path, retention: LedgerRetention(age: .seconds(60), bytes: 1 << 40), log: { _ in })
            await #expect(throws: LedgerFailure.self) { try await book.usage(UsageQuery()) }
            book.close(patience: .seconds(10))
            #expect(try Database(path: path).rows("PRAGMA user_version") == [[.integer(1000)]])
            folder.remove()
        }
    }
}
