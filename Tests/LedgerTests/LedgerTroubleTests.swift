import Database
import Exchange
import Foundation
import Glibc
@testable import Ledger
import Loop
import Primitives
import Synchronization
import Telemetry
import TestKit
import Testing

@Suite("A ledger whose file cannot be written")
struct LedgerTroubleTests {
    @LoopActor
    private static func book(
        _ folder: TemporaryFolder, retry: Duration = .milliseconds(2), reminder: Duration = .seconds(600), _ told: Journal = Journal()
    ) -> LedgerBook {
        LedgerBook(
            path: folder.file("state/ledger.db"), retention: LedgerRetention(age: .seconds(1 << 40), bytes: 1 << 40),
            pace: LedgerPace(retry: retry, reminder: reminder), log: { told.add($0) })
    }

    @LoopActor
    private static func eventually(_ isSo: () -> Bool) async throws {
        for _ in 0..<5_000 where !isSo() { try await EventLoop.sleep(for: .milliseconds(1)) }
        #expect(isSo())
    }

    @Test("is written by itself once it can be, without anybody who asks")
    func byItself() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-ledger")
            let told = Journal()
            let book = Self.book(folder, told)
            for number in 0..<3 { book.record(LedgerBookTests.entry("a\(number)")) }
            try await Self.eventually { book.figures?.waiting == 3 && book.figures?.error != nil }
            #expect(told.priorities.filter { $0 == .error }.count == 1)
            try Folder.make(folder.file("state"))
            try await Self.eventually { book.figures?.written == 3 }
            #expect(book.figures?.waiting == 0 && book.figures?.error == nil && book.figures?.lost == 0)
            #expect(told.priorities.last == .notice)
            book.close(patience: .seconds(10))
            folder.remove()
        }
    }

    @Test("is told of again and again for as long as it lasts")
    func reminders() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-ledger")
            let told = Journal()
            let book = Self.book(folder, reminder: .milliseconds(3), told)
            book.record(LedgerBookTests.entry("a"))
            try await Self.eventually { told.priorities.filter { $0 == .error }.count >= 3 }
            book.close(patience: .seconds(10))
            folder.remove()
        }
    }

    @Test("since it was removed is begun anew with what nobody would have found, and the journal brings the rest back")
    func removed() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-ledger")
            try Folder.make(folder.file("state"))
            let told = Journal()
            let book = Self.book(folder, told)
            book.record(LedgerBookTests.entry("a"))
            #expect(try await book.usage(UsageQuery()).map(\.requests) == [1])
            try FileManager.default.removeItem(atPath: folder.file("state"))
            try Folder.make(folder.file("state"))
            book.record(LedgerBookTests.entry("b"))
            try await Self.eventually { book.figures?.written == 2 }
            #expect(told.priorities == [.error, .notice])
            #expect(try Database(path: folder.file("state/ledger.db")).rows("SELECT id FROM requests") == [[.text("b")]])
            #expect(try await book.add([LedgerBookTests.entry("a"), LedgerBookTests.entry("b")]) == 1)
            // What is handed over from now on survives a crash again.
            book.record(LedgerBookTests.entry("c"))
            #expect(try Tail(path: folder.file("state/ledger.db-tail"), bytes: Limits.ledgerTailBytes).left.count == 1)
            book.close(patience: .seconds(10))
            folder.remove()
        }
    }

    /// In a process of its own, whose files may not grow for a while.
    @Test("because no file may grow is written once they may")
    func limited() async {
        await #expect(processExitsWith: .success) {
            try await onLoop {
                Signals.prepareProcess()
                let folder = try TemporaryFolder(prefix: "shunt-ledger")
                try Folder.make(folder.file("state"))
                let told = Journal()
                let book = Self.book(folder, told)
                book.record(LedgerBookTests.entry("a"))
                try #require(try await book.usage(UsageQuery()).map(\.requests) == [1])
                var limit = rlimit(rlim_cur: 0, rlim_max: rlim_t.max)
                try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
                for number in 0..<100 { book.record(LedgerBookTests.entry("b\(number)")) }
                for _ in 0..<5_000 where book.figures?.error == nil { try await EventLoop.sleep(for: .milliseconds(1)) }
                try #require(book.figures?.error != nil)
                // It can be read all the same.
                try #require(try await book.usage(UsageQuery()).map(\.requests) == [1])
                limit.rlim_cur = rlim_t.max
                try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
                for _ in 0..<5_000 where book.figures?.written != 101 { try await EventLoop.sleep(for: .milliseconds(1)) }
                try #require(try await book.usage(UsageQuery()).map(\.requests) == [101])
                try #require(told.priorities == [.error, .notice])
                book.close(patience: .seconds(10))
                folder.remove()
            }
        }
    }

    @Test("has a bound in bytes for what waits, and gives up what comes beyond it")
    func bounded() {
        var backlog = LedgerBacklog(capacity: 2_000)
        var taken = 0
        while backlog.add(LedgerBookTests.entry("request \(taken)")) { taken += 1 }
        #expect((3...10).contains(taken) && backlog.count == taken)
        #expect(backlog.first(2).map(\.request) == ["request 0", "request 1"])
        backlog.removeFirst(2)
        #expect(backlog.first(1) == [LedgerBookTests.entry("request 2")])
        let hasRoom = backlog.add(LedgerBookTests.entry("request \(taken)"))
        #expect(hasRoom)
        backlog.removeFirst(backlog.count)
        #expect(backlog.isEmpty && backlog.first(1).isEmpty)
    }
}

private final class Journal: Sendable {
    private let entries = Mutex<[LogEntry.Priority]>([])

    func add(_ entry: LogEntry) {
        // Of the tail there is word, too.
        if entry.priority != .warning { entries.withLock { $0.append(entry.priority) } }
    }

    var priorities: [LogEntry.Priority] { entries.withLock { $0 } }
}
