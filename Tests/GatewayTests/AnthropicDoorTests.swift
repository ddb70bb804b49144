import HTTPWire
import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

extension GatewayTests {
    @Suite("Anthropic's door")
    struct AnthropicDoorTests {
        private let body = #"{"model":"shunt/auto","max_tokens":64,"messages":[{"role":"user","content":"a"}]}"#
        private let streamed = #"{"model":"shunt/auto","max_tokens":64,"stream":true,"messages":[{"role":"user","content":"a"}]}"#
        private let version = "anthropic-version: 2023-06-01"

        @Test("a whole message comes from either API", arguments: ["sim?text=hello", "claude?text=hello"])
        func whole(_ script: String) async throws {
            try await onLoop {
                let station = try Station(Station.table(script))
                let answer = HTTPAnswer(try await station.connect().http(body, path: "/v1/messages?beta=true", fields: [version]))
                #expect(answer.status == 200)
                let json = try answer.json()
                #expect(json["type"]?.string == "message" && json["role"]?.string == "assistant")
                #expect(json["content"]?.elements.first { _ in true }?["text"]?.string == "hello")
                #expect(json["stop_reason"]?.string == "end_turn")
                #expect(json["usage"]?["input_tokens"]?.int != nil)
                #expect(answer["request-id"]?.hasPrefix("req_") == true)
                #expect(answer["request-id"] == answer["x-shunt-request-id"])
                await station.stop()
            }
        }

        @Test("a stream has Anthropic's events in order and ends with message_stop", arguments: ["sim?tokens=3", "claude?tokens=3"])
        func stream(_ script: String) async throws {
            try await onLoop {
                let station = try Station(Station.table(script))
                let answer = HTTPAnswer(try await station.connect().http(streamed, path: "/v1/messages", fields: [version]))
                #expect(answer["content-type"]?.hasPrefix("text/event-stream") == true)
                let names = answer.eventNames.filter { $0 != "ping" }
                #expect(names.first == "message_start" && names.last == "message_stop")
                #expect(names.count { $0 == "content_block_delta" } == 3)
                #expect(names.suffix(3) == ["content_block_stop", "message_delta", "message_stop"])
                #expect(answer.isWhole)
                await station.stop()
            }
        }

        @Test(
            "a stream that the provider cuts ends with an error event and without an end",
            arguments: ["sim?tokens=5&cut=2", "claude?tokens=5&cut=2", "claude?tokens=9&delay=1ms&error_after=5", "sim?tokens=9&delay=1ms&malformed=5"])
        func cut(_ script: String) async throws {
            try await onLoop {
                let station = try Station(Station.table(script))
                let answer = HTTPAnswer(try await station.connect().http(streamed, path: "/v1/messages", fields: [version]))
                #expect(answer.status == 200)
                #expect(answer.eventNames.last == "error")
                #expect(!answer.eventNames.contains("message_stop"))
                #expect(answer.body.contains(#""type":"error","error":{"type":"#))
                #expect(answer.body.contains(#""request_id":"req_"#))
                #expect(!answer.isWhole)
                await station.stop()
            }
        }

