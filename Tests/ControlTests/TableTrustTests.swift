@testable import Control
import Exchange
import HTTPWire
import Loop
import Primitives
import Routing
import Telemetry
import TestKit
import Testing

@Suite("Which table may follow which", .timeLimit(.minutes(1)))
struct TableTrustTests {
    @Test("A serial grows, and does not go away", arguments: [
        (nil, nil, nil), (nil, 3, nil), (3, 4, nil), (3, 3, "it has the serial 3 of the accepted table, and another content: give each state its own number"),
        (3, 2, "its serial 2 is older than 3, which was accepted before"), (3, nil, "it has no serial, and the accepted table before it has 3"),
    ] as [(Int?, Int?, String?)])
    func serials(_ accepted: Int?, _ next: Int?, _ flaw: String?) {
        let found = TableTrust.flaw(
            ofSerial: next, revision: Revision(text: nil, digest: "new"), after: TableTrust.Accepted(serial: accepted, digest: "old"))
        #expect(found == flaw.map { $0 + "; to go back all the same run \"shunt reload --allow-older\"" })
        #expect(TableTrust.flaw(ofSerial: next, revision: Revision(text: nil, digest: "old"), after: TableTrust.Accepted(serial: accepted, digest: "old")) == nil)
        #expect(TableTrust.flaw(ofSerial: next, revision: Revision(text: nil, digest: "new"), after: nil) == nil)
    }

    @Test("An old table is refused, also after a restart, and taken where an operator says so")
    func replay() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-trust")
            let path = folder.file("t.toml")
            let source = "source = \"\(path)\"\nwatch = false"
            func serve(_ revision: String, _ more: String) throws { try folder.write("t.toml", Bytes(SupplyBench.table(revision, more).utf8)) }
            try serve("six", "serial = 6")
            let first = try await SupplyBench(source, in: folder)
            try serve("five", "serial = 5")
            #expect(await first.reload().contains("its serial 5 is older than 6"))
            await first.stop()
            let second = try await SupplyBench(source, in: folder)
            #expect(second.revision == "six" && second.failure?.isUnreachable == false)
            #expect(await second.reload(allowsOlder: true) == "")
            #expect(second.revision == "five")
            try serve("other five", "serial = 5")
            #expect(await second.reload().contains("it has the serial 5 of the accepted table"))
            try serve("none", "")
            #expect(await second.reload().contains("it has no serial"))
            try serve("seven", "serial = 7")
            #expect(await second.reload() == "")
            await second.stop()
            folder.remove()
        }
    }

    private static let key = "RWRI+6iwA6K9+xE3Jq9WSLlxmWisWRZiYDc5gjZDfW+0ZunqnNkdGE8U"

    @Test("Where a key is configured, a table without its signature is refused, and nothing of it is read")
    func signatures() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-trust")
            let path = folder.file("t.toml")
            try folder.write("t.toml", Bytes("schema = = broken".utf8))
            let source = "source = \"\(path)\"\nwatch = false\npublic_key = \"\(Self.key)\""
            func refusal() async -> String {
                do {
                    _ = try await SupplyBench(source, in: folder)
                    return ""
                } catch let error as ReloadFailure {
                    return error.diagnostics.map(\.description).joined(separator: "\n")
                } catch {
                    return "\(error)"
                }
            }
            #expect(await refusal().contains("its signature \(path).minisig cannot be read"))
            try folder.write("t.toml.minisig", Bytes("x".utf8))
            #expect(await refusal() == "\(path): the signature is no minisign signature: it has 1 lines instead of 4")
            folder.remove()
        }
    }

    /// Of `schema = 1` and a revision, by the key above.
    private static let signature = """
        untrusted comment: signature from minisign secret key
        RURI+6iwA6K9+02V2UqVHPfDzv7RjSeGDWeAIDQ4lji2FILq9bJoGPNZSe47NNspIY7yZUOv8hJxkErVNs5A5/CCB7VnhTkGygY=
        trusted comment: timestamp:1764000000 file:t
        cdWLRhYuWYnTgTXZJz1eEK9122jqM60j6ZZrtLNF/qkOZ3s6li4OlBW+MIw44sOthlWTzY1NUt3jIHMR8ElJCg==

        """

    @Test("A signature that comes after its table is noticed as well")
    func lateSignature() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-trust")
            let text = "schema = 1\nrevision = \"signed\"\n"
            try folder.write("t.toml", Bytes(text.utf8))
            try folder.write("t.toml.minisig", Bytes(Self.signature.utf8))
            let bench = try await SupplyBench("source = \"\(folder.file("t.toml"))\"\npublic_key = \"\(Self.key)\"", in: folder)
            #expect(bench.revision == "signed")
            var due = 0
            bench.supply.onDue = { due += 1 }
            try folder.write("t.toml.minisig", Bytes("x".utf8))
            for _ in 0..<2000 where due == 0 { try await EventLoop.sleep(for: .milliseconds(1)) }
            #expect(due == 1)
            await bench.controller.refresh()
            #expect(bench.journal.last?.message.contains("it has 1 lines instead of 4") == true)
            try folder.write("t.toml.minisig", Bytes(Self.signature.utf8))
            for _ in 0..<2000 where due == 1 { try await EventLoop.sleep(for: .milliseconds(1)) }
            #expect(due == 2)
            #expect(await bench.reload() == "")
            await bench.stop()
            folder.remove()
        }
    }

    @Test("What a server calls fresh counts within bounds", arguments: [
        (["cache-control": "max-age=60"], 60), (["cache-control": "public, Max-Age=\"60\"", "age": "20"], 40), (["cache-control": "max-age=60", "age": "90"], nil),
        (["cache-control": "no-cache, max-age=60"], nil), (["cache-control": "no-store"], nil), (["cache-control": "max-age=999999999"], 3600),
        (["cache-control": "max-age=-1"], nil), (["cache-control": "max-age=x"], nil), ([:], nil),
    ] as [(HeaderFields, Int?)])
    func freshness(_ fields: HeaderFields, _ seconds: Int?) {
        #expect(FreshnessRule.freshness(of: fields) == seconds.map { .seconds($0) })
    }

    @Test("After failures a source is asked soon, then ever more rarely, and as usual once it answers")
    func pace() {
        var pace = RefreshPace()
        func failed() -> Duration { pace.failed(refresh: .seconds(30), retryAfter: nil, jitter: 0) }
        #expect((0..<9).map { _ in failed() } == [5, 10, 20, 40, 80, 160, 300, 300, 300].map { .seconds($0) })
        #expect(pace.failed(refresh: .seconds(30), retryAfter: .seconds(900), jitter: 0) == .seconds(900))
        #expect(pace.answered(refresh: .seconds(30), freshness: nil, jitter: 0) == .seconds(30))
        #expect(pace.answered(refresh: .seconds(30), freshness: .seconds(60), jitter: 0) == .seconds(60))
        #expect(pace.answered(refresh: .seconds(30), freshness: .seconds(10), jitter: 1) == .seconds(27))
        #expect(failed() == .seconds(5))
        var quick = RefreshPace()
        #expect(quick.failed(refresh: .seconds(1), retryAfter: nil, jitter: 0) == .seconds(1))
        var slow = RefreshPace()
        for _ in 0..<40 { _ = slow.failed(refresh: .seconds(7200), retryAfter: nil, jitter: 0) }
        #expect(slow.failed(refresh: .seconds(7200), retryAfter: nil, jitter: 0) == .seconds(7200))
    }
}
