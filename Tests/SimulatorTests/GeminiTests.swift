import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

@Suite("Gemini from the simulator")
struct GeminiTests {
    @Test("events end in two CRLF; without alt=sse there is one array")
    func framing() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let events = try await client.ask(.gemini, "sim?tokens=3", stream: true)
                #expect(events.field("content-type") == "text/event-stream")
                #expect(events.body.text.split(separator: "\r\n\r\n").count == 4)
                let array = try await client.ask(.geminiArray, "sim?tokens=3", stream: true)
                #expect(array.field("content-type")?.hasPrefix("application/json") == true)
                #expect(try array.json().count == 4)
            }
        }
    }

    @Test("calls come whole, finish with STOP, and the first carries the signature", arguments: [Service.gemini, .vertex], [true, false])
    func calls(service: Service, stream: Bool) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let answered = try await client.ask(service, "sim?reasoning=2&tool=f&calls=2", stream: stream)
                let chunks = stream ? try service.events(answered.body).compactMap(\.self) : [try answered.json()]
                let candidates = chunks.flatMap { $0["candidates"].items }
                let calls = candidates.flatMap { $0["content"]?["parts"].items ?? [] }.filter { $0["functionCall"] != nil }
                #expect(calls.map { $0["functionCall"]?["args"]?.raw.text } == ["{}", "{}"])
                #expect(calls.map { $0["thoughtSignature"] != nil } == [true, false])
                #expect(calls.allSatisfy { ($0["functionCall"]?["id"] == nil) == (service == .vertex) })
                #expect(candidates.compactMap { $0["finishReason"]?.string } == ["STOP"])
            }
        }
    }

    @Test("thoughts are shown where the request asks for them, and counted anyway", arguments: [true, false])
    func thoughts(shown: Bool) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let more = ",\"generationConfig\":{\"thinkingConfig\":{\"thinkingBudget\":100,\"includeThoughts\":\(shown)}}"
                let answer = try await client.ask(.gemini, "sim?tokens=1", stream: false, more: more).json()
                let parts = answer["candidates"].items.first?["content"]?["parts"].items ?? []
                #expect(parts.count == (shown ? 2 : 1))
                #expect(parts.last?["thoughtSignature"]?.string?.isEmpty == false)
                #expect(answer["usageMetadata"]?["thoughtsTokenCount"]?.int == 12)
            }
        }
    }

    @Test("a prompt that the filter stops has no candidates, and is no HTTP error", arguments: [true, false])
    func blocked(stream: Bool) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let answered = try await client.ask(.gemini, "sim?error=filter", stream: stream)
                let answer = try #require(stream ? try Service.gemini.events(answered.body).first.flatMap(\.self) : try answered.json())
                #expect(answered.status == 200)
                #expect(answer["candidates"] == nil)
                #expect(answer["promptFeedback"]?["blockReason"]?.string == "PROHIBITED_CONTENT")
            }
        }
    }

    @Test("an error in the middle is an event, on Vertex bare, in an array its last element")
    func late() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let event = try await client.ask(.gemini, "sim?tokens=3&error_after=1", stream: true)
                #expect(event.body.text.split(separator: "data: ").count == 2 && event.body.text.contains("data: {\n  \"error\""))
                let bare = try await client.ask(.vertex, "sim?tokens=3&error_after=1", stream: true)
                #expect(bare.body.text.contains("\r\n\r\n{\n  \"error\""))
                let array = try await client.ask(.geminiArray, "sim?tokens=3&error_after=1", stream: true)
                #expect(Array(try array.json().elements).last?["error"]?["status"]?.string == "INTERNAL")
            }
        }
    }

    @Test("tokens are counted")
    func count() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(Service.gemini.body("12345678", "", stream: false), to: "/v1beta/models/sim:countTokens")
                let answer = try json(try await client.response().body)
                #expect(answer["totalTokens"]?.int == 5)
            }
        }
    }
}
