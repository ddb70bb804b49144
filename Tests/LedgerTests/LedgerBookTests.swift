import Conversation
import Database
import Exchange
import Foundation
import Ledger
import Loop
import Primitives
import Synchronization
import Telemetry
import TestKit
import Testing

@Suite("The ledger")
struct LedgerBookTests {
    static func entry(_ request: String, time: Int64 = 1_000, mode: String? = "editing", cost: Int128? = 5) -> LedgerEntry {
        var entry = LedgerEntry(request: request, time: time, session: "s", revision: "r@1", status: "ok", attempts: 1, durationMilliseconds: 3)
        entry.uid = 7
        entry.mode = mode
        entry.model = "opus"
        entry.usage = Usage(input: 10, cacheRead: 20, output: 3)
        entry.cost = cost.map { Money(picodollars: $0) }
        entry.saved = Money(picodollars: -2)
        return entry
    }

    @LoopActor
    private static func book(_ folder: TemporaryFolder, retention: LedgerRetention = LedgerRetention(age: .seconds(1 << 40), bytes: 1 << 40), log: @escaping @Sendable (LogEntry) -> Void = { _ in }) -> LedgerBook {
        LedgerBook(path: folder.file("ledger.db"), retention: retention, log: log)
    }

    @Test("sums up what it was told, by the columns asked for, each request once")
    func sums() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-ledger")
            let book = Self.book(folder)
            for number in 0..<10 { book.record(Self.entry("a\(number)")) }
            book.record(Self.entry("a0"))
            book.record(Self.entry("b", time: 2_000, mode: nil, cost: nil))
            var tagged = Self.entry("c", time: 3_000, mode: "planning")
            tagged.tags = [Tag(name: "ticket", value: "42")]
            tagged.status = "timeout"
            book.record(tagged)

            let rows = try await book.usage(UsageQuery(by: [.mode]))
            #expect(rows.map(\.values) == [[nil], ["editing"], ["planning"]])
            #expect(rows.map(\.requests) == [1, 10, 1])
            #expect(rows.map(\.failed) == [0, 0, 1])
            #expect(rows.map(\.unpriced) == [1, 0, 0])
            #expect(rows.map(\.cost.picodollars) == [0, 50, 5])
            #expect(rows.map(\.saved.picodollars) == [-2, -20, -2])
            #expect(rows[1].usage == Usage(input: 100, cacheRead: 200, output: 30))

            #expect(try await book.usage(UsageQuery(since: 2_000, until: 3_000)).map(\.requests) == [1])
            #expect(try await book.usage(UsageQuery(by: [.tag])).map(\.values) == [[nil], ["ticket=42"]])
            #expect(try await book.usage(UsageQuery(by: [.day])).map(\.values) == [["1970-01-01"]])
            var others = UsageQuery()
            others.uid = 8
            #expect(try await book.usage(others).map(\.requests) == [0])
            book.close(patience: .seconds(10))
        }
    }

    @Test("adds up sums that 64 bits do not hold, to the last picodollar")
    func largeSums() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-ledger")
            let book = Self.book(folder)
            let cost = Int128(Int64.max) - 1
            for number in 0..<3 { book.record(Self.entry("a\(number)", cost: cost)) }
            #expect(try await book.usage(UsageQuery()).map(\.cost.picodollars) == [3 * cost])
            book.close(patience: .seconds(10))
        }
    }

    @Test("is there again after the daemon, with what was told before its end")
    func restart() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-ledger")
            let first = Self.book(folder)
            first.record(Self.entry("a"))
            #expect(first.close(patience: .seconds(10)))
            let second = Self.book(folder)
            second.record(Self.entry("a"))
            second.record(Self.entry("b"))
            #expect(try await second.usage(UsageQuery()).map(\.requests) == [2])
            second.close(patience: .seconds(10))
        }
    }

    @Test("that cannot be written says so once, keeps entries, and writes them when it can be")
    func broken() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-ledger")
            let path = folder.file("ledger.db")
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            let told = Told()
            let book = Self.book(folder, log: { told.add($0) })
            book.record(Self.entry("a"))
            await #expect(throws: LedgerFailure.self) { try await book.usage(UsageQuery()) }
            book.record(Self.entry("b"))
            await #expect(throws: LedgerFailure.self) { try await book.usage(UsageQuery()) }
            #expect(told.ids == [MessageID.ledgerFailed.rawValue])
            try FileManager.default.removeItem(atPath: path)
            #expect(try await book.usage(UsageQuery()).map(\.requests) == [2])
            #expect(told.ids.count == 2)
            book.close(patience: .seconds(10))
        }
    }

    @Test("tells agents, users and kinds apart, and has token counts among requests only where it does")
    func agents() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-ledger")
            let book = Self.book(folder)
            var entry = Self.entry("a")
            (entry.agent, entry.user) = ("claude-code", "ada")
            book.record(entry)
            var count = Self.entry("b", cost: nil)
            (count.kind, count.agent) = (.count, "claude-code")
            book.record(count)
            book.record(Self.entry("c", time: 5_000))
            let agents = try await book.usage(UsageQuery(by: [.agent, .user]))
            #expect(agents.map(\.values) == [[nil, "7"], ["claude-code", "ada"]])
            #expect(agents.map(\.last) == [5_000, 1_000])
            #expect(agents.map(\.unpriced) == [0, 0])
            let kinds = try await book.usage(UsageQuery(by: [.kind]))
            #expect(kinds.map(\.values) == [["chat"], ["count"]])
            #expect(kinds.map(\.requests) == [2, 1])
            var most = UsageQuery(by: [.mode, .agent])
            most.most = 1
            book.record(Self.entry("d"))
            #expect(try await book.usage(most).map(\.values) == [["editing", nil]])
            book.close(patience: .seconds(10))
        }
    }

    @Test("takes entries that come later, each request once")
    func added() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-ledger")
            let book = Self.book(folder)
            book.record(Self.entry("a"))
            #expect(try await book.add([Self.entry("a"), Self.entry("b"), Self.entry("b")]) == 1)
            #expect(try await book.add([Self.entry("b")]) == 0)
            #expect(try await book.usage(UsageQuery()).map(\.requests) == [2])
            book.close(patience: .seconds(10))
        }
    }

    @Test("keeps no longer and no more than it is told to")
    func retention() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-ledger")
            let book = Self.book(folder, retention: LedgerRetention(age: .seconds(3_600), bytes: 1 << 40))
            book.record(Self.entry("old"))
            book.record(Self.entry("new", time: Clock.unixNanoseconds / 1_000_000))
            #expect(try await book.usage(UsageQuery()).map(\.requests) == [1])
            book.close(patience: .seconds(10))
            let small = Self.book(folder, retention: LedgerRetention(age: .seconds(3_600), bytes: 1))
            small.record(Self.entry("newer", time: Clock.unixNanoseconds / 1_000_000))
            #expect(try await small.usage(UsageQuery()).map(\.requests) == [0])
            small.close(patience: .seconds(10))
        }
    }
}

private final class Told: Sendable {
    private let entries = Mutex<[String]>([])

    func add(_ entry: LogEntry) { entries.withLock { $0.append(entry.messageID ?? "") } }

    var ids: [String] { entries.withLock { $0 } }
}
