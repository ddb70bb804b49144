import HTTPWire
import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

extension GatewayTests {
    @Suite("Gemini's door")
    struct GeminiDoorTests {
        private let body = #"{"contents":[{"role":"user","parts":[{"text":"a"}]}]}"#

        @Test(
            "a whole answer comes under every form of the path, from either API",
            arguments: ["/v1beta/models/shunt/auto", "/v1/models/shunt%2Fauto", "/gemini/v1beta/models/tier/balanced"], ["sim?text=hello", "gemini?text=hello"])
        func whole(_ path: String, _ script: String) async throws {
            try await onLoop {
                let station = try Station(Station.table(script))
                let answer = HTTPAnswer(try await station.connect().http(body, path: "\(path):generateContent"))
                #expect(answer.status == 200)
                let candidate = try answer.json()["candidates"]?.elements.first { _ in true }
                #expect(candidate?["content"]?["parts"]?.elements.compactMap { $0["text"]?.string } == ["hello"])
                #expect(candidate?["finishReason"]?.string == "STOP")
                await station.stop()
            }
        }

        @Test("with alt=sse a stream is events that end as HTTP lines do, without an end mark", arguments: ["sim?tokens=3", "gemini?tokens=3"])
        func events(_ script: String) async throws {
            try await onLoop {
                let station = try Station(Station.table(script))
                let answer = HTTPAnswer(try await station.connect().http(body, path: "/v1beta/models/shunt/auto:streamGenerateContent?alt=sse"))
                #expect(answer["content-type"]?.hasPrefix("text/event-stream") == true && answer.isWhole)
                let data = answer.eventData
                #expect(data.count >= 3 && data.last?.contains("STOP") == true && data.allSatisfy { $0.hasPrefix("{") })
                #expect(answer.body.hasSuffix("\r\n\r\n"))
                await station.stop()
            }
        }

        @Test("without it a stream is one JSON array", arguments: ["sim?tokens=3", "gemini?tokens=3"])
        func array(_ script: String) async throws {
            try await onLoop {
                let station = try Station(Station.table(script))
                let answer = HTTPAnswer(try await station.connect().http(body, path: "/v1beta/models/shunt/auto:streamGenerateContent"))
                #expect(answer["content-type"]?.hasPrefix("application/json") == true && answer.isWhole)
                let json = try answer.json()
                #expect(json.kind == .array && json.count >= 3)
                #expect(json.elements.allSatisfy { $0["candidates"] != nil })
                await station.stop()
            }
        }

        @Test("a cut stream ends with an error and without an end, as events and as an array", arguments: ["?alt=sse", ""])
        func cut(_ query: String) async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=5&cut=2"))
                let answer = HTTPAnswer(try await station.connect().http(body, path: "/v1beta/models/shunt/auto:streamGenerateContent\(query)"))
                #expect(!answer.isWhole && answer.body.contains(#""error":{"code":502"#) && !answer.body.contains("STOP"))
                #expect(!answer.body.hasSuffix("]"))
                await station.stop()
            }
        }

        @Test(
            "errors have Google's shape and status",
            arguments: [
                ("{}", "/v1beta/models/shunt/auto:generateContent", 400, "INVALID_ARGUMENT"), ("[", "/v1beta/models/shunt/auto:generateContent", 400, "INVALID_ARGUMENT"),
                (#"{"contents":[{"parts":[{"text":"a"}]}]}"#, "/v1beta/models/none:generateContent", 404, "NOT_FOUND"),
                ("{}", "/v1beta/models/shunt/auto:invent", 405, "INVALID_ARGUMENT"), ("{}", "/v1beta/nothing", 404, "NOT_FOUND"),
            ])
        func errors(_ body: String, _ path: String, _ status: Int, _ word: String) async throws {
            try await onLoop {
                let station = try Station()
                let answer = HTTPAnswer(try await station.connect().http(body, path: path))
                #expect(answer.status == status)
                let error = try answer.json()["error"]
                #expect(error?["code"]?.int == status && error?["status"]?.string == word)
                await station.stop()
            }
        }

        @Test("tokens are counted by a provider of the same API, and estimated for any other")
        func counting() async throws {
            try await onLoop {
                let station = try Station(Station.table("gemini") + "[tiers.internal]\nmodels = [\"near/x\"]\n")
                for (model, how) in [("shunt/auto", "counted"), ("tier/internal", "estimated")] {
                    let answer = HTTPAnswer(try await station.connect().http(body, path: "/v1beta/models/\(model):countTokens"))
                    #expect(answer["x-shunt-tokens"] == how)
                    #expect(try answer.json()["totalTokens"]?.int ?? 0 > 0)
                }
                #expect(station.simulator.received.map(\.path) == ["/v1beta/models/gemini:countTokens"])
                await station.stop()
            }
        }

        @Test("the list of models has Gemini's shape")
        func models() async throws {
            try await onLoop {
                let station = try Station()
                let list = try HTTPAnswer(try await station.connect().http("", path: "/v1beta/models", method: "GET")).json()
                #expect(list["models"]?.elements.map { $0["name"]?.string } == ["models/shunt/auto", "models/tier/balanced", "models/m0"])
                let one = HTTPAnswer(try await station.connect().http("", path: "/v1beta/models/shunt/auto", method: "GET"))
                #expect(try one.json()["name"]?.string == "models/shunt/auto")
                await station.stop()
            }
        }
    }
}
