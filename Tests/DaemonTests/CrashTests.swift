import Database
import JSONText
import Loop
import Primitives
import TestKit
import Testing

@Suite("A daemon that is killed at any moment")
struct CrashTests {
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

    /// Ten thousand where the environment asks for it, which takes a while.
    private static let requests = ThisProcess.environment("SHUNT_CRASH_REQUESTS").flatMap { Int($0) } ?? 1_200

    @Test("leaves a sound ledger, and with what the journal has each request is in it once")
    func killed() async throws {
        try await onLoop {
            var random = SeededGenerator(seed: 20_261_124)
            let daemon = try await LiveDaemon(table: Self.table, state: true, arguments: ["--log-json"])
            let crowd = Crowd(daemon.socket)
            var logs = [daemon.log]
            while crowd.answered.count < Self.requests {
                let least = crowd.answered.count + Int.random(in: 20...Self.requests / 8, using: &random)
                crowd.begin(callers: 8)
                try await crowd.hasAnswers(least)
                try await daemon.kill()
                await crowd.ended()
                try Self.check(daemon.ledger)
                try await daemon.start()
                logs.append(daemon.log)
            }
            let journal = try logs.map { try daemon.read($0) }.joined()
            let audited = Set(journal.matches(of: /"SHUNT_REQUEST":"(req_[0-9a-z]{26})"/).map { String($0.1) })
            try daemon.folder.write("journal.json", Bytes(journal.utf8))

            let run = try await daemon.shunt("ledger", "import", "--from-journal", daemon.folder.file("journal.json"), "--json")
            #expect(run.exit == .status(0), "\(run.errors)")
            let again = try await daemon.shunt("ledger", "import", "--from-journal", daemon.folder.file("journal.json"), "--json")
            #expect(try JSONDocument.parse(again.output).root["added"]?.int == 0)
            let usage = try await daemon.shunt("usage", "--json")
            let kept = try Self.check(daemon.ledger)
            #expect(try JSONDocument.parse(usage.output).root["rows"]?.elements.first { _ in true }?["requests"]?.int == kept.count)
            #expect(audited.subtracting(kept).isEmpty)
            #expect(crowd.answered.subtracting(kept).isEmpty)
            try await daemon.stop()
        }
    }

    /// The requests in the ledger, which must be whole.
    @discardableResult
    private static func check(_ path: String) throws -> Set<String> {
        let database = try Database(path: path)
        #expect(try database.rows("PRAGMA integrity_check") == [[.text("ok")]])
        #expect(try database.rows("PRAGMA foreign_key_check") == [])
        let ids = try database.rows("SELECT id FROM requests").compactMap { $0.first?.text }
        #expect(Set(ids).count == ids.count)
        return Set(ids)
    }
}

/// Callers that ask one thing after the other, each on its own connection, until the daemon is gone.
@LoopActor
private final class Crowd {
    private let path: String
    /// The ids of the requests whose answers came whole.
    private(set) var answered: Set<String> = []
    private var running: [Task<Void, Never>] = []

    init(_ path: String) { self.path = path }

    func begin(callers: Int) { running = (0..<callers).map { _ in EventLoop.spawn { try? await self.call() } } }

    func hasAnswers(_ count: Int) async throws {
        while answered.count < count { try await EventLoop.sleep(for: .milliseconds(1)) }
    }

    func ended() async {
        for task in running { await task.value }
    }

    private func call() async throws {
        let socket = try await EventLoop.connect(unix: path)
        var buffer = Bytes()
        while true {
            socket.write(Bytes(#"{"jsonrpc":"2.0","id":1,"method":"chat","params":{"mode":"editing","prompt":"Hi","stream":false,"tags":{"step":"1"}}}"#.utf8) + [0x0A])
            var isAnswered = false
            while !isAnswered {
                let bytes = try await socket.read()
                if bytes.isEmpty { return }
                buffer += bytes
                while let end = buffer.firstIndex(of: 0x0A) {
                    let line = try JSONDocument.parse(Bytes(buffer[..<end])).root
                    buffer.removeSubrange(...end)
                    guard let id = line["result"]?["route"]?["request"]?.string else { continue }
                    answered.insert(id)
                    isAnswered = true
                }
            }
        }
    }
}
