import JSONText
import Loop
import Primitives
import TestKit
import Testing

@Suite("A daemon that starts anew")
struct RestartTests {
    private static let table = """
        schema = 1
        revision = "one"

        [modes]
        editing = "balanced"

        [tiers.balanced]
        models = ["first", "second"]

        [models.first]
        provider = "near"
        name = "first?text=One."

        [models.second]
        provider = "near"
        name = "second?text=Two."
        """

    @Test("knows from its ledger which model holds a session's cache")
    func staysWarm() async throws {
        try await onLoop {
            let daemon = try await LiveDaemon(table: Self.table, state: true)
            func model() async throws -> String? {
                let run = try await daemon.shunt("explain", "--session", "s", "--mode", "editing", "--json", "How?")
                return try JSONDocument.parse(run.output).root["model"]?.string
            }
            #expect(try await model() == "first")
            #expect(try await daemon.shunt("ask", "--session", "s", "--model", "second", "How?").output == "Two.\n")
            #expect(try await model() == "second")
            try await daemon.halt()
            try await daemon.start()
            // The ledger is read while calls are answered.
            var found = try await model()
            for _ in 0..<50 where found != "second" { found = try await model() }
            #expect(found == "second")
            try await daemon.stop()
        }
    }
}
