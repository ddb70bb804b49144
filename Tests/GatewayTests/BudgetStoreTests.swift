import Exchange
import Foundation
import JSONText
import Loop
import Primitives
import Telemetry
import TestKit
import Testing
import Upstream

extension GatewayTests {
    @Suite("Budgets whose file fails")
    struct BudgetStoreTests {
        private static let budget = "[[budgets]]\nname = \"all\"\nrequests = 100\nper = \"day\""

        @LoopActor
        private static func station(_ folder: TemporaryFolder) throws -> Station {
            try Station(
                Station.table("sim"), spending: .init(file: folder.file("state/budgets.db"), clock: { 1_795_514_430 }, retryPause: .milliseconds(3))
            ) { _ in budget }
        }

        /// Asks one thing after another; returns how many were answered.
        @LoopActor
        private static func ask(_ count: Int, _ station: Station) async throws -> Int {
            let client = try await station.connect()
            var served = 0
            for id in 1...count {
                client.send("{\"id\":\(id),\"method\":\"chat\",\"params\":{\"model\":\"tier/balanced\",\"prompt\":\"a\"}}")
                if try await client.answer(id).last["result"] != nil { served += 1 }
            }
            return served
        }

        @LoopActor
        private static func recovered(_ station: Station) async throws {
            for _ in 0..<5_000 where station.budgets.failure != nil { try await EventLoop.sleep(for: .milliseconds(1)) }
            #expect(station.budgets.failure == nil)
            #expect(station.journal.filter { $0.messageID == MessageID.budgetsNotKept.rawValue }.map(\.priority) == [.error, .notice])
        }

        @Test("forget nothing that was spent before it was removed, or while it was")
        func removed() async throws {
            try await onLoop {
                let folder = try TemporaryFolder(prefix: "shunt-budgets")
                try Folder.make(folder.file("state"))
                let first = try Self.station(folder)
                #expect(try await Self.ask(40, first) == 40)
                try FileManager.default.removeItem(atPath: folder.file("state"))
                #expect(try await Self.ask(10, first) == 10)
                #expect(first.budgets.failure != nil)
                try Folder.make(folder.file("state"))
                try await Self.recovered(first)
                await first.abandon()
                let second = try Self.station(folder)
                #expect((40...50).contains(try await Self.ask(60, second)))
                await second.stop()
                folder.remove()
            }
        }

        @Test("that could not be read at the start add to it what was spent until it could")
        func unreadable() async throws {
            try await onLoop {
                let folder = try TemporaryFolder(prefix: "shunt-budgets")
                try Folder.make(folder.file("state"))
                let first = try Self.station(folder)
                #expect(try await Self.ask(40, first) == 40)
                await first.stop()
                try FileManager.default.moveItem(atPath: folder.file("state"), toPath: folder.file("away"))
                let second = try Self.station(folder)
                #expect(try await Self.ask(30, second) == 30)
                try FileManager.default.moveItem(atPath: folder.file("away"), toPath: folder.file("state"))
                try await Self.recovered(second)
                await second.abandon()
                let third = try Self.station(folder)
                #expect((20...30).contains(try await Self.ask(60, third)))
                await third.stop()
                folder.remove()
            }
        }

        @Test("have all of it when the daemon ends, though the file is removed just before that")
        func removedAtTheEnd() async throws {
            try await onLoop {
                let folder = try TemporaryFolder(prefix: "shunt-budgets")
                try Folder.make(folder.file("state"))
                let first = try Self.station(folder)
                #expect(try await Self.ask(40, first) == 40)
                for name in try FileManager.default.contentsOfDirectory(atPath: folder.file("state")) {
                    try FileManager.default.removeItem(atPath: folder.file("state/\(name)"))
                }
                await first.stop()
                let second = try Self.station(folder)
                #expect(try await Self.ask(70, second) == 60)
                await second.stop()
                folder.remove()
            }
        }
    }
}
