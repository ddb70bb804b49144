import Control
import Exchange
import Loop
import Primitives
import Routing
import Settings
import Telemetry
import TestKit
import Testing

@Suite("Staging of tables", .timeLimit(.minutes(1)))
struct StagingTests {
    static let one = SupplyBench.table("one", "serial = 1")
    static let two = SupplyBench.table("two", "serial = 2\nrollout = { share = 30 }")
    static let three = SupplyBench.table("three", "serial = 3")

    /// A bench whose source is a file that `write` changes, live with `one`.
    @LoopActor
    struct Stage {
        let folder: TemporaryFolder
        private(set) var bench: SupplyBench

        init() async throws {
            folder = try TemporaryFolder(prefix: "shunt-staging")
            try folder.write("t.toml", Bytes(StagingTests.one.utf8))
            bench = try await SupplyBench(Self.source(folder), in: folder)
        }

        private static func source(_ folder: TemporaryFolder) -> String { "source = \"\(folder.file("t.toml"))\"\nwatch = false" }

        func give(_ table: String) async throws -> String {
            try folder.write("t.toml", Bytes(table.utf8))
            return await bench.reload()
        }

        mutating func restart() async throws {
            await bench.stop()
            bench = try await SupplyBench(Self.source(folder), in: folder)
        }

        func stop() async {
            await bench.stop()
            folder.remove()
        }

        /// What serves all, and what is rolled out beside it.
        var serving: [String?] { [bench.revision, bench.snapshots.current.staged?.table.revision.text] }

        /// Of a thousand sessions, those that the revision serves.
        func share(of revision: String) -> Int {
            (0..<1000).count { bench.snapshots.current.serving(SessionID("s\($0)")).table.revision.text == revision }
        }

        func messages(_ kind: MessageID) -> [String] { bench.journal.filter { $0.messageID == kind.rawValue }.map(\.message) }
    }

    @Test("A table with a rollout serves its share of sessions beside the one before it")
    func staged() async throws {
        try await onLoop {
            let stage = try await Stage()
            #expect(try await stage.give(Self.two) == "")
            #expect(stage.serving == ["one", "two"])
            #expect(abs(stage.share(of: "two") - 300) < 60)
            #expect(stage.share(of: "one") + stage.share(of: "two") == 1000)
            #expect(stage.messages(.rollout).count == 1)
            await stage.stop()
        }
    }

    @Test("The first table of all has none to be beside, and serves all")
    func first() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-staging")
            try folder.write("t.toml", Bytes(Self.two.utf8))
            let bench = try await SupplyBench("source = \"\(folder.file("t.toml"))\"\nwatch = false", in: folder)
            #expect(bench.revision == "two" && bench.snapshots.current.staged == nil)
            await bench.stop()
            folder.remove()
        }
    }

    @Test("A reload keeps a rollout and its figures; a changed one takes its place, and a table without one serves all")
    func next() async throws {
        try await onLoop {
            let stage = try await Stage()
            _ = try await stage.give(Self.two)
            #expect(await stage.bench.reload() == "")
            #expect(stage.serving == ["one", "two"])
            #expect(stage.messages(.rollout).count == 1)
            #expect(try await stage.give(Self.two.replacing("\"two\"", with: "\"two-b\"").replacing("serial = 2", with: "serial = 3")) == "")
            #expect(stage.serving == ["one", "two-b"])
            #expect(try await stage.give(Self.three.replacing("serial = 3", with: "serial = 4")) == "")
            #expect(stage.serving == ["three", nil])
            await stage.stop()
        }
    }

    @Test("A promoted table serves all, after a restart as well, though it asks for a rollout")
    func promoted() async throws {
        try await onLoop {
            var stage = try await Stage()
            _ = try await stage.give(Self.two)
            try await stage.bench.controller.promote()
            #expect(stage.serving == ["two", nil])
            #expect(await stage.bench.reload() == "")
            #expect(stage.serving == ["two", nil])
            try await stage.restart()
            #expect(stage.serving == ["two", nil])
            await #expect(throws: ReloadFailure.self) { try await stage.bench.controller.promote() }
            await stage.stop()
        }
    }

    @Test("A rollout survives a restart, with its source and without")
    func restarted() async throws {
        try await onLoop {
            var stage = try await Stage()
            _ = try await stage.give(Self.two)
            try await stage.restart()
            #expect(stage.serving == ["one", "two"])
            try FileWriter.replace(stage.folder.file("t.toml"), with: Bytes("nothing".utf8))
            try await stage.restart()
            #expect(stage.serving == ["one", "two"])
            #expect(stage.bench.failure != nil)
            await stage.stop()
        }
    }

    @Test("A table that its guard rolls back does not come back, not even by a restart, until its source has another")
    func rolledBack() async throws {
        try await onLoop {
            var stage = try await Stage()
            _ = try await stage.give(Self.two)
            let figures = RolloutGuard(Rollout.Bounds()).figures(now: Instant(nanoseconds: 0)).new
            stage.bench.controller.withdraw(because: .errorRate(old: figures, new: figures, allowed: 5))
            #expect(stage.serving == ["one", nil])
            #expect(stage.messages(.rolledBack).first?.contains("was rolled back by its guard") == true)
            #expect(await stage.bench.reload() == "")
            await stage.bench.controller.refresh()
            #expect(stage.serving == ["one", nil])
            try await stage.restart()
            #expect(stage.serving == ["one", nil])
            // Its serial counts all the same: what is as old is no newer table.
            #expect(try await stage.give(Self.two.replacing("\"two\"", with: "\"again\"")).contains("serial 2"))
            #expect(try await stage.give(Self.three) == "")
            #expect(stage.serving == ["three", nil])
            await stage.stop()
        }
    }

    @Test("An operator may go back to the table before, and to any that is kept; what served since stays away")
    func goneBack() async throws {
        try await onLoop {
            var stage = try await Stage()
            _ = try await stage.give(Self.three.replacing("serial = 3", with: "serial = 2").replacing("three", with: "middle"))
            _ = try await stage.give(Self.three)
            try await stage.bench.controller.rollBack(to: nil)
            #expect(stage.serving == ["middle", nil])
            #expect(await stage.bench.reload() == "")
            try await stage.restart()
            #expect(stage.serving == ["middle", nil])
            try await stage.bench.controller.rollBack(to: 1)
            #expect(stage.serving == ["one", nil])
            #expect(await stage.bench.reload() == "")
            #expect(stage.serving == ["one", nil])
            #expect(await stage.bench.reload(allowsOlder: true) == "")
            #expect(stage.serving == ["three", nil])
            await #expect(throws: ReloadFailure.self) { try await stage.bench.controller.rollBack(to: 99) }
            await stage.stop()
        }
    }

    @Test("However many tables are rolled out in vain, the one that serves is kept for the next start")
    func keepsLive() async throws {
        try await onLoop {
            var stage = try await Stage()
            for serial in 2...Limits.tableHistory + 4 {
                _ = try await stage.give(SupplyBench.table("r\(serial)", "serial = \(serial)\nrollout = { share = 5 }"))
            }
            try FileWriter.replace(stage.folder.file("t.toml"), with: Bytes("nothing".utf8))
            try await stage.restart()
            #expect(stage.serving == ["one", "r\(Limits.tableHistory + 4)"])
            await stage.stop()
        }
    }
}
