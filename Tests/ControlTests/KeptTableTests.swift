@testable import Control
import Exchange
import Foundation
import Loop
import Primitives
import Routing
import Settings
import Telemetry
import TestKit
import Testing

@Suite("Kept tables", .timeLimit(.minutes(1)))
struct KeptTableTests {
    private static let one = SupplyBench.table("one", "serial = 5")
    private static let two = SupplyBench.table("two", "serial = 6")

    @LoopActor
    private static func source(_ server: CannedServer) -> String { "source = \"http://tables/t.toml\"\nsocket = \"\(server.path)\"\ntimeout = \"20s\"" }

    @Test("Without its source the daemon starts from the last table, and says so")
    func start() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-kept")
            let server = try CannedServer(folder) { _ in CannedServer.page(Self.one, 200, "ETag: \"a\"") }
            let first = try await SupplyBench(Self.source(server), in: folder)
            #expect(first.failure == nil && first.journal.isEmpty)
            await first.stop()
            server.answers { _ in CannedServer.page("", 503) }
            let second = try await SupplyBench(Self.source(server), in: folder)
            #expect(second.revision == "one")
            #expect(second.failure?.isUnreachable == true)
            #expect(second.journal.map(\.messageID) == [MessageID.tableSource.rawValue])
            // What it asks then is whether there is another.
            server.answers { _ in "HTTP/1.1 304 X\r\nConnection: close\r\n\r\n" }
            await second.controller.refresh()
            #expect(server.heads.last?.contains("if-none-match: \"a\"") == true)
            #expect(second.controller.tableFigures.isReachable)
            await second.stop()
            server.close()
            folder.remove()
        }
    }

    @Test("A table that is refused at the start is no reason not to start, either")
    func refusedAtStart() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-kept")
            let path = folder.file("t.toml")
            try folder.write("t.toml", Bytes(Self.one.utf8))
            let first = try await SupplyBench("source = \"\(path)\"\nwatch = false", in: folder)
            await first.stop()
            try folder.write("t.toml", Bytes("schema = 2".utf8))
            let second = try await SupplyBench("source = \"\(path)\"\nwatch = false", in: folder)
            #expect(second.revision == "one")
            #expect(second.journal.map(\.messageID) == [MessageID.tableRefused.rawValue])
            await second.stop()
            folder.remove()
        }
    }

    @Test("A source's copy is of no use to another source")
    func otherSource() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-kept")
            let server = try CannedServer(folder) { _ in CannedServer.page(Self.one) }
            let first = try await SupplyBench(Self.source(server), in: folder)
            await first.stop()
            server.answers { _ in CannedServer.page("", 503) }
            await #expect(throws: ReloadFailure.self) {
                _ = try await SupplyBench(Self.source(server).replacing("t.toml", with: "u.toml"), in: folder)
            }
            server.close()
            folder.remove()
        }
    }

    @Test("A damaged copy is told of, and the one before it serves")
    func damage() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-kept")
            let server = try CannedServer(folder) { _ in CannedServer.page(Self.one) }
            let first = try await SupplyBench(Self.source(server), in: folder)
            server.answers { _ in CannedServer.page(Self.two) }
            #expect(await first.reload() == "")
            await first.stop()
            let file = folder.file("table/00000002.table")
            var bytes = try FileReader.contents(of: file, limit: 1 << 20)
            bytes[bytes.count - 3] ^= 1
            try FileWriter.replace(file, with: bytes)
            server.answers { _ in CannedServer.page("", 503) }
            let second = try await SupplyBench(Self.source(server), in: folder)
            #expect(second.revision == "one")
            #expect(second.journal.contains { $0.messageID == MessageID.tableNotKept.rawValue && $0.message.contains("00000002.table is passed over: it is damaged") })
            await #expect(throws: TableHistoryFailure.self) { try await second.archive.bytes(of: 2) }
            await second.stop()
            server.close()
            folder.remove()
        }
    }

    @Test("A table whose file is taken away is kept anew, and one that could not be written is, once it can be")
    func keptAgain() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-kept")
            let server = try CannedServer(folder) { _ in CannedServer.page(Self.one) }
            let bench = try await SupplyBench(Self.source(server), in: folder, checkPause: .milliseconds(3))
            await bench.archive.settled()
            for name in try FileReader.names(inFolder: folder.file("table")) { try Folder.removeFile(folder.file("table/\(name)")) }
            func tables() async throws -> [String] { try await bench.archive.tables().map { String($0.revision.prefix(3)) } }
            for _ in 0..<2_000 where try await tables().isEmpty { try await EventLoop.sleep(for: .milliseconds(2)) }
            #expect(try await tables() == ["one"])
            #expect(bench.journal.isEmpty)

            // A file where the folder should be.
            for name in try FileReader.names(inFolder: folder.file("table")) { try Folder.removeFile(folder.file("table/\(name)")) }
            try FileManager.default.removeItem(atPath: folder.file("table"))
            try folder.write("table", Bytes("a file".utf8))
            for _ in 0..<2_000 where bench.journal.isEmpty { try await EventLoop.sleep(for: .milliseconds(2)) }
            #expect(bench.journal.map(\.messageID) == [MessageID.tableNotKept.rawValue])
            try Folder.removeFile(folder.file("table"))
            for _ in 0..<2_000 where bench.journal.count < 2 { try await EventLoop.sleep(for: .milliseconds(2)) }
            #expect(bench.journal.map(\.messageID) == [MessageID.tableNotKept.rawValue, MessageID.tableNotKept.rawValue])
            #expect(try await tables() == ["one"])
            await bench.stop()
            server.close()
            folder.remove()
        }
    }

    @Test("The history has the latest first, as they were served, and no more than may be")
    func history() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-kept")
            let server = try CannedServer(folder) { _ in CannedServer.page(SupplyBench.table("r0")) }
            let bench = try await SupplyBench(Self.source(server), in: folder)
            // As a crash leaves it.
            await bench.archive.settled()
            try folder.write("table/00000001.table.x7Yz2a", Bytes("half".utf8))
            for index in 1...Limits.tableHistory + 3 {
                server.answers { _ in CannedServer.page(SupplyBench.table("r\(index)")) }
                #expect(await bench.reload() == "")
            }
            #expect(await bench.reload() == "")
            #expect(try FileReader.names(inFolder: folder.file("table")).count == Limits.tableHistory)
            let tables = try await bench.archive.tables()
            #expect(tables.count == Limits.tableHistory)
            #expect(tables.map(\.number) == (5...Limits.tableHistory + 4).reversed())
            #expect(tables.first == bench.archive.current)
            #expect(tables.first?.revision == bench.snapshots.current.table.revision.description)
            #expect(try await bench.archive.bytes(of: 6)[...].text == SupplyBench.table("r5"))
            await #expect(throws: TableHistoryFailure.self) { try await bench.archive.bytes(of: 1) }
            await bench.stop()
            server.close()
            folder.remove()
        }
    }

    @Test("A file says what was kept, and one that was changed anywhere says nothing")
    func file() {
        let table = KeptTable(
            number: 3, revision: "r@1", serial: nil, digest: "d", source: "s \"q\"", identity: "i", since: 7, etag: "\"e\"", signature: "a\nb\n", byteCount: 4)
        let bytes = KeptTableFile.encode(table, Bytes("a\nb\n".utf8))
        let read = KeptTableFile.decode(bytes)
        #expect(read?.table == table && read?.bytes == Bytes("a\nb\n".utf8))
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 4
            #expect(KeptTableFile.decode(changed) == nil)
        }
        #expect(KeptTableFile.decode([]) == nil)
    }
}
