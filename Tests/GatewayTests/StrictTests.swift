import HTTPWire
import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

extension GatewayTests {
    @Suite("What a provider cannot be told")
    struct StrictTests {
        private let body = #"{"logit_bias":{"7":1},"messages":[{"role":"user","content":"a"}]}"#
        private func strict(_ flag: String) -> String { #"{"strict":\#(flag),"# + body.dropFirst() }

        @Test("without strict it is dropped, and the answer, NDJSON, the journal and explain name it")
        func dropped() async throws {
            try await onLoop {
                let station = try Station(Station.table("claude"))
                let answer = HTTPAnswer(try await station.connect().http(body))
                #expect(answer.status == 200 && answer["x-shunt-dropped"] == "logit_bias")
                let client = try await station.connect()
                client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\"body\":\(body)}}")
                let route = try await client.answer(1).last["result"]?["route"]
                #expect(route?["dropped"]?.elements.map(\.string) == ["logit_bias"])
                client.send("{\"id\":2,\"method\":\"explain\",\"params\":{\"body\":\(body)}}")
                #expect(try await client.answer(2).last["result"]?["dropped"]?.elements.map(\.string) == ["logit_bias"])
                #expect(try await station.settled(2).map { $0.field("DROPPED") } == ["logit_bias", "logit_bias"])
                #expect(station.simulator.received.count == 2)
                await station.stop()
            }
        }

        @Test("a provider of the caller's own API is told everything, and nothing is called dropped")
        func sameDialect() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim"))
                let answer = HTTPAnswer(try await station.connect().http(strict("true")))
                #expect(answer.status == 200 && answer["x-shunt-dropped"] == nil)
                let sent = try #require(station.simulator.received.last).body.text
                #expect(sent.contains("logit_bias") && !sent.contains("strict"))
                await station.stop()
            }
        }

        @Test("strict passes over a candidate that cannot be told everything")
        func skips() async throws {
            try await onLoop {
                let station = try Station(Station.table("claude", "sim"))
                let answer = HTTPAnswer(try await station.connect().http(body, fields: ["x-shunt-strict: true"]))
                #expect(answer.status == 200 && answer["x-shunt-model"] == "m1")
                let explained = HTTPAnswer(try await station.connect().http(strict("true"), path: "/v1/explain"))
                #expect(try explained.json()["rejected"]?.elements.map { $0["reason"]?.string } == ["cannot be told logit_bias"])
                await station.stop()
            }
        }

        @Test("where nobody can be told everything, strict is an error that names the fields, however it was said")
        func refuses() async throws {
            try await onLoop {
                let station = try Station(Station.table("claude"))
                for (body, fields) in [(body, ["x-shunt-strict: 1"]), (strict("true"), [])] {
                    let answer = HTTPAnswer(try await station.connect().http(body, fields: fields))
                    #expect(answer.status == 400 && answer.body.contains("invalid_request_error") && answer.body.contains("logit_bias"))
                }
                let client = try await station.connect()
                client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\"strict\":true,\"body\":\(body)}}")
                let error = try await client.answer(1).last["error"]
                #expect(error?["data"]?["type"]?.string == "invalid_request")
                #expect(error?["message"]?.string?.contains("logit_bias") == true)
                #expect(station.simulator.received.isEmpty)
                await station.stop()
            }
        }

        @Test("strict that is no flag, or said twice, is refused", arguments: ["7", "\"yes\"", "true,\"strict\":true"])
        func mistakes(_ flag: String) async throws {
            try await onLoop {
                let station = try Station()
                let answer = HTTPAnswer(try await station.connect().http(strict(flag)))
                #expect(answer.status == 400 && answer.body.contains(#""param":"strict""#))
                await station.stop()
            }
        }

        @Test("strict that says no changes nothing, and no provider sees it", arguments: ["false", "null"])
        func no(_ flag: String) async throws {
            try await onLoop {
                let station = try Station(Station.table("claude"))
                let answer = HTTPAnswer(try await station.connect().http(strict(flag)))
                #expect(answer["x-shunt-dropped"] == "logit_bias")
                await station.stop()
            }
        }
    }
}
