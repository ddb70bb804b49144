@testable import Console
import JSONText
import Loop
import Primitives
import TestKit
import Testing

@Suite("shunt table diff")
struct TableDiffTests {
    static let table = """
        schema = 1
        revision = "one"
        modes = { planning = "frontier" }
        tiers.frontier.models = ["deep"]
        tiers.frontier.effort = "high"
        [models.deep]
        provider = "near"
        price = { input = 5, output = 25 }
        """

    @Test("tells where modes go and what that costs")
    func text() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-diff")
            defer { folder.remove() }
            let old = try folder.write("old.toml", Bytes(Self.table.utf8))
            let new = try folder.write("new.toml", Bytes(Self.table.replacing("input = 5", with: "input = 4").replacing("one", with: "two").utf8))
            let shunt = Shunt()
            #expect(await shunt.run("table", "diff", old, new) == .ok)
            let lines = shunt.output.text.split(separator: "\n").map(String.init)
            #expect(lines.first?.hasPrefix("one@") == true && lines.first?.contains(" → two@") == true)
            #expect(Array(lines.dropFirst()) == [
                "Where modes go, USD per million tokens of input/output",
                "  planning on auto",
                "    - frontier: deep 5/25 (effort high)",
                "    + frontier: deep 4/25 (effort high)",
                "What entries say",
                "  model deep",
                "    price input: 5 → 4",
            ])
        }
    }

    @Test("tells programs the same")
    func json() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-diff")
            defer { folder.remove() }
            let old = try folder.write("old.toml", Bytes(Self.table.utf8))
            let new = try folder.write("new.toml", Bytes(Self.table.replacing("\"high\"", with: "\"low\"").utf8))
            let shunt = Shunt()
            #expect(await shunt.run("table", "diff", "--json", old, new) == .ok)
            let root = try JSONDocument.parse(shunt.output.text.trimmingSpace).root
            #expect(root["same"]?.bool == false)
            let route = try #require(root["routes"]?.elements.first { _ in true })
            #expect(route["old"]?["effort"]?.string == "high")
            #expect(route["new"]?["models"]?.elements.first { _ in true }?["usd_per_million_tokens"]?["output"]?.int == 25)
            let change = try #require(root["changes"]?.elements.first { _ in true })
            #expect(change["kind"]?.string == "tier")
            #expect(change["change"]?.string == "changed")
        }
    }

    @Test("does not compare with what is no sound table")
    func unsound() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-diff")
            defer { folder.remove() }
            let old = try folder.write("old.toml", Bytes(Self.table.utf8))
            let new = try folder.write("new.toml", Bytes(Self.table.replacing("[\"deep\"]", with: "[]").utf8))
            let shunt = Shunt()
            #expect(await shunt.run("table", "diff", old, new) == .failed)
            #expect(shunt.errors.text.contains("\(new):3:"))
        }
    }
}
