@testable import Console
import JSONText
import Loop
import Primitives
import TestKit
import Testing

@Suite("shunt simulate")
struct SimulateTests {
    static let table = """
        schema = 1
        revision = "new"
        tiers.frontier.models = ["deep"]
        tiers.internal.models = ["small"]
        models.deep = { provider = "near", price = { input = 5, output = 25, cache_read = 0.5 } }
        models.small = { provider = "near", price = { input = 1, output = 5, cache_read = 0.1 } }
        """

    static let trace = """
        {"time":20000,"session":"s","mode":"background","profile":"auto","model":"deep","tier":"frontier","usage":{"input":1000,"output":100},"cost_usd":0.0075}
        {"time":10000,"session":"s","mode":"planning","profile":"auto","model":"deep","tier":"frontier","usage":{"input":1000,"output":100},"cost_usd":0.0075}

        {"time":30000,"session":"t","mode":"planning","profile":"auto","status":"timeout"}
        """

    private func run(_ words: String..., trace: String = Self.trace, then check: @escaping @Sendable @LoopActor (Shunt, CommandStatus) throws -> Void) async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-simulate")
            defer { folder.remove() }
            let table = try folder.write("table.toml", Bytes(Self.table.utf8))
            let trace = try folder.write("trace.jsonl", Bytes(trace.utf8))
            let shunt = Shunt()
            let status = await shunt.run(["simulate", "--table", table, "--trace", trace] + words)
            try check(shunt, status)
        }
    }

    @Test("tells programs what calls would have cost, by mode and tier")
    func json() async throws {
        try await run("--json", "--policy", "follow") { shunt, status in
            #expect(status == .ok)
            let root = try JSONDocument.parse(Bytes(shunt.output.text.utf8)).root
            #expect(root["policy"]?.string == "follow")
            #expect(root["rows"]?.elements.map { "\($0["mode"]?.string ?? "") \($0["tier"]?.string ?? "") \($0["would_usd"]?.number ?? "")" } == [
                "planning frontier 0.0075", "background internal 0.0015",
            ])
            #expect(root["total"]?["did_usd"]?.number == "0.015")
            #expect(root["total"]?["exact"]?.int == 1)
            #expect(root["skipped"]?.int == 1)
        }
    }

    @Test("tells people the same, with what it left out")
    func text() async throws {
        try await run("--policy", "follow") { shunt, status in
            #expect(status == .ok)
            let lines = shunt.output.text.split(separator: "\n").map(String.init)
            #expect(lines.first?.hasPrefix("2 calls under the table new@") == true)
            #expect(lines.contains { $0.hasPrefix("all") && $0.contains("-40.0 %") })
            #expect(lines.last == "1 call with the usage that was, 1 call with it carried over; 1 call that failed or used nothing left out")
        }
    }

    @Test("takes the ledger's calls from the daemon, page by page")
    func ledger() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-simulate")
            defer { folder.remove() }
            let table = try folder.write("table.toml", Bytes(Self.table.utf8))
            let calls = Self.trace.split(separator: "\n")
            let daemon = try FakeDaemon { request, write in
                let isFirst = request["params"]?["after"] == nil
                write(request.result(isFirst ? "{\"calls\":[\(calls[0])],\"next\":\"5:x\"}" : "{\"calls\":[\(calls[1])]}"))
            }
            let shunt = Shunt()
            #expect(await shunt.run("simulate", "-s", daemon.path, "--table", table, "--json") == .ok)
            let total = try JSONDocument.parse(Bytes(shunt.output.text.utf8)).root["total"]
            #expect(total?["calls"]?.int == 2)
            let lines = Shunt()
            #expect(await lines.run("usage", "-s", daemon.path, "--trace") == .ok)
            #expect(lines.output.text == calls.prefix(2).joined(separator: "\n") + "\n")
            daemon.stop()
        }
    }

    @Test("names the line that is no call")
    func mistake() async throws {
        try await run(trace: Self.trace + "\n{\"time\":5}") { shunt, status in
            #expect(status == .failed)
            #expect(shunt.errors.text.contains("trace.jsonl:5: \"session\" must be a name"))
        }
    }

    @Test("knows its policies, and needs a table and calls")
    func usage() async throws {
        try await run("--policy", "folow") { shunt, status in
            #expect(status == .usage)
            #expect(shunt.errors.text.contains("did you mean \"follow\"?"))
        }
        try await onLoop {
            let shunt = Shunt()
            #expect(await shunt.run("simulate") == .usage)
        }
    }
}
