import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

@Suite("Every API of the simulator")
struct EveryServiceTests {
    @Test("a whole answer and a stream say the same, and count the same", arguments: Service.allCases)
    func wholeAndStreamed(service: Service) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let whole = try await client.ask(service, "sim?tokens=5", stream: false)
                let stream = try await client.ask(service, "sim?tokens=5", stream: true)
                #expect(whole.status == 200 && stream.status == 200 && stream.ended)
                let events = try service.events(stream.body).map { try #require($0) }
                let expected = AnswerText.words(5, seed: "hello").joined()
                #expect(service.text(try whole.json()) == expected)
                #expect(events.map(service.text).joined() == expected)
                let counted = try #require(service.usage(try whole.json()))
                #expect(counted.output == 5 && counted.input == 5)
                let last = try #require(events.compactMap(service.usage).last)
                // Anthropic counts the output once more in the event that holds the reason.
                let output = events.compactMap { $0["usage"]?["output_tokens"]?.int }.last
                #expect(last.input == counted.input && (output ?? last.output) == counted.output)
                if let mark = service.endMark { #expect(service == .invoke || stream.body.text.contains(mark)) }
            }
        }
    }

    @Test("a stream that breaks off says no end", arguments: Service.allCases, ["cut=3", "reset=3", "cut=99"])
    func breaksOff(service: Service, script: String) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let answered = try await client.ask(service, "sim?tokens=5&\(script)", stream: true)
                #expect(!answered.ended)
                // A reset may overtake what was sent before it.
                if script.hasPrefix("reset") { return }
                let expected = script == "cut=99" ? 5 : 3
                let body = service == .geminiArray ? answered.body + Bytes("]".utf8) : answered.body
                let events = try service.events(body).map { try #require($0) }
                #expect(events.map(service.text).joined() == AnswerText.words(5, seed: "hello")[..<expected].joined())
                #expect(!answered.body.text.contains("STOP") && !answered.body.text.contains("messageStop"))
                if let mark = service.endMark { #expect(!answered.body.text.contains(mark)) }
            }
        }
    }

    @Test("a malformed event is no JSON, and the stream goes on", arguments: Service.allCases.filter { $0 != .geminiArray })
    func malformed(service: Service) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let answered = try await client.ask(service, "sim?tokens=4&malformed=2", stream: true)
                let events = try service.events(answered.body)
                #expect(events.count { $0 == nil } == 1)
                #expect(answered.ended)
                #expect(events.compactMap(\.self).map(service.text).joined() == AnswerText.words(4, seed: "hello").joined())
            }
        }
    }

    @Test("an array with a malformed element is no JSON")
    func malformedArray() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let answered = try await client.ask(.geminiArray, "sim?tokens=4&malformed=2", stream: true)
                #expect(answered.ended)
                #expect(throws: (any Error).self) { try answered.json() }
            }
        }
    }

    @Test("thinking that the script asks for comes before the text, and counts", arguments: Service.allCases, [true, false])
    func thinking(service: Service, stream: Bool) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let answered = try await client.ask(service, "sim?tokens=2&reasoning=3", stream: stream)
                let thought = AnswerText.words(3, seed: "thinkinghello")
                let body = service == .invoke && stream ? Bytes(try Frames.parse(answered.body).map { try JSONDocument.parse($0.payload).root["bytes"]?.string ?? "" }.flatMap(Frames.decode)) : answered.body
                for word in stream ? thought : [thought.joined()] { #expect(body.text.contains("\"\(word)\"")) }
                let events = stream ? try service.events(answered.body).compactMap(\.self) : [try answered.json()]
                #expect(events.map(service.text).joined() == AnswerText.words(2, seed: "hello").joined())
                let output = events.compactMap { $0["usage"]?["output_tokens"]?.int }.last ?? events.compactMap(service.usage).last?.output
                #expect(output == 5)
            }
        }
    }

    @Test("what is read from the cache is reported", arguments: Service.allCases, [true, false])
    func cached(service: Service, stream: Bool) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let answered = try await client.ask(service, "sim?tokens=1&cached=4", stream: stream)
                let events = stream ? try service.events(answered.body).compactMap(\.self) : [try answered.json()]
                let usage = try #require(events.compactMap(service.usage).last)
                #expect(usage.cached == 4 && usage.input == 5)
            }
        }
    }

    @Test("without usage there is none", arguments: Service.allCases, [true, false])
    func noUsage(service: Service, stream: Bool) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let answered = try await client.ask(service, "sim?tokens=1&usage=none", stream: stream)
                let events = stream ? try service.events(answered.body).compactMap(\.self) : [try answered.json()]
                #expect(events.compactMap(service.usage).isEmpty)
            }
        }
    }

    @Test("scripted keys and models are asked for", arguments: Service.allCases)
    func guarded(service: Service) async throws {
        try await onLoop {
            try await withSimulator { simulator, client in
                simulator.scenario = try Scenario.parse(Bytes(#"{"keys":["k"],"models":["sim"]}"#.utf8))
                let refused = [400, 401, 403].contains(try await client.ask(service, "sim", stream: false).status)
                #expect(refused)
                let signed = "authorization: AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature=00"
                for field in ["authorization: Bearer k", "x-goog-api-key: k", "api-key: k", signed] {
                    let answered = try await client.ask(service, "sim", stream: false, fields: [field])
                    #expect(answered.status == 200)
                }
                let unknown = try await client.ask(service, "sin", stream: false, fields: ["api-key: k"])
                #expect([400, 404].contains(unknown.status))
            }
        }
    }

    @Test("a line or a frame without end goes on until the other side goes", arguments: Service.allCases)
    func endless(service: Service) async throws {
        try await onLoop {
            try await withSimulator { simulator, client in
                client.send(service.body("hello", "sim?endless=line", stream: true), to: service.path("sim?endless=line", stream: true), fields: service.fields)
                var count = 0
                while count < 1 << 18 { count += try await client.socket.read().count }
                client.socket.close()
                while simulator.received.last?.outcome == .underway { try await EventLoop.sleep(for: .milliseconds(1)) }
                #expect(simulator.received.last?.outcome == .abandoned)
            }
        }
    }
}
