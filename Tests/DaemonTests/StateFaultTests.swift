import Database
import JSONText
import Loop
import Primitives
import TestKit
import Testing

@Suite("A daemon whose state folder fails it", .serialized)
struct StateFaultTests {
    private static let table = """
        schema = 1
        revision = "one"

        [modes]
        editing = "balanced"

        [tiers.balanced]
        models = ["quick"]

        [models.quick]
        provider = "near"
        name = "quick?text=Done."
        price = { input = 1, output = 2 }
        """
    private static let budget = "[[budgets]]\nname = \"all\"\nrequests = 64\nper = \"month\""
    private static let ledgerFailed = "5f1c6d0a8e5b4a7f9a51f2c2c7f7f3ad"
    private static let budgetsNotKept = "baf72dc457b840268f8f4eb37afe6b55"

    @Test("a file system can be mounted for a full disk", .enabled(if: StateFault.mayMount, "needs root's right to mount"))
    func mounts() { #expect(StateFault.possible.contains(.fullDisk)) }

    @Test("answers on, shouts once, goes on by itself, and has each request once with what the journal has", arguments: StateFault.possible)
    func fails(_ fault: StateFault) async throws {
        try await onLoop {
            let daemon = try await Self.daemon(fault)
            let crowd = try await Self.Caller(daemon)
            try await crowd.ask(5)
            _ = try await crowd.ledger { $0["written"]?.int == 5 }
            try await fault.begin(daemon)
            try await crowd.ask(10)
            if fault.lasts {
                let ledger = try await crowd.ledger { $0["error"] != nil }
                #expect(ledger["waiting"]?.int ?? 0 > 0)
                #expect(try await crowd.status()["budgets_error"] != nil)
                let page = try await daemon.metrics()
                #expect(page.contains("\nshunt_ledger_up 0\n") && page.contains("\nshunt_budgets_up 0\n"))
            }
            try await fault.end(daemon)
            // What does not last is noticed with the entries, which an answer about usage waits for.
            if !fault.lasts { _ = try await daemon.shunt("usage") }
            let ledger = try await crowd.ledger { $0["error"] == nil && $0["waiting"]?.int == 0 }
            #expect(ledger["lost"]?.int == 0)
            while try await crowd.status()["budgets_error"] != nil { try await EventLoop.sleep(for: .milliseconds(5)) }
            #expect(try await crowd.spent() == 15)

            #expect(daemon.shouts(Self.ledgerFailed) == 1)
            #expect(daemon.shouts(Self.budgetsNotKept) == (fault == .logRemoved ? 0 : 1))
            #expect(try await Self.checkImport(daemon, crowd) == (fault.takesHistory ? 5 : 0))
            try await crowd.isAudited()
            // The files are whole, and a crash forgets nothing of what was spent.
            try await daemon.kill()
            try await daemon.start()
            try await crowd.reconnect()
            #expect(try await crowd.spent() ?? 0 >= 15)
            #expect(try await Self.checkImport(daemon, crowd) == 0)
            try await daemon.terminate()
            fault.cleanUp(daemon.folder)
            try await daemon.stop()
        }
    }

    @Test("is killed meanwhile, and the next one has each request once with what the journal has", arguments: StateFault.possible)
    func killed(_ fault: StateFault) async throws {
        try await onLoop {
            let daemon = try await Self.daemon(fault)
            let crowd = try await Self.Caller(daemon)
            try await crowd.ask(5)
            _ = try await crowd.ledger { $0["written"]?.int == 5 }
            try await fault.begin(daemon)
            try await crowd.ask(5)
            try await crowd.isAudited()
            try await daemon.kill()
            // A limit is the process's own.
            if fault != .fileSizeLimit { try await fault.end(daemon) }
            try await daemon.start()
            try await crowd.reconnect()
            try await Self.checkImport(daemon, crowd)
            try await daemon.terminate()
            fault.cleanUp(daemon.folder)
            try await daemon.stop()
        }
    }

    @Test("knows at its start what was spent, though nothing can be written, and writes it all once it can", .enabled(if: StateFault.mayMount, "needs root's right to mount"), arguments: ["full", "read-only"])
    func start(_ kind: String) async throws {
        try await onLoop {
            let fault = StateFault.fullDisk
            let daemon = try await Self.daemon(fault)
            let crowd = try await Self.Caller(daemon)
            try await crowd.ask(10)
            try await daemon.terminate()
            if kind == "full" { try await fault.begin(daemon) } else { try fault.remount(daemon, readOnly: true) }
            try await daemon.start()
            try await crowd.reconnect()
            #expect(try await crowd.spent() == 10)
            try await crowd.ask(5)
            _ = try await crowd.ledger { $0["waiting"]?.int == 5 && $0["error"] != nil }
            if kind == "full" { try await fault.end(daemon) } else { try fault.remount(daemon, readOnly: false) }
            _ = try await crowd.ledger { $0["written"]?.int == 5 && $0["error"] == nil }
            while try await crowd.status()["budgets_error"] != nil { try await EventLoop.sleep(for: .milliseconds(5)) }
            try await daemon.kill()
            try await daemon.start()
            try await crowd.reconnect()
            #expect((15...17).contains(try await crowd.spent() ?? 0))
            #expect(try await Self.checkImport(daemon, crowd) == 0)
            try await daemon.terminate()
            fault.cleanUp(daemon.folder)
            try await daemon.stop()
        }
    }

    @LoopActor
    private static func daemon(_ fault: StateFault) async throws -> LiveDaemon {
        let folder = try TemporaryFolder(prefix: "shunt-state")
        try fault.prepare(folder)
        return try await LiveDaemon(
            table: table, in: folder, state: true, arguments: ["--log-json"], settings: budget, capturesLog: true)
    }

    /// Each request that was answered is in the ledger once, with its cost, after an import; one more import adds nothing. Returns how many
    /// the first added.
    @LoopActor
    @discardableResult
    private static func checkImport(_ daemon: LiveDaemon, _ crowd: Caller) async throws -> Int? {
        let file = "journal.\(daemon.captured.count).json"
        try daemon.folder.write(file, daemon.captured)
        var added: [Int?] = []
        for _ in 0..<2 {
            let run = try await daemon.shunt("ledger", "import", "--from-journal", daemon.folder.file(file), "--json")
            #expect(run.exit == .status(0), "\(run.errors)")
            added.append(try JSONDocument.parse(run.output).root["added"]?.int)
        }
        #expect(added.last == 0)
        let database = try Database(path: daemon.ledger, access: .readOnly)
        #expect(try database.rows("PRAGMA integrity_check") == [[.text("ok")]])
        let rows = try database.rows("SELECT id, cost FROM requests")
        #expect(rows.count == crowd.costs.count)
        for row in rows {
            let id = try #require(row[0].text)
            #expect(row[1].integer == crowd.costs[id], "\(id)")
        }
        return added[0]
    }
}

extension StateFaultTests {
    /// Asks over one connection, and remembers what each request cost.
    @LoopActor
    final class Caller {
        private let daemon: LiveDaemon
        private var loop: CallLoop
        /// In picodollars, by request.
        private(set) var costs: [String: Int64] = [:]

