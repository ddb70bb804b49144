import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

extension GatewayTests {
    @Suite("The door of OpenAI's Responses")
    struct ResponsesDoorTests {
        private let body = #"{"model":"shunt/auto","input":"a"}"#
        private let streamed = #"{"model":"shunt/auto","input":"a","stream":true}"#

        @Test("a whole answer comes from either API", arguments: ["sim?text=hello", "respond?text=hello"], ["/v1/responses", "/openai/v1/responses"])
        func whole(_ script: String, _ path: String) async throws {
            try await onLoop {
                let station = try Station(Station.table(script))
                let answer = HTTPAnswer(try await station.connect().http(body, path: path))
                #expect(answer.status == 200 && answer["x-request-id"]?.hasPrefix("req_") == true)
                let json = try answer.json()
                #expect(json["object"]?.string == "response" && json["status"]?.string == "completed")
                #expect(answer.body.contains("hello"))
                await station.stop()
            }
        }

        @Test("a stream begins with response.created and ends with response.completed", arguments: ["sim?tokens=3", "respond?tokens=3"])
        func stream(_ script: String) async throws {
            try await onLoop {
                let station = try Station(Station.table(script))
                let answer = HTTPAnswer(try await station.connect().http(streamed, path: "/v1/responses"))
                #expect(answer.eventNames.first == "response.created" && answer.eventNames.last == "response.completed")
                #expect(answer.eventNames.count { $0 == "response.output_text.delta" } == 3 && answer.isWhole)
                await station.stop()
            }
        }

        @Test("a stream that the provider cuts ends with an error event and without an end", arguments: ["sim?tokens=5&cut=2", "respond?tokens=5&cut=2"])
        func cut(_ script: String) async throws {
            try await onLoop {
                let station = try Station(Station.table(script))
                let answer = HTTPAnswer(try await station.connect().http(streamed, path: "/v1/responses"))
                // Where shunt wrote the stream it ends the response itself as well; a provider's own bytes are only told to be broken.
                let ending = script.hasPrefix("sim") ? ["error", "response.failed"] : ["error"]
                #expect(answer.eventNames.suffix(ending.count) == ending[...])
                #expect(!answer.eventNames.contains("response.completed") && !answer.isWhole)
                await station.stop()
            }
        }

        @Test("what leans on an answer that a provider keeps goes to no provider of another API, and the error names the field")
        func bound() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim", "respond"))
                let continued = #"{"model":"MODEL","input":"a","previous_response_id":"resp_1"}"#
                let answer = HTTPAnswer(try await station.connect().http(continued.replacing("MODEL", with: "shunt/auto"), path: "/v1/responses"))
                #expect(answer["x-shunt-model"] == "m1")
                let refused = HTTPAnswer(try await station.connect().http(continued.replacing("MODEL", with: "m0"), path: "/v1/responses"))
                #expect(refused.status == 400 && refused.body.contains("previous_response_id"))
                await station.stop()
            }
        }

        @Test("errors have OpenAI's shape")
        func errors() async throws {
            try await onLoop {
                let station = try Station()
                let wrong = HTTPAnswer(try await station.connect().http(#"{"input":7}"#, path: "/v1/responses"))
                #expect(wrong.status == 400 && wrong.body.contains(#""param":"input""#))
                let nowhere = HTTPAnswer(try await station.connect().http("", path: "/v1/responses/resp_1", method: "GET"))
                #expect(nowhere.status == 404 && nowhere.body.contains("invalid_request_error"))
                await station.stop()
            }
        }
    }
}