        @Test(
            "errors have Anthropic's shape, type and status",
            arguments: [
                (#"{"messages":"x"}"#, "/v1/messages", 400, "invalid_request_error"), ("nonsense", "/v1/messages", 400, "invalid_request_error"),
                (#"{"max_tokens":1}"#, "/v1/messages", 400, "invalid_request_error"),
                (#"{"model":"gpt-99","messages":[{"role":"user","content":"x"}]}"#, "/v1/messages", 404, "not_found_error"),
                ("{}", "/v1/messages/batches", 404, "not_found_error"), ("{}", "/anthropic/v1/nothing", 404, "not_found_error"),
                (String(repeating: "x", count: 70_000), "/v1/messages", 413, "request_too_large"),
            ])
        func errors(_ body: String, _ path: String, _ status: Int, _ type: String) async throws {
            try await onLoop {
                let station = try Station(limits: "request_bytes = 65536")
                let answer = HTTPAnswer(try await station.connect().http(body, path: path))
                #expect(answer.status == status)
                let json = try answer.json()
                #expect(json["type"]?.string == "error")
                #expect(json["error"]?["type"]?.string == type)
                #expect(json["request_id"]?.string == answer["request-id"] && answer["request-id"] != nil)
                await station.stop()
            }
        }

        @Test(
            "a provider's refusal comes as the type that the SDK's exception stands for",
            arguments: [
                ("sim?error=rate&retry_after=7", 429, "rate_limit_error"), ("claude?error=rate&retry_after=7", 429, "rate_limit_error"),
                ("claude?error=invalid", 400, "invalid_request_error"), ("sim?error=context", 400, "invalid_request_error"),
                ("sim?error=auth", 401, "authentication_error"),
            ])
        func refusals(_ script: String, _ status: Int, _ type: String) async throws {
            try await onLoop {
                let station = try Station(Station.table(script), limits: "patience = \"0s\"")
                let answer = HTTPAnswer(try await station.connect().http(body, path: "/v1/messages"))
                #expect(answer.status == status)
                #expect(try answer.json()["error"]?["type"]?.string == type)
                #expect(answer["retry-after"] == (status == 429 ? "7" : nil))
                #expect(answer["x-should-retry"] == (status == 429 ? nil : "false"))
                await station.stop()
            }
        }

        @Test("tokens are counted by a provider of the same API, and estimated for any other")
        func counting() async throws {
            try await onLoop {
                let station = try Station(Station.table("claude") + "[tiers.free]\nmodels = [\"m0\"]\n[tiers.internal]\nmodels = [\"near/x\"]\n")
                let question = #"{"model":"tier/free","messages":[{"role":"user","content":"some words to count"}],"metadata":{"mode":"edit"}}"#
                let counted = HTTPAnswer(try await station.connect().http(question, path: "/v1/messages/count_tokens", fields: [version]))
                #expect(counted["x-shunt-tokens"] == "counted" && counted["x-shunt-model"] == "m0")
                #expect(try counted.json()["input_tokens"]?.int ?? 0 > 0)
                let asked = try #require(station.simulator.received.last)
                #expect(asked.path == "/v1/messages/count_tokens" && asked.body.text.hasPrefix(#"{"model":"claude","messages""#))
                #expect(!asked.body.text.contains("metadata"))
                let other = question.replacing("tier/free", with: "tier/internal")
                let estimated = HTTPAnswer(try await station.connect().http(other, path: "/v1/messages/count_tokens", fields: [version]))
                #expect(estimated["x-shunt-tokens"] == "estimated")
                #expect(try estimated.json()["input_tokens"]?.int ?? 0 > 0)
                #expect(station.simulator.received.count == 1)
                await station.stop()
            }
        }

        @Test("the fields that Anthropic's SDK sends reach a provider of that API, and no other")
        func passedFields() async throws {
            try await onLoop {
                let station = try Station(Station.table("claude") + "[tiers.internal]\nmodels = [\"near/x\"]\n")
                let fields = ["anthropic-version: 2024-01-01", "anthropic-beta: one", "anthropic-beta: two", "x-stainless-lang: python", "openai-beta: no"]
                _ = try await station.connect().http(body, path: "/v1/messages", fields: fields)
                let direct = try #require(station.simulator.received.last).fields
                #expect(direct.all("anthropic-version") == ["2024-01-01"] && direct.all("anthropic-beta") == ["one,two"])
                #expect(direct["x-stainless-lang"] == nil && direct["openai-beta"] == nil)
                _ = try await station.connect().http(body.replacing("shunt/auto", with: "tier/internal"), path: "/v1/messages", fields: fields)
                let translated = try #require(station.simulator.received.last).fields
                #expect(translated["anthropic-version"] == nil && translated["anthropic-beta"] == nil)
                await station.stop()
            }
        }

        @Test("the list of models has Anthropic's shape and pages")
        func models() async throws {
            try await onLoop {
                let station = try Station()
                let list = try HTTPAnswer(try await station.connect().http("", path: "/v1/models", method: "GET", fields: [version])).json()
                #expect(list["has_more"]?.bool == false && list["first_id"]?.string == "shunt/auto" && list["last_id"]?.string == "m0")
                let first = try HTTPAnswer(try await station.connect().http("", path: "/anthropic/v1/models?limit=1", method: "GET")).json()
                #expect(first["has_more"]?.bool == true && first["data"]?.count == 1 && first["last_id"]?.string == "shunt/auto")
                let next = try HTTPAnswer(
                    try await station.connect().http("", path: "/anthropic/v1/models?limit=10&after_id=shunt%2Fauto", method: "GET")).json()
                #expect(next["has_more"]?.bool == false && next["first_id"]?.string == "tier/balanced")
                let one = HTTPAnswer(try await station.connect().http("", path: "/v1/models/shunt%2Fauto", method: "GET", fields: [version]))
                #expect(try one.json()["type"]?.string == "model")
                let none = HTTPAnswer(try await station.connect().http("", path: "/v1/models/nothing", method: "GET", fields: [version]))
                #expect(none.status == 404 && none.body.contains("not_found_error"))
                await station.stop()
            }
        }
    }
}