        init(_ daemon: LiveDaemon) async throws {
            self.daemon = daemon
            loop = try await CallLoop(daemon.socket)
        }

        func reconnect() async throws {
            loop.close()
            loop = try await CallLoop(daemon.socket)
        }

        func ask(_ count: Int) async throws {
            for _ in 0..<count {
                let result = try await loop.call("chat", #"{"mode":"editing","prompt":"Hi","stream":false}"#)["result"]
                let id = try #require(result?["route"]?["request"]?.string)
                let cost = try #require(result?["cost"]?["usd"]?.raw.text)
                costs[id] = Int64(try #require(Money(cost)).picodollars)
            }
        }

        func status() async throws -> JSONValue { try #require(try await loop.call("status")["result"]) }

        /// What `status` says of the ledger, once that is as wanted.
        func ledger(_ isWanted: (JSONValue) -> Bool) async throws -> JSONValue {
            var last = try await status()["ledger"]
            for _ in 0..<2_000 {
                if let last, isWanted(last) { return last }
                try await EventLoop.sleep(for: .milliseconds(5))
                last = try await status()["ledger"]
            }
            return try #require(nil, "\(last?.raw.text ?? "no ledger")")
        }

        /// Returns once the journal has all that was asked: it is written a little later.
        func isAudited() async throws {
            for _ in 0..<2_000 {
                let journal = daemon.captured[...].text
                if costs.keys.allSatisfy({ journal.contains($0) }) { return }
                try await EventLoop.sleep(for: .milliseconds(5))
            }
        }

        /// Requests that the budget counts.
        func spent() async throws -> Int? { try await status()["budgets"]?.elements.first { _ in true }?["requests"]?["spent"]?.int }
    }
}

extension LiveDaemon {
    /// How often it wrote an error of this kind.
    fileprivate func shouts(_ id: String) -> Int {
        captured[...].text.split(separator: "\n").count { $0.contains(id) && $0.contains("\"PRIORITY\":\"3\"") }
    }

    /// The page for Prometheus.
    fileprivate func metrics() async throws -> String {
        let connection = try await EventLoop.connect(unix: socket)
        defer { connection.close() }
        connection.write(Bytes("GET /metrics HTTP/1.1\r\nHost: shunt\r\nConnection: close\r\n\r\n".utf8))
        var page = Bytes()
        while case let bytes = try await connection.read(), !bytes.isEmpty { page += bytes }
        return page[...].text
    }
}
