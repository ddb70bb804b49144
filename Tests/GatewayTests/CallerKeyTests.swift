import HTTPWire
import Loop
import Simulator
import TestKit
import Testing

extension GatewayTests {
    @Suite("Keys that callers bring")
    struct CallerKeyTests {
        private let body = #"{"max_tokens":64,"messages":[{"role":"user","content":"a"}]}"#
        private let table = "schema = 1\n[tiers.balanced]\nmodels = [\"open/claude\"]\n"

        @Test(
            "a key is taken from where each API's SDK puts it",
            arguments: ["authorization: Bearer own-key", "x-api-key: own-key", "x-goog-api-key: own-key", "x-shunt-key: own-key", "?key=own-key"])
        func places(_ place: String) async throws {
            try await onLoop {
                let station = try Station(table)
                let query = place.hasPrefix("?") ? place : ""
                let answer = HTTPAnswer(try await station.connect().http(body, path: "/v1/messages\(query)", fields: query.isEmpty ? [place] : []))
                #expect(answer.status == 200)
                #expect(station.simulator.received.last?.fields["x-api-key"] == "own-key")
                await station.stop()
            }
        }

        @Test("what stands where a key belongs, and is none, goes nowhere", arguments: ["unused", "sk-shunt", "not-needed", "UNUSED"])
        func placeholders(_ word: String) async throws {
            try await onLoop {
                let station = try Station(table)
                let answer = HTTPAnswer(try await station.connect().http(body, path: "/v1/messages", fields: ["x-api-key: \(word)"]))
                #expect(answer.status == 401)
                #expect(station.simulator.received.isEmpty)
                await station.stop()
            }
        }

        @Test("a provider that takes no caller's key never sees it")
        func closedProvider() async throws {
            try await onLoop {
                let station = try Station(Station.table("claude"))
                let answer = HTTPAnswer(try await station.connect().http(body, path: "/v1/messages", fields: ["x-api-key: own-key"]))
                #expect(answer.status == 200)
                #expect(station.simulator.received.last?.fields["x-api-key"] == nil)
                await station.stop()
            }
        }
    }
}
