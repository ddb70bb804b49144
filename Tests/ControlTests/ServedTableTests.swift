import Control
import Exchange
import Loop
import Primitives
import TestKit
import Telemetry
import Testing

@Suite("Tables from a server", .timeLimit(.minutes(1)))
struct ServedTableTests {
    private static let one = SupplyBench.table("one")
    private static let two = SupplyBench.table("two")

    @LoopActor
    private static func bench(_ source: String = "", _ answer: @escaping CannedServer.Answer) async throws -> (SupplyBench, CannedServer) {
        let folder = try TemporaryFolder(prefix: "shunt-served")
        let server = try CannedServer(folder, answer)
        let bench = try await SupplyBench("source = \"http://tables/t.toml\"\nsocket = \"\(server.path)\"\n\(source)", in: folder)
        return (bench, server)
    }

    @LoopActor
    private static func end(_ bench: SupplyBench, _ server: CannedServer) async {
        await bench.stop()
        server.close()
        bench.folder.remove()
    }

    @Test("A table is taken, asked for again with what tells its state, and not moved where it is the same")
    func conditional() async throws {
        try await onLoop {
            let (bench, server) = try await Self.bench("token = { env = \"TOKEN\" }") { _ in CannedServer.page(Self.one, 200, "ETag: \"a\"", "Content-Type: application/toml") }
            #expect(bench.revision == "one")
            #expect(server.heads[0].contains("\r\nauthorization: Bearer TOKEN\r\n") && !server.heads[0].contains("if-none-match"))
            server.answers { _ in "HTTP/1.1 304 X\r\nETag: \"a\"\r\nConnection: close\r\n\r\n" }
            let before = bench.snapshots.swaps
            await bench.controller.refresh()
            #expect(server.heads[1].contains("\r\nif-none-match: \"a\"\r\n"))
            #expect(bench.snapshots.swaps == before)
            server.answers { _ in CannedServer.page(Self.two, 200, "ETag: \"b\"") }
            await bench.controller.refresh()
            #expect(bench.revision == "two")
            #expect(bench.journal.last?.messageID == MessageID.tableLive.rawValue)
            // Asked by hand it is the whole that is read again, 304 or not.
            server.answers { _ in "HTTP/1.1 304 X\r\nConnection: close\r\n\r\n" }
            #expect(await bench.reload() == "")
            #expect(bench.revision == "two")
            await Self.end(bench, server)
        }
    }

    @Test("What was changed in the second of its answer is asked for as if it were not known")
    func sameSecond() async throws {
        try await onLoop {
            let second = "Tue, 24 Nov 2026 11:00:00 GMT"
            let (bench, server) = try await Self.bench { _ in CannedServer.page(Self.one, 200, "ETag: \"a\"", "Last-Modified: \(second)", "Date: \(second)") }
            let later = "Tue, 24 Nov 2026 11:00:01 GMT"
            server.answers { _ in CannedServer.page(Self.two, 200, "ETag: \"a\"", "Last-Modified: \(second)", "Date: \(later)") }
            await bench.controller.refresh()
            #expect(bench.revision == "two" && !server.heads[1].contains("if-none-match") && !server.heads[1].contains("if-modified-since"))
            await bench.controller.refresh()
            #expect(server.heads[2].contains("if-none-match: \"a\""))
            await Self.end(bench, server)
        }
    }

    /// Answers that are no table, and what is said of them.
    static let bad: [(String?, String)] = [
        (CannedServer.page("no", 500), "the server answers 500"), (CannedServer.page("no", 404), "the server answers 404: there is no table"),
        (CannedServer.page("no", 401), "the server answers 401: it wants another token"), (CannedServer.page("", 204), "the server answers 204"),
        (CannedServer.page(two, 200, "Content-Type: text/html; charset=utf-8"), "the server calls it text/html, which is neither TOML nor JSON"),
        ("HTTP/1.1 200 X\r\nContent-Length: 5000\r\n\r\n\(two)", "the connection was cut: transfer closed with "),
        ("HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nschem\r\n", "the connection was cut: "),
        ("HTTP/1.1 200 X\r\nConnection: close\r\n\r\n\(two)", "the server does not say how long the table is"),
        (CannedServer.page(two, 200, "Content-Encoding: br"), "the server compresses it in a way that was not asked for"),
        (CannedServer.page(String(repeating: "#", count: Limits.tableBytes + 1)), "is longer than \(Limits.tableBytes) bytes"),
        (CannedServer.page("schema = 1\nmodels = = 2\n"), "t.toml at "), (CannedServer.page(SupplyBench.table("x", "[modes]\nediting = \"nowhere\"")), "nowhere"),
        (CannedServer.page("", 302, "Location: http://elsewhere/t.toml"), "it redirects to another origin, which is not followed"),
        (CannedServer.page("", 307, "Location: /again"), "it redirects more than \(Limits.tableRedirects) times"), (nil, "the answer took too long"),
        ("SSH-2.0-x\r\n", ""), ("HTTP/1.1 304 X\r\nConnection: close\r\n\r\n", "the server answers 304"),
    ]

