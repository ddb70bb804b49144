import Foundation
import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

@Suite("From one table to the next, with programs")
struct TableCommandTests {
    static let one = ClientTests.table
    /// Its frontier fails.
    static let failing = one.replacing("revision = \"one\"", with: "revision = \"two\"\nrollout = { share = 50, guard = { minimum = 4, window = \"1m\" } }")
        .replacing("[\"deep\"]", with: "[\"new\"]") + "\n[models.new]\nprovider = \"near\"\nname = \"new?status=503\"\n"

    @LoopActor
    private static func status(_ daemon: LiveDaemon) async throws -> JSONValue {
        let status = try await daemon.shunt("status", "--json")
        return try #require(try JSONDocument.parse(status.output).root["table"])
    }

    @Test("A table whose models fail is rolled back by its guard, and the sessions that it served are answered again")
    func guarded() async throws {
        try await onLoop {
            let daemon = try await LiveDaemon(table: Self.one, in: try TemporaryFolder(prefix: "shunt-table-tests"), state: true)
            try daemon.folder.write("table.toml", Bytes(Self.failing.utf8))
            #expect(try await daemon.shunt("reload").exit == .status(0))
            #expect(try await Self.status(daemon)["rollout"]?["revision"]?.string?.hasPrefix("two@") == true)
            var failed: [String] = []
            for number in 0..<60 {
                let run = try await daemon.shunt("ask", "--session", "s\(number)", "--mode", "planning", "How?")
                if run.exit != .status(0) { failed.append("s\(number)") }
                if try await Self.status(daemon)["rollout"] == nil { break }
            }
            #expect(failed.count == 4)
            #expect(try daemon.read("shuntd.log").contains("was rolled back by its guard"))
            for session in failed {
                #expect(try await daemon.shunt("ask", "--session", session, "--mode", "planning", "How?").output == "Think first.\n")
            }
            // The source still has it.
            #expect(try await daemon.shunt("reload").output.hasPrefix("table one@"))
            #expect(try await daemon.shunt("table", "history").output.contains("rolled out"))
            try await daemon.stop()
        }
    }

    @Test("What was served can be looked at and compared, promoted and gone back to")
    func commands() async throws {
        try await onLoop {
            let daemon = try await LiveDaemon(table: Self.one, in: try TemporaryFolder(prefix: "shunt-table-tests"), state: true)
            let two = Self.failing.replacing("new?status=503", with: "new?text=Newer.")
            try daemon.folder.write("table.toml", Bytes(two.utf8))
            #expect(try await daemon.shunt("reload").exit == .status(0))
            #expect(try await daemon.shunt("table", "promote").output.hasPrefix("table two@"))
            #expect(try await daemon.shunt("ask", "--mode", "planning", "How?").output == "Newer.\n")
            #expect(try await daemon.shunt("table", "show", "1").output == Self.one)
            #expect(try await daemon.shunt("table", "show").output == two)
            let difference = try await daemon.shunt("table", "diff", "1", "2")
            #expect(difference.output.contains("- frontier: deep 5/25") && difference.output.contains("+ frontier: new ?/?"))
            #expect(try await daemon.shunt("table", "rollback").output.hasPrefix("table one@"))
            #expect(try await daemon.shunt("ask", "--mode", "planning", "How?").output == "Think first.\n")
            let again = try await daemon.shunt("table", "promote")
            #expect(again.exit == .status(1) && again.errors.contains("no table is rolled out"))
            try await daemon.stop()
        }
    }

    @Test("The script for CI checks, compares and signs, and stops at what is wrong")
    func script() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-ci")
            defer { folder.remove() }
            let programs = try #require(ThisProcess.programFolder)
            let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "contrib/ci/table")
            @LoopActor func run(_ words: String...) async throws -> (exit: ChildProcess.Exit, output: String) {
                let output = try folder.create("output")
                let child = try ChildProcess(
                    path: "/bin/bash", arguments: [script.path] + words, environment: ["SHUNT=\(programs)/shunt", "PATH=/usr/bin:/bin"],
                    output: .descriptor(output.number), error: .descriptor(output.number))
                return (try await child.ended(), try FileReader.contents(of: folder.file("output"), limit: 1 << 20).text)
            }
            let old = try folder.write("old.toml", Bytes((Self.one + "\n").utf8))
            let new = try folder.write("new.toml", Bytes((Self.one.replacing("text=Think first.", with: "text=Think.") + "\n").utf8))
            let sound = try await run("--served", old, new)
            #expect(sound.exit == .status(0), "\(sound.output)")
            #expect(sound.output.contains("name: deep?text=Think first. → deep?text=Think."))
            try folder.write("new.toml", Bytes("\(Self.one)\n\n\n".utf8))
            let wild = try await run(new)
            #expect(wild.exit == .status(1) && wild.output.contains("run: shunt table fmt"))
            try folder.write("new.toml", Bytes("schema = 7\n".utf8))
            let wrong = try await run("--served", old, new)
            #expect(wrong.exit == .status(1) && !wrong.output.contains("== form"))
        }
    }
}
