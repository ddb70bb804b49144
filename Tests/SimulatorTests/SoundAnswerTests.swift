import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

@Suite("Sound answers of the simulator")
struct SoundAnswerTests {
    @Test("OpenAI, whole: text, usage and the service's fields, twice on one connection")
    func openAIWhole() async throws {
        try await onLoop {
            try await withSimulator { simulator, client in
                for _ in 0..<2 {
                    client.send(Ask.openAI("say hello"), fields: ["authorization: Bearer sk-test"])
                    let (head, body) = try await client.response()
                    let answer = try json(body)
                    #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
                    #expect(head.contains("x-request-id: req_"))
                    #expect(answer["object"]?.string == "chat.completion")
                    #expect(answer["model"]?.string == "sim")
                    let choice = try #require(answer["choices"]?.elements.first { _ in true })
                    #expect(choice["message"]?["content"]?.string == AnswerText.reply(to: "say hello", model: "sim"))
                    #expect(choice["finish_reason"]?.string == "stop")
                    #expect(answer["usage"]?["prompt_tokens"]?.int == 6)
                }
                #expect(simulator.acceptedCount == 1)
                #expect(simulator.received.map(\.outcome) == [.delivered, .delivered])
            }
        }
    }

    @Test("OpenAI, streamed: role first, one delta a token, usage only where asked, [DONE]", arguments: [true, false])
    func openAIStream(usage: Bool) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(Ask.openAI(model: "sim?tokens=5", stream: true, more: usage ? ",\"stream_options\":{\"include_usage\":true}" : ""))
                let response = try await client.read(until: "\r\n0\r\n\r\n")
                #expect(response.contains("content-type: text/event-stream"))
                #expect(chunks(response).ended)
                let events = data(response)
                #expect(events.count == (usage ? 9 : 8))
                #expect(events.last == "[DONE]")
                let parsed = try events.dropLast().map(json)
                #expect(parsed[0]["choices"]?.elements.first { _ in true }?["delta"]?["role"]?.string == "assistant")
                let text = parsed.compactMap { $0["choices"]?.elements.first { _ in true }?["delta"]?["content"]?.string }.joined()
                #expect(text == AnswerText.words(5, seed: "hello").joined())
                #expect(parsed.filter { $0["usage"]?.kind == .object }.count == (usage ? 1 : 0))
                #expect(parsed[0]["usage"]?.isNull ?? false == usage)
                if usage { #expect(parsed.last?["usage"]?["completion_tokens"]?.int == 5) }
            }
        }
    }

    @Test("Anthropic, streamed: events in order, blocks opened and closed, final counts")
    func anthropicStream() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(Ask.anthropic(model: "sim?tokens=3", stream: true, more: ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}"), to: "/v1/messages", fields: Ask.anthropicFields)
                let response = try await client.read(until: "\r\n0\r\n\r\n")
                let types = try data(response).map { try json($0)["type"]?.string ?? "" }
                let thinking = ["content_block_start", "ping"] + Array(repeating: "content_block_delta", count: 12 + 1) + ["content_block_stop"]
                let text = ["content_block_start"] + Array(repeating: "content_block_delta", count: 3) + ["content_block_stop"]
                #expect(types == ["message_start"] + thinking + text + ["message_delta", "message_stop"])
                let delta = try json(data(response)[types.count - 2])
                #expect(delta["delta"]?["stop_reason"]?.string == "end_turn")
                #expect(delta["usage"]?["output_tokens"]?.int == 3 + 12)
            }
        }
    }

    @Test("Anthropic, whole: the message as the API documents it")
    func anthropicWhole() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(Ask.anthropic("why?"), to: "/v1/messages", fields: Ask.anthropicFields)
                let (head, body) = try await client.response()
                let answer = try json(body)
                #expect(head.contains("request-id: req_"))
                #expect(answer["type"]?.string == "message")
                #expect(answer["content"]?.elements.first { _ in true }?["text"]?.string == AnswerText.reply(to: "why?", model: "sim"))
                #expect(answer["usage"]?["input_tokens"]?.int == 4)
            }
        }
    }

    @Test("a tool is called where the last message asks for it, in both APIs", arguments: [true, false])
    func toolCall(stream: Bool) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let schema = #"{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"},"unit":{"type":"string"}},"required":["city","days"]}"#
                client.send(Ask.openAI("Please call the tool", stream: stream, more: ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":\(schema)}}]"))
                let openAI = try await client.read(until: stream ? "[DONE]" : "\"total_tokens\"")
                #expect(openAI.contains(#""finish_reason":"tool_calls""#))
                #expect(openAI.contains(#""name":"weather""#))
                let other = try await RawClient(client.simulator)
                other.send(Ask.anthropic("Please call the tool", stream: stream, more: ",\"tools\":[{\"name\":\"weather\",\"input_schema\":\(schema)}]"), to: "/v1/messages", fields: Ask.anthropicFields)
                let anthropic = try await other.read(until: stream ? "message_stop" : "service_tier")
                #expect(anthropic.contains(#""stop_reason":"tool_use""#))
                #expect(stream || anthropic.contains(#""input":{"city":"example","days":1}"#))
            }
        }
    }

    @Test("the same long prefix with the same key comes from the cache the second time")
    func promptCache() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let system = String(repeating: "word", count: 1500)
                let body = { (question: String) in #"{"model":"sim","messages":[{"role":"system","content":"\#(system)"},{"role":"user","content":"\#(question)"}]}"# }
                var cached: [Int?] = []
                for (question, key) in [("one", "a"), ("two", "a"), ("three", "b")] {
                    client.send(body(question), fields: ["authorization: Bearer \(key)"])
                    cached.append(try json(try await client.response().body)["usage"]?["prompt_tokens_details"]?["cached_tokens"]?.int)
                }
                #expect(cached == [0, 1500 / 128 * 128, 0])
            }
        }
    }

    @Test("Anthropic's cache keeps what is marked, wherever the marker moves")
    func markedCache() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let long = String(repeating: "word", count: 1500)
                let marked = #"{"type":"text","text":"\#(long)","cache_control":{"type":"ephemeral","ttl":"1h"}}"#
                client.send(#"{"model":"sim","max_tokens":9,"messages":[{"role":"user","content":[\#(marked)]}]}"#, to: "/v1/messages", fields: Ask.anthropicFields)
                let first = try #require(try json(try await client.response().body)["usage"])
                #expect(first["cache_creation"]?["ephemeral_1h_input_tokens"]?.int == 1503)
                #expect(first["input_tokens"]?.int == 0)
                let next = #"{"role":"user","content":[{"type":"text","text":"more","cache_control":{"type":"ephemeral"}}]}"#
                client.send(#"{"model":"sim","max_tokens":9,"messages":[{"role":"user","content":"\#(long)"},\#(next)]}"#, to: "/v1/messages", fields: Ask.anthropicFields)
                let second = try #require(try json(try await client.response().body)["usage"])
                #expect(second["cache_read_input_tokens"]?.int == 1503)
                #expect(second["cache_creation_input_tokens"]?.int == 4)
            }
        }
    }

    @Test("models are listed, and tokens counted")
    func otherEndpoints() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send("", to: "/v1/models", method: "GET")
                do {
                    let answer = try json(try await client.response().body)
                    #expect(answer["data"]?.count == 4)
                }
                client.send(Ask.anthropic("12345678"), to: "/v1/messages/count_tokens", fields: Ask.anthropicFields)
                do {
                    let answer = try await client.response()
                    #expect(answer.body == #"{"input_tokens":5}"#)
                }
            }
        }
    }

    @Test("what came in is kept, and shown without its keys")
    func recording() async throws {
        try await onLoop {
            try await withSimulator { simulator, client in
                client.send(Ask.openAI(), fields: ["authorization: Bearer sk-very-secret"])
                _ = try await client.response()
                #expect(simulator.received.first?.body.text == Ask.openAI())
                client.send("", to: "/_simulator/requests", method: "GET")
                let shown = try await client.response().body
                let request = try #require(try json(shown)["requests"]?.elements.first { _ in true })
                #expect(request["model"]?.string == "sim")
                #expect(request["outcome"]?.string == "delivered")
                #expect(!shown.contains("very-secret"))
                client.send("", to: "/_simulator/requests", method: "DELETE")
                _ = try await client.response()
                #expect(simulator.received.isEmpty)
            }
        }
    }

    @Test("a Unix socket serves the same")
    func unixSocket() async throws {
        try await onLoop {
            let path = "@shunt-simulator-test-\(ThisProcess.pid)"
            let simulator = try Simulator.start(unix: path)
            defer { simulator.stop() }
            let client = try await RawClient(simulator)
            client.send(Ask.openAI(model: "sim?text=over a Unix socket"))
            do {
                    let answer = try await client.response()
                    #expect(answer.body.contains("over a Unix socket"))
                }
        }
    }
}
