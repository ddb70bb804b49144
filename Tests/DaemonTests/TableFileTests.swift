import JSONText
import Loop
import Primitives
import TestKit
import Testing

/// The real daemon and a table that is a file.
@Suite("A table that is a file", .timeLimit(.minutes(3)))
struct TableFileTests {
    private static func table(_ revision: String, models: Int = 1) -> String {
        var text = "schema = 1\nrevision = \"\(revision)\"\n[tiers.internal]\nmodels = [\"m-\(revision)\"]\n"
        for index in 0..<models {
            let name = index == 0 ? "m-\(revision)" : "m\(index)-\(revision)"
            text += "[models.\(name)]\nprovider = \"near\"\nname = \"sim?text=Done.\"\nprice = { input = 1, output = 2 }\n"
        }
        return text
    }

    @LoopActor
    private static func start(_ more: String = "") async throws -> (LiveDaemon, CallLoop) {
        let folder = try TemporaryFolder(prefix: "shunt-file")
        try folder.write("served.toml", Bytes(table("a").utf8))
        let daemon = try await LiveDaemon(
            table: "", in: folder, source: "source = \"\(folder.file("served.toml"))\"\ncatalog = \"none\"\n\(more)")
        return (daemon, try await CallLoop(daemon.socket))
    }

    @Test("A thousand reloads of two tables under load fail no request, and each request is decided wholly by one of them")
    func alternating() async throws {
        try await onLoop {
            let (daemon, admin) = try await Self.start("watch = false")
            let callers = try await [CallLoop(daemon.socket), CallLoop(daemon.socket), CallLoop(daemon.socket)]
            var isDone = false
            let tasks = callers.map { caller in EventLoop.spawn { try await caller.run { isDone || !caller.failures.isEmpty } } }
            func reload(_ times: Range<Int>) async throws {
                for index in times {
                    try FileWriter.replace(daemon.folder.file("served.toml"), with: Bytes(Self.table(index % 2 == 0 ? "b" : "a").utf8))
                    #expect(try await admin.call("reload")["error"] == nil)
                }
            }
            try await reload(0..<200)
            let pages = try daemon.privatePages()
            try await reload(200..<1000)
            #expect(try daemon.privatePages() - pages < (4 << 20) / 4096)
            isDone = true
            for task in tasks { try await task.value }
            let replies = Set(callers.flatMap(\.replies.keys))
            #expect(callers.flatMap(\.failures) == [])
            #expect(replies == [CallLoop.Reply(revision: "a", model: "m-a"), CallLoop.Reply(revision: "b", model: "m-b")])
            #expect(try await admin.call("status")["result"]?["table"]?["reloads"]?.int == 1000)
            admin.close()
            for caller in callers { caller.close() }
            try await daemon.stop()
        }
    }

    /// Returns when a request is decided by `revision`.
    @LoopActor
    private static func wait(_ loop: CallLoop, for revision: String) async throws {
        for _ in 0..<500 {
            if try await loop.ask()?.revision == revision { return }
            try await EventLoop.sleep(for: .milliseconds(10))
        }
        Issue.record("the revision \(revision) did not come into use")
    }

    @Test("A change is in use by itself, a mistake is not, and says why")
    func watched() async throws {
        try await onLoop {
            let (daemon, loop) = try await Self.start()
            let file = daemon.folder.file("served.toml")
            try FileWriter.replace(file, with: Bytes(Self.table("b").utf8))
            try await Self.wait(loop, for: "b")
            try FileWriter.replace(file, with: Bytes("schema = 1\nmodse = 1\n".utf8))
            #expect(try await daemon.logged("a table was refused, b@"))
            #expect(try await daemon.logged("served.toml:2:1: unknown key \"modse\""))
            #expect(try await loop.ask()?.revision == "b")
            // What an operator asks for is told to the operator, whether or not the daemon saw it before.
            let run = try await daemon.shunt("reload")
            #expect(run.exit == .status(1) && run.errors.contains("served.toml:2:1:"))
            try FileWriter.replace(file, with: Bytes(Self.table("c").utf8))
            try await Self.wait(loop, for: "c")
            loop.close()
            try await daemon.stop()
        }
    }
}
