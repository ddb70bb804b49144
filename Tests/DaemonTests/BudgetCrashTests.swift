import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

@Suite("Budgets and the daemon's end")
struct BudgetCrashTests {
    private static let table = """
        schema = 1
        [tiers.balanced]
        models = ["slow"]
        [models.slow]
        provider = "near"
        name = "slow?tokens=300&delay=1ms"
        price = { input = 1, output = 2 }
        """
    private static let request = #""model":"tier/balanced","session":"s","body":{"stream":true,"max_tokens":300,"messages":[{"role":"user","content":"a"}]}"#

    /// Sends so many requests at once, and waits for `answers` answers, good or bad.
    @LoopActor
    private static func send(_ count: Int, to daemon: LiveDaemon, awaiting answers: Int) async throws {
        let socket = try await EventLoop.connect(unix: daemon.socket)
        var lines = Bytes()
        for id in 1...count { lines += Bytes("{\"id\":\(id),\"method\":\"chat\",\"params\":{\(request)}}\n".utf8) }
        socket.write(lines)
        var seen = 0
        var rest = Bytes()
        while seen < answers {
            let bytes = try await socket.read()
            if bytes.isEmpty { break }
            rest += bytes
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = try JSONDocument.parse(Bytes(rest[..<end])).root
                rest.removeSubrange(...end)
                if line["id"]?.int != nil { seen += 1 }
            }
        }
        socket.close()
    }

    @Test(
        "200 requests over kills and restarts make no more calls than a budget for ten has",
        arguments: ["requests = 10", "tokens = 3090", "usd = 0.0061"])
    func kills(_ measure: String) async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-budgets")
            let daemon = try await LiveDaemon(
                table: Self.table, in: folder, state: true, settings: "[[budgets]]\nname = \"ten\"\neach = \"session\"\n\(measure)")
            try await Self.send(50, to: daemon, awaiting: 1)
            try await daemon.kill()
            let before = daemon.simulator.requestCount
            try await daemon.start()
            try await Self.send(50, to: daemon, awaiting: 2)
            try await daemon.kill()
            try await daemon.start()
            try await Self.send(50, to: daemon, awaiting: 50)
            try await daemon.terminate()
            try await daemon.start()
            try await Self.send(50, to: daemon, awaiting: 50)
            #expect(before >= 1)
            #expect((2...10).contains(daemon.simulator.requestCount), "\(daemon.simulator.requestCount) calls")
            try await daemon.stop()
        }
    }
}
