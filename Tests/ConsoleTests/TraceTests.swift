@testable import Console
import JSONText
import Loop
import Primitives
import TestKit
import Testing

@Suite("shunt trace")
struct TraceCommandTests {
    static let log = """
        {"type":"user","sessionId":"s","timestamp":"2026-09-01T12:00:00Z","message":{"role":"user","content":"a secret"}}
        {"type":"assistant","sessionId":"s","timestamp":"2026-09-01T12:00:04Z","message":{"id":"m1","model":"claude-x","content":[{"type":"tool_use","name":"Edit"}],"usage":{"input_tokens":1000,"output_tokens":100}}}
        {"type":"progress","sessionId":"s","data":"a secret"}

        """

    static let rollout = """
        {"timestamp":"2026-09-01T13:00:00Z","type":"session_meta","payload":{"id":"c"}}
        {"timestamp":"2026-09-01T13:00:01Z","type":"turn_context","payload":{"model":"gpt-x"}}
        {"timestamp":"2026-09-01T13:00:02Z","type":"event_msg","payload":{"type":"token_count","info":{"last_token_usage":{"input_tokens":500,"output_tokens":5}}}}
        """

    private static let catalog = """
        catalog = 1
        date = "2026-09-01"
        sources = []

        [models]
        "anthropic/claude-x" = { context = 1000000, price = { input = 5, output = 25 } }
        """

    private func run(_ check: @escaping @Sendable @LoopActor (TemporaryFolder) async throws -> Void) async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-trace")
            defer { folder.remove() }
            for name in [".claude", ".claude/projects", ".claude/projects/p", ".codex", ".codex/sessions"] { try Folder.make("\(folder.path)/\(name)") }
            _ = try folder.write(".claude/projects/p/s.jsonl", Bytes(Self.log.utf8))
            _ = try folder.write(".claude/projects/p/notes.txt", Bytes("no log".utf8))
            _ = try folder.write(".codex/sessions/rollout-c.jsonl", Bytes(Self.rollout.utf8))
            _ = try folder.write("catalog.toml", Bytes(Self.catalog.utf8))
            let settings = "[table]\nsource = \"table.toml\"\ncatalog = \"\(folder.path)/catalog.toml\"\n[providers.near]\napi = \"openai-chat\"\nkey = { env = \"X\" }\nurl = \"https://near.example/v1\"\n"
            _ = try folder.write("shunt.toml", Bytes(settings.utf8))
            try await check(folder)
        }
    }

    @Test("prints the calls of all that agents keep, and tells what it skipped; nothing that was said")
    func everything() async throws {
        try await run { folder in
            let shunt = Shunt(environment: ["HOME": folder.path])
            #expect(await shunt.run("trace", "--config", "\(folder.path)/shunt.toml") == .ok)
            let calls = try shunt.output.text.split(separator: "\n").map { try JSONDocument.parse(Bytes($0.utf8)).root }
            #expect(calls.map { "\($0["caller"]?.string ?? "") \($0["mode"]?.string ?? "") \($0["cost_usd"]?.number ?? "-")" } == [
                "claude-code editing 0.0075", "codex planning -",
            ])
            #expect(shunt.errors.text == """
                2 calls of 2 sessions in 2 files; 1 line skipped: 1 progress
                shunt simulate --table TABLE --trace FILE tells what these calls had cost under a table.

                """)
            #expect(!shunt.output.text.contains("secret"))
        }
    }

    @Test("reads files, folders and standard input, and only the form that it is told")
    func places() async throws {
        try await run { folder in
            let file = Shunt()
            #expect(await file.run("trace", "--mode", "Code_Review", "\(folder.path)/.claude/projects/p/s.jsonl") == .ok)
            #expect(file.output.text.contains("\"mode\":\"code-review\""))
            let input = Shunt(input: [Self.log])
            #expect(await input.run("trace", "-") == .ok)
            #expect(input.output.text.contains("\"model\":\"anthropic/claude-x\""))
            let codex = Shunt(environment: ["HOME": folder.path])
            #expect(await codex.run("trace", "--from", "codex") == .ok)
            #expect(codex.errors.text.hasPrefix("1 call of 1 session in 1 file\nNo call has a cost"))
            #expect(codex.errors.text.contains("--config FILE"))
            let wrong = Shunt()
            #expect(await wrong.run("trace", "--from", "codex", "\(folder.path)/.claude") == .failed)
            #expect(wrong.errors.text == """
                0 calls of 0 sessions in 1 file; 3 lines skipped: 3 without a payload
                No call was found: shunt trace --help names the forms of logs, and --from takes one.

                """)
        }
    }

    @Test("can be simulated, by every policy at once")
    func simulates() async throws {
        try await run { folder in
            let traced = Shunt()
            #expect(await traced.run("trace", "--config", "\(folder.path)/shunt.toml", "\(folder.path)/.claude") == .ok)
            let trace = try folder.write("trace.jsonl", Bytes(traced.output.text.utf8))
            let table = try folder.write("table.toml", Bytes(SimulateTests.table.utf8))
            let json = Shunt()
            #expect(await json.run("simulate", "--table", table, "--trace", trace, "--policy", "all", "--json") == .ok)
            let policies = try JSONDocument.parse(Bytes(json.output.text.utf8)).root["policies"]
            #expect(policies?.elements.map { "\($0["policy"]?.string ?? "") \($0["total"]?["would_usd"]?.number ?? "")" } == [
                "cache-aware 0.0075", "follow 0.0075", "first 0.0075", "best 0.0075",
            ])
            let text = Shunt()
            #expect(await text.run("simulate", "--table", table, "--trace", trace, "--policy", "all") == .ok)
            #expect(text.output.text.hasPrefix("1 call under the table new@"))
            #expect(text.output.text.contains("\nfollow           1   0.0075     0.0075"))
        }
    }

    @Test("says what it cannot read, and where nothing is")
    func mistakes() async throws {
        try await run { folder in
            let form = Shunt()
            #expect(await form.run("trace", "--from", "codecs") == .usage)
            #expect(form.errors.text.contains("did you mean \"codex\"?"))
            let missing = Shunt()
            #expect(await missing.run("trace", "\(folder.path)/nothing") == .failed)
            #expect(missing.errors.text.contains("nothing"))
            let empty = Shunt()
            try Folder.make("\(folder.path)/empty")
            #expect(await empty.run("trace", "\(folder.path)/empty") == .failed)
            let nowhere = Shunt(environment: ["HOME": "\(folder.path)/empty"])
            #expect(await nowhere.run("trace") == .usage)
        }
    }

    @Test("passes over a line that is too long, and reads on after it")
    func longLine() async throws {
        try await onLoop {
            var pieces = ["ab\nlong", "er than", " four\nc", "d\ntoo lo", "ng"].map { Bytes($0.utf8) }
            let lines = LineReader(limit: 4) { () throws(SocketError) in pieces.isEmpty ? [] : pieces.removeFirst() }
            var read: [String] = []
            while let line = try await lines.next() {
                if case .success(let bytes) = line {
                    read.append(bytes.text)
                } else {
                    read.append("…")
                    try await lines.skip()
                }
            }
            #expect(read == ["ab", "…", "cd", "…"])
        }
    }
}
