import JSONText
import Loop
import Primitives
import TestKit
import Testing

extension GatewayTests {
    @Suite("Bedrock's door")
    struct BedrockDoorTests {
        private let body = #"{"messages":[{"role":"user","content":[{"text":"a"}]}],"inferenceConfig":{"maxTokens":64}}"#

        @Test("the path names the model; a whole answer has Converse's shape", arguments: ["shunt/auto", "shunt%2Fauto", "tier/balanced"])
        func whole(_ model: String) async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?text=hello"))
                let answer = HTTPAnswer(try await station.connect().http(body, path: "/model/\(model)/converse"))
                #expect(answer.status == 200 && answer["x-amzn-requestid"]?.hasPrefix("req_") == true)
                let json = try answer.json()
                #expect(json["stopReason"]?.string == "end_turn")
                #expect(json["output"]?["message"]?["content"]?.elements.map { $0["text"]?.string } == ["hello"])
                await station.stop()
            }
        }

        @Test("a stream is Amazon's binary one, and a cut one ends with an exception")
        func stream() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=3"))
                let sound = try await station.connect().http(body, path: "/model/shunt%2Fauto/converse-stream")
                #expect(HTTPAnswer(sound)["content-type"] == "application/vnd.amazon.eventstream")
                #expect(sound.contains("messageStart") && sound.contains("messageStop") && !sound.contains("xception"))
                #expect(sound.hasSuffix("0\r\n\r\n"))
                await station.stop()
                let other = try Station(Station.table("sim?tokens=5&cut=2"))
                let cut = try await other.connect().http(body, path: "/model/shunt%2Fauto/converse-stream")
                #expect(cut.contains("xception") && !cut.contains("messageStop") && !cut.hasSuffix("0\r\n\r\n"))
                await other.stop()
            }
        }

        @Test("errors carry the type that the SDK turns into its exception")
        func errors() async throws {
            try await onLoop {
                let station = try Station()
                let unknown = HTTPAnswer(try await station.connect().http(body, path: "/model/nothing/converse"))
                #expect(unknown.status == 404 && unknown["x-amzn-errortype"] == "ResourceNotFoundException")
                let wrong = HTTPAnswer(try await station.connect().http(#"{"messages":7}"#, path: "/model/shunt%2Fauto/converse"))
                #expect(wrong.status == 400 && wrong["x-amzn-errortype"] == "ValidationException")
                #expect(try wrong.json()["message"]?.string?.contains("messages") == true)
                let nowhere = HTTPAnswer(try await station.connect().http("{}", path: "/model/shunt%2Fauto/invent"))
                #expect(nowhere.status == 404 && nowhere["x-amzn-errortype"] != nil)
                await station.stop()
            }
        }

        @Test("over NDJSON stream belongs to the params, for the body does not say it")
        func overNDJSON() async throws {
            try await onLoop {
                let station = try Station(Station.table("sim?tokens=3"))
                let client = try await station.connect()
                client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\"dialect\":\"bedrock-converse\",\"body\":\(body)}}")
                let streamed = try await client.answer(1)
                #expect(streamed.deltas.count { $0["params"]?["data"]?["contentBlockDelta"] != nil } == 3)
                #expect(streamed.last["result"]?["body"]?["stopReason"]?.string == "end_turn")
                client.send("{\"id\":2,\"method\":\"chat\",\"params\":{\"dialect\":\"bedrock-converse\",\"stream\":false,\"body\":\(body)}}")
                let whole = try await client.answer(2)
                #expect(whole.deltas.isEmpty && whole.last["result"]?["body"]?["stopReason"]?.string == "end_turn")
                await station.stop()
            }
        }
    }
}