    @Test("An answer that is no table leaves the old one, and the reason is told", arguments: bad.indices)
    func refused(_ index: Int) async throws {
        let (answer, reason) = Self.bad[index]
        try await onLoop {
            let (bench, server) = try await Self.bench("timeout = \"\(answer == nil ? "3s" : "20s")\"") { _ in CannedServer.page(Self.one) }
            server.answers { _ in answer }
            await bench.controller.refresh()
            #expect(bench.revision == "one")
            let entry = try #require(bench.journal.last)
            #expect(entry.message.contains(reason), "\(entry.message)")
            #expect(entry.messageID == MessageID.tableRefused.rawValue || entry.messageID == MessageID.tableSource.rawValue)
            // The same again is not told again.
            let count = bench.journal.count
            await bench.controller.refresh()
            #expect(bench.journal.count == count)
            #expect(await bench.reload().contains(reason))
            server.answers { _ in CannedServer.page(Self.two) }
            await bench.controller.refresh()
            #expect(bench.revision == "two")
            await Self.end(bench, server)
        }
    }

    @Test("A redirect within the origin is followed")
    func redirect() async throws {
        try await onLoop {
            let (bench, server) = try await Self.bench { head in
                head.hasPrefix("GET /t.toml ") ? CannedServer.page("", 302, "Location: v2/t.toml") : CannedServer.page(Self.one)
            }
            #expect(bench.revision == "one")
            #expect(server.heads.map { $0.prefix { $0 != "\r\n" } } == ["GET /t.toml HTTP/1.1", "GET /v2/t.toml HTTP/1.1"])
            await Self.end(bench, server)
        }
    }

    @Test("JSON is taken as well, and a mistake in it has line and column")
    func json() async throws {
        try await onLoop {
            let (bench, server) = try await Self.bench { _ in
                CannedServer.page(#"{"schema": 1, "revision": "j", "tiers": {"frontier": {"models": ["ollama/m"]}}}"#, 200, "Content-Type: application/json")
            }
            #expect(bench.revision == "j")
            server.answers { _ in CannedServer.page("{\n\"schema\": 2}", 200, "Content-Type: application/vnd.x+json") }
            #expect(await bench.reload() == "http://tables/t.toml at \(server.path):2:11: this build reads tables of schema 1, not 2")
            await Self.end(bench, server)
        }
    }

    @Test("A source that goes away and comes back is told of twice, not more")
    func outage() async throws {
        try await onLoop {
            let (bench, server) = try await Self.bench { _ in CannedServer.page(Self.one) }
            server.answers { _ in CannedServer.page("", 503) }
            for _ in 0..<3 { await bench.controller.refresh() }
            #expect(bench.controller.tableFigures.failures == 3 && !bench.controller.tableFigures.isReachable)
            server.answers { _ in CannedServer.page(Self.one) }
            await bench.controller.refresh()
            #expect(bench.controller.tableFigures.isReachable)
            let told = bench.journal.filter { $0.messageID == MessageID.tableSource.rawValue }.map(\.message)
            #expect(told.count == 2 && told[0].hasPrefix("the table's source does not answer, one@") && told[1].contains("answers again"))
            await Self.end(bench, server)
        }
    }

    @Test("Reloads that come together run one after another")
    func together() async throws {
        try await onLoop {
            let (bench, server) = try await Self.bench("timeout = \"20s\"") { _ in CannedServer.page(Self.one) }
            server.answers { _ in nil }
            let tasks = (0..<5).map { _ in EventLoop.spawn { await bench.reload() } }
            while server.heads.count < 2 { try await EventLoop.sleep(for: .milliseconds(1)) }
            for _ in 0..<20 { try await EventLoop.sleep(for: .milliseconds(1)) }
            #expect(server.heads.count == 2, "one at a time")
            server.answers { _ in CannedServer.page(Self.two) }
            await server.release(CannedServer.page(Self.one))
            for task in tasks { #expect(await task.value == "") }
            #expect(server.heads.count == 6 && bench.revision == "two")
            await Self.end(bench, server)
        }
    }
}
