import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

@Suite("OpenAI's responses from the simulator")
struct ResponsesTests {
    @Test("events come in the API's order, each with the next number")
    func order() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let answered = try await client.ask(.responses, "sim?tokens=2&reasoning=1", stream: true)
                let events = try Service.responses.events(answered.body).map { try #require($0) }
                #expect(events.map { $0["sequence_number"]?.int } == Array(0..<events.count))
                #expect(events.compactMap { $0["type"]?.string?.dropFirst(9) } == [
                    "created", "in_progress",
                    "output_item.added", "reasoning_summary_part.added", "reasoning_summary_text.delta", "reasoning_summary_text.done",
                    "reasoning_summary_part.done", "output_item.done",
                    "output_item.added", "content_part.added", "output_text.delta", "output_text.delta", "output_text.done",
                    "content_part.done", "output_item.done",
                    "completed",
                ])
                #expect(events.map { $0["type"]?.string } == answered.body.text.split(separator: "\n").filter { $0.hasPrefix("event: ") }.map { String($0.dropFirst(7)) })
            }
        }
    }

    @Test("each item is done as the completed response has it")
    func items() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let answered = try await client.ask(.responses, "sim?reasoning=1&tool=f&calls=2", stream: true, more: ",\"include\":[\"reasoning.encrypted_content\"]")
                let events = try Service.responses.events(answered.body).compactMap(\.self)
                let done = events.filter { $0["type"]?.string == "response.output_item.done" }.compactMap { $0["item"]?.raw.text }
                #expect(done == events.last?["response"]?["output"].items.map(\.raw.text))
                #expect(done.count == 3)
                #expect(done[0].contains("encrypted_content"))
                let arguments = events.filter { $0["type"]?.string == "response.function_call_arguments.delta" && $0["output_index"]?.int == 2 }
                #expect(arguments.compactMap { $0["delta"]?.string }.joined() == "{}")
            }
        }
    }

    @Test("an answer that is cut is incomplete and says why", arguments: [
        ("tokens=9", ",\"max_output_tokens\":3", "incomplete", "max_output_tokens"),
        ("finish=content_filter", "", "incomplete", "content_filter"),
        ("finish=failed", "", "failed", nil),
    ])
    func ends(script: String, more: String, status: String, reason: String?) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let whole = try await client.ask(.responses, "sim?\(script)", stream: false, more: more).json()
                let answered = try await client.ask(.responses, "sim?\(script)", stream: true, more: more)
                let last = try #require(try Service.responses.events(answered.body).last.flatMap(\.self))
                #expect(last["type"]?.string == "response.\(status)")
                for response in [whole, try #require(last["response"])] {
                    #expect(response["status"]?.string == status)
                    #expect(response["incomplete_details"]?["reason"]?.string == reason)
                    #expect(response["error"]?["code"]?.string == (status == "failed" ? "server_error" : nil))
                }
            }
        }
    }

    @Test("an error in the middle comes by itself and as the failed response")
    func failure() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let answered = try await client.ask(.responses, "sim?tokens=5&error_after=2&error=rate", stream: true)
                let events = try Service.responses.events(answered.body).map { try #require($0) }
                #expect(events.suffix(2).map { $0["type"]?.string } == ["error", "response.failed"])
                #expect(events.map { $0["sequence_number"]?.int } == Array(0..<events.count))
                #expect(events.suffix(2).first?["error"]?["code"]?.string == "rate_limit_exceeded")
                #expect(events.last?["response"]?["error"]?["code"]?.string == "rate_limit_exceeded")
            }
        }
    }

    @Test("a text alone is an input, and what the request set is repeated")
    func input() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(#"{"model":"sim","input":"why?","instructions":"be brief","metadata":{"a":"b"}}"#, to: "/v1/responses")
                let answer = try json(try await client.response().body)
                #expect(Service.responses.text(answer) == AnswerText.reply(to: "why?", model: "sim"))
                #expect(answer["instructions"]?.string == "be brief")
                #expect(answer["metadata"]?["a"]?.string == "b")
                client.send(#"{"model":"sim"}"#, to: "/v1/responses")
                let refusal = try json(try await client.response().body)
                #expect(refusal["error"]?["param"]?.string == "input")
            }
        }
    }
}
