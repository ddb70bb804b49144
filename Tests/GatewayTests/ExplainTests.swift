import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

extension GatewayTests {
    @Suite("Explain")
    struct ExplainTests {
        private let anthropic = #"{"system":"s","max_tokens":9,"messages":[{"role":"user","content":"a"}]}"#
        private let chat = #"{"messages":[{"role":"user","content":"a"}]}"#
        private let converse = #"{"messages":[{"role":"user","content":[{"text":"a"}]}]}"#

        @Test("a request of any API is explained, told by its shape, its base URL or a field, and nobody is called")
        func shapes() async throws {
            try await onLoop {
                let station = try Station()
                for (body, path, fields) in [
                    (chat, "/v1/explain", []), (anthropic, "/v1/explain", []), (converse, "/v1/explain", []),
                    (anthropic, "/anthropic/v1/explain", []), (anthropic, "/v1/explain", ["x-shunt-dialect: anthropic-messages"]),
                ] {
                    let answer = HTTPAnswer(try await station.connect().http(body, path: path, fields: fields))
                    #expect(answer.status == 200, "\(path) \(answer.body)")
                    #expect(try answer.json()["model"]?.string == "m0")
                }
                #expect(station.simulator.received.isEmpty)
                await station.stop()
            }
        }

        @Test("a dialect that is none, and a body that is not of the one named, are refused")
        func mistakes() async throws {
            try await onLoop {
                let station = try Station()
                let none = HTTPAnswer(try await station.connect().http(chat, path: "/v1/explain", fields: ["x-shunt-dialect: klingon"]))
                #expect(none.status == 400 && none.body.contains("anthropic-messages"))
                let wrong = HTTPAnswer(try await station.connect().http("{}", path: "/v1/explain", fields: ["x-shunt-dialect: anthropic-messages"]))
                #expect(wrong.status == 400 && wrong.body.contains("messages is missing"))
                await station.stop()
            }
        }
    }
}
