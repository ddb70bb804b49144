import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

@Suite("The client and the daemon, as programs")
struct ClientTests {
    static let table = """
        schema = 1
        revision = "one"

        [modes]
        planning = "frontier"
        background = "internal"

        [tiers.frontier]
        models = ["deep"]

        [tiers.internal]
        models = ["broken", "quick"]

        [models.deep]
        provider = "far"
        name = "deep?text=Think first."
        price = { input = 5, output = 25 }

        [models.quick]
        provider = "near"
        name = "quick?text=Done."
        price = { input = 1, output = 2 }

        [models.broken]
        provider = "near"
        name = "broken?status=503"

        [models.endless]
        provider = "near"
        name = "endless?tokens=1000&delay=50ms"
        """

    @Test("answer a prompt with the model that the mode means, and tell so")
    func ask() async throws {
        try await onLoop {
            let daemon = try await LiveDaemon(table: Self.table)
            let run = try await daemon.shunt("ask", "--verbose", "--mode", "planning", "How?")
            #expect(run.exit == .status(0))
            #expect(run.output == "Think first.\n")
            #expect(run.errors.hasPrefix("planning → frontier → deep · "))
            #expect(run.errors.contains(" · $0.0"))
            try await daemon.stop()
        }
    }

    @Test("tell programs what it cost, exactly, and that a candidate failed before")
    func json() async throws {
        try await onLoop {
            let daemon = try await LiveDaemon(table: Self.table)
            let run = try await daemon.shunt("ask", "--json", "--mode", "background", "Now.")
            #expect(run.exit == .status(0))
            let result = try JSONDocument.parse(run.output).root
            #expect(result["text"]?.string == "Done.")
            #expect(result["model"]?.string == "quick")
            #expect(result["route"]?["attempts"]?.elements.map { $0["model"]?.string } == ["broken", "broken", "quick"])
            let (input, output) = try (#require(result["usage"]?["input"]?.int), #require(result["usage"]?["output"]?.int))
            #expect(result["cost"]?["usd"]?.number == Money(picodollars: Int128(input) * 1_000_000 + Int128(output) * 2_000_000).description)
            try await daemon.stop()
        }
    }

    @Test("explain beforehand, and name the model that was meant")
    func explain() async throws {
        try await onLoop {
            let daemon = try await LiveDaemon(table: Self.table)
            let run = try await daemon.shunt("explain", "--mode", "planning", "How?")
            #expect(run.exit == .status(0))
            #expect(run.output.hasPrefix("mode planning goes to tier frontier; deep is its only model\n"))
            let unknown = try await daemon.shunt("ask", "--model", "dep", "How?")
            #expect(unknown.exit == .status(1))
            #expect(unknown.errors.contains("did you mean \"deep\"?"))
            try await daemon.stop()
        }
    }

    @Test("take a new table into use, and refuse one with a mistake by its place")
    func reload() async throws {
        try await onLoop {
            let daemon = try await LiveDaemon(table: Self.table)
            try daemon.folder.write("table.toml", Bytes(Self.table.replacing("\"one\"", with: "\"two\"").utf8))
            let reload = try await daemon.shunt("reload")
            #expect(reload.exit == .status(0))
            #expect(reload.output.hasPrefix("table two@"))
            try daemon.folder.write("table.toml", Bytes(Self.table.replacing("[\"deep\"]", with: "[\"deap\"]").utf8))
            let refused = try await daemon.shunt("reload")
            #expect(refused.exit == .status(1))
            #expect(refused.errors.contains("table.toml:9:") && refused.errors.contains("\"deep\""))
            let check = try await daemon.shunt("check", daemon.folder.file("shunt.toml"))
            #expect(check.exit == .status(1))
            let reason = refused.errors.split(separator: "\n").first.map { $0.dropFirst("shunt: ".count) }
            #expect(check.output.split(separator: "\n").first == reason)
            let status = try await daemon.shunt("status", "--json")
            let table = try #require(try JSONDocument.parse(status.output).root["table"])
            #expect(table["revision"]?.string?.hasPrefix("two@") == true)
            #expect(table["last_failure"]?["errors"]?.count == 1)
            try await daemon.stop()
        }
    }

    @Test("end a call at Ctrl-C, and the provider's part of it")
    func interrupt() async throws {
        try await onLoop {
            let daemon = try await LiveDaemon(table: Self.table)
            let run = try daemon.start(["ask", "--model", "endless", "Go on."])
            try await Self.wait { try !daemon.read(run.output).isEmpty }
            run.child.send(signal: Signals.interrupt)
            #expect(try await run.child.ended() == .status(130))
            try await Self.wait { try daemon.read("shuntd.log").contains("status=cancelled") }
            try await Self.wait { daemon.simulator.connectionCount == 0 }
            try await daemon.stop()
        }
    }

    /// Returns when `condition` holds; fails where it does not within some seconds.
    @LoopActor
    private static func wait(until condition: @LoopActor () throws -> Bool) async throws {
        for _ in 0..<1000 {
            if try condition() { return }
            try await EventLoop.sleep(for: .milliseconds(5))
        }
        Issue.record("it did not come to that")
    }

    @Test("tell a daemon that is there from one that is not")
    func absent() async throws {
        try await onLoop {
            let daemon = try await LiveDaemon(table: Self.table)
            #expect(try await daemon.shunt("ping").exit == .status(0))
            #expect(try await daemon.shunt("ping", "--socket", daemon.folder.file("other.sock")).exit == .status(3))
            #expect(try await daemon.shunt("models").output.contains("tier/internal  broken, quick"))
            #expect(try await daemon.shunt("modes").output.contains("planning    frontier"))
            try await daemon.stop()
        }
    }
}
