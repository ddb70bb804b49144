import HTTPWire
import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

extension GatewayTests {
    @Suite("Embeddings")
    struct EmbeddingsDoorTests {
        /// Models of the tier `vectors`, by provider and the name of a script, and one that chats.
        private func table(_ models: (provider: String, script: String)...) -> String {
            var text = "schema = 1\nrevision = \"r1\"\n[modes]\nembeddings = \"vectors\"\nediting = \"balanced\"\n"
            text += "[tiers.balanced]\nmodels = [\"chat\"]\n[models.chat]\nprovider = \"near\"\nname = \"sim\"\n"
            text += "[tiers.vectors]\nmodels = [\(models.indices.map { "\"v\($0)\"" }.joined(separator: ", "))]\n"
            for (index, model) in models.enumerated() {
                text += "[models.v\(index)]\nprovider = \"\(model.provider)\"\nname = \"\(model.script)\"\nabilities = [\"embeddings\"]\nprice = { input = 2, output = 0 }\n"
            }
            return text
        }

        private func ask(_ station: Station, _ body: String, path: String = "/v1/embeddings", fields: [String] = []) async throws -> HTTPAnswer {
            HTTPAnswer(try await station.connect().http(body, path: path, fields: fields))
        }

        @Test("pass as the provider sent them, under each base URL, and are settled like any answer", arguments: ["/v1/embeddings", "/embeddings", "/openai/v1/embeddings"], ["near", "responder"])
        func happy(_ path: String, _ provider: String) async throws {
            try await onLoop {
                let station = try Station(table((provider, "sim")))
                let answer = try await ask(station, #"{"model":"shunt/auto","input":["one","two"],"dimensions":3}"#, path: path)
                #expect(answer.status == 200, "\(answer.body)")
                #expect(answer["x-shunt-mode"] == "embeddings" && answer["x-shunt-tier"] == "vectors" && answer["x-shunt-model"] == "v0")
                let json = try answer.json()
                #expect(json["data"]?.elements.map { $0["embedding"]?.count } == [3, 3] && json["model"]?.string == "sim")
                let entry = try #require(try await station.settled(1).first)
                let tokens = try #require(json["usage"]?["prompt_tokens"]?.int)
                #expect(tokens > 0 && entry.field("INPUT_TOKENS") == String(tokens) && entry.field("OUTPUT_TOKENS") == "0")
                #expect(entry.field("STATUS") == "ok" && entry.field("COST_USD") != nil && entry.field("MODEL") == "v0")
                #expect(station.simulator.received.last?.path.hasSuffix("/embeddings") == true)
                await station.stop()
            }
        }

        @Test("are answered over JSON-RPC, too, and explained")
        func overRPC() async throws {
            try await onLoop {
                let station = try Station(table(("near", "sim")))
                let client = try await station.connect()
                let params = #"{"dialect":"openai-embeddings","body":{"input":"one","dimensions":3}}"#
                client.send(#"{"jsonrpc":"2.0","id":1,"method":"chat","params":\#(params)}"#)
                let result = try #require(try await client.answer(1).last["result"])
                #expect(result["body"]?["data"]?.elements.map { $0["embedding"]?.count } == [3])
                #expect(result["model"]?.string == "v0" && (result["usage"]?["input"]?.int ?? 0) > 0)
                client.send(#"{"jsonrpc":"2.0","id":2,"method":"explain","params":\#(params)}"#)
                #expect(try await client.answer(2).last["result"]?["tier"]?.string == "vectors")
                client.send(#"{"jsonrpc":"2.0","id":3,"method":"chat","params":{"dialect":"openai-embeddings","body":{"input":7}}}"#)
                #expect(try await client.answer(3).last["error"]?["data"]?["parameter"]?.string == "body.input")
                await station.stop()
            }
        }

        @Test("fail over to the next model")
        func failOver() async throws {
            try await onLoop {
                let station = try Station(table(("near", "sim?status=500"), ("near", "sim")))
                let answer = try await ask(station, #"{"input":"a"}"#)
                #expect(answer.status == 200 && answer["x-shunt-model"] == "v1")
                #expect(try await station.settled(1).first?.field("ATTEMPTS") == "3")
                await station.stop()
            }
        }

        @Test("are refused in OpenAI's shape: a model that is not there, an input of a wrong type, a mode without the ability")
        func refusals() async throws {
            try await onLoop {
                let station = try Station(table(("near", "sim")))
                let unknown = try await ask(station, #"{"model":"no-such","input":"a"}"#)
                #expect(unknown.status == 404)
                #expect(try unknown.json()["error"]?["code"]?.string == "model_not_found")
                let wrong = try await ask(station, #"{"model":"v0","input":7}"#)
                #expect(wrong.status == 400)
                #expect(try wrong.json()["error"]?["param"]?.string == "input")
                let unable = try await ask(station, #"{"input":"a"}"#, fields: ["x-shunt-mode: editing"])
                #expect(unable.status == 400)
                #expect(try unable.json()["error"]?["message"]?.string?.contains("chat: cannot do embeddings") == true)
                let chat = try await ask(station, #"{"model":"v0","messages":[{"role":"user","content":"a"}]}"#, path: "/v1/chat/completions")
                #expect(chat.status == 400)
                #expect(station.simulator.requestCount == 0)
                await station.stop()
            }
        }

        @Test("are explained where the header says what the body is")
        func explained() async throws {
            try await onLoop {
                let station = try Station(table(("claude", "sim"), ("near", "sim")))
                let answer = try await ask(station, #"{"input":"a"}"#, path: "/v1/explain", fields: ["x-shunt-dialect: openai-embeddings"])
                #expect(answer.status == 200 && answer.body.contains("v0") && answer.body.contains("cannot be asked for embeddings"), "\(answer.body)")
                #expect(station.simulator.requestCount == 0)
                await station.stop()
            }
        }
    }
}
