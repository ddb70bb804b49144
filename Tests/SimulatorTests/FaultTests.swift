import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

@Suite("Faults of the simulator, on the wire")
struct FaultTests {
    @Test("an error has its API's status and shape", arguments: [
        ("error=rate&retry_after=2", 429, "rate_limit_exceeded", 429, "rate_limit_error"),
        ("error=auth", 401, "invalid_api_key", 401, "authentication_error"),
        ("error=not_found", 404, "model_not_found", 404, "not_found_error"),
        ("error=context", 400, "context_length_exceeded", 400, "invalid_request_error"),
        ("error=filter", 400, "content_filter", 400, "invalid_request_error"),
        ("error=overloaded", 503, nil, 529, "overloaded_error"),
        ("status=503", 503, nil, 503, "overloaded_error"),
        ("status=500&message=boom", 500, nil, 500, "api_error"),
    ])
    func errors(script: String, status: Int, code: String?, anthropicStatus: Int, type: String) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(Ask.openAI(model: "sim?\(script)", stream: true))
                let (head, body) = try await client.response()
                #expect(head.hasPrefix("HTTP/1.1 \(status) "))
                #expect(head.contains("retry-after: 2") == script.contains("retry_after"))
                let error = try #require(try json(body)["error"])
                #expect(error["code"]?.string == code)
                #expect(error["param"] != nil)
                if script.contains("boom") { #expect(error["message"]?.string == "boom") }
                client.send(Ask.anthropic(model: "sim?\(script)"), to: "/v1/messages", fields: Ask.anthropicFields)
                let other = try await client.response()
                #expect(other.head.hasPrefix("HTTP/1.1 \(anthropicStatus) "))
                #expect(try json(other.body)["error"]?["type"]?.string == type)
                #expect(try json(other.body)["request_id"]?.string?.hasPrefix("req_") == true)
            }
        }
    }

    @Test("twice 429, then fine: as a rule and as a word in the model's name", arguments: ["rule", "model", "header"])
    func times(way: String) async throws {
        try await onLoop {
            try await withSimulator { simulator, client in
                let script = "status=429&times=2"
                if way == "rule" { simulator.scenario.rules = [try Scenario.Rule(model: "si*", script)] }
                var statuses: [String] = []
                for _ in 0..<3 {
                    client.send(Ask.openAI(model: way == "model" ? "sim?\(script)" : "sim"), fields: way == "header" ? ["x-simulator: \(script)"] : [])
                    statuses.append(String(try await client.response().head.dropFirst(9).prefix(3)))
                }
                #expect(statuses == ["429", "429", "200"])
            }
        }
    }

    @Test("before the head: a reset, an end, and nothing at all")
    func beforeTheHead() async throws {
        try await onLoop {
            try await withSimulator { simulator, client in
                client.send(Ask.openAI(model: "sim?reset=head"))
                let reset = await client.readToEnd()
                #expect(reset.text.isEmpty)
                #expect(reset.error == .peerGone)
                let second = try await RawClient(simulator)
                second.send(Ask.openAI(model: "sim?cut=head"))
                let cut = await second.readToEnd()
                #expect(cut.text.isEmpty)
                #expect(cut.error == nil)
                let third = try await RawClient(simulator)
                third.send(Ask.openAI(model: "sim?silence=head"))
                while simulator.received.count < 3 { try await EventLoop.sleep(for: .milliseconds(1)) }
                #expect(simulator.received.last?.outcome == .underway)
                third.socket.close()
                while simulator.received.last?.outcome == .underway { try await EventLoop.sleep(for: .milliseconds(1)) }
                #expect(simulator.received.map(\.outcome) == [.broken, .broken, .abandoned])
            }
        }
    }

    @Test("in a stream: an end without an end after four tokens, in both APIs", arguments: ["cut", "reset", "silence"])
    func inAStream(word: String) async throws {
        try await onLoop {
            try await withSimulator { simulator, client in
                client.send(Ask.openAI(model: "sim?tokens=9&\(word)=4", stream: true))
                let words = AnswerText.words(9, seed: "hello")
                let text = word == "silence" ? try await client.read(until: words[3]) : await client.readToEnd().text
                // A reset may overtake what was sent before it.
                if word != "reset" { #expect(data(text).count == 1 + 4) }
                #expect(!chunks(text).ended)
                if word == "silence" { client.socket.close() }
                let other = try await RawClient(simulator)
                other.send(Ask.anthropic(model: "sim?tokens=9&\(word)=4", stream: true), to: "/v1/messages", fields: Ask.anthropicFields)
                let events = word == "silence" ? try await other.read(until: words[3]) : await other.readToEnd().text
                #expect(!events.contains("message_stop"))
                other.socket.close()
            }
        }
    }

    @Test("an error event ends the stream in its middle")
    func errorEvent() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(Ask.openAI(model: "sim?tokens=9&error_after=3", stream: true))
                let events = data(try await client.read(until: "\r\n0\r\n\r\n"))
                #expect(events.count == 1 + 3 + 1)
                #expect(try json(events[4])["error"]?["type"]?.string == "server_error")
                client.send(Ask.anthropic(model: "sim?tokens=9&error_after=3", stream: true), to: "/v1/messages", fields: Ask.anthropicFields)
                let response = try await client.read(until: "\r\n0\r\n\r\n")
                #expect(response.contains("event: error\ndata: {\"type\":\"error\""))
                let last = try json(try #require(data(response).last))
                #expect(last["error"]?["type"]?.string == "overloaded_error")
            }
        }
    }

    @Test("a malformed event is no JSON, and the stream goes on")
    func malformed() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(Ask.openAI(model: "sim?tokens=4&malformed=2", stream: true))
                let events = data(try await client.read(until: "\r\n0\r\n\r\n"))
                #expect(events.count { $0 != "[DONE]" && isMalformed($0) } == 1)
                #expect(events.last == "[DONE]")
            }
        }
    }

    @Test("a stream may end properly without saying so", arguments: [("no_done", true), ("no_finish", false)])
    func ends(word: String, finish: Bool) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(Ask.openAI(model: "sim?tokens=4&end=\(word)", stream: true))
                let response = try await client.read(until: "\r\n0\r\n\r\n")
                #expect(chunks(response).ended)
                #expect(!response.contains("[DONE]"))
                #expect(response.contains("\"finish_reason\":\"stop\"") == finish)
            }
        }
    }

    @Test("framing that is broken in each way")
    func framing() async throws {
        try await onLoop {
            try await withSimulator { simulator, _ in
                @LoopActor func answer(_ script: String, stream: Bool = true) async throws -> String {
                    let client = try await RawClient(simulator)
                    client.send(Ask.openAI(model: "sim?tokens=4&\(script)", stream: stream))
                    return await client.readToEnd().text
                }
                do {
                    let text = try await answer("framing=bad_chunk")
                    #expect(text.contains("\r\nzz\r\n"))
                }
                do {
                    let text = try await answer("framing=no_http")
                    #expect(text.hasPrefix("SSH-2.0"))
                }
                let open = try await answer("framing=close")
                #expect(!open.contains("transfer-encoding") && !open.contains("content-length") && open.hasSuffix("data: [DONE]\n\n"))
                let short = try await answer("framing=short", stream: false)
                let length = try #require(short.firstRange(of: "content-length: ").flatMap { Int(short[$0.upperBound...].prefix { $0.isNumber }) })
                let body = try #require(short.firstRange(of: "\r\n\r\n").map { short[$0.upperBound...] })
                #expect(body.utf8.count < length)
                let both = try await RawClient(simulator)
                both.send(Ask.openAI(model: "sim?framing=both", stream: true))
                let head = try await both.read(until: "\r\n\r\n")
                #expect(head.contains("content-length: ") && head.contains("transfer-encoding: chunked"))
            }
        }
    }

    @Test("what never ends goes on until the other side goes", arguments: ["headers", "header", "line", "tokens"])
    func endless(word: String) async throws {
        try await onLoop {
            try await withSimulator { simulator, client in
                client.send(Ask.openAI(model: "sim?tokens=4&endless=\(word)", stream: true))
                var count = 0
                while count < 1 << 20 { count += try await client.socket.read().count }
                client.socket.close()
                while simulator.received.last?.outcome == .underway { try await EventLoop.sleep(for: .milliseconds(1)) }
                #expect(simulator.received.last?.outcome == .abandoned)
            }
        }
    }

    @Test("one enormous delta")
    func huge() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(Ask.openAI(model: "sim?tokens=3&huge=300000", stream: true))
                let events = data(try await client.read(until: "\r\n0\r\n\r\n"))
                #expect(events.contains { $0.utf8.count > 300_000 })
                #expect(events.last == "[DONE]")
            }
        }
    }

    @Test("a body of another type, as it is")
    func otherBody() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(Ask.openAI(model: "sim?body=<html>&content_type=text/html", stream: true))
                let (head, body) = try await client.response()
                #expect(head.contains("content-type: text/html"))
                #expect(body == "<html>")
            }
        }
    }

    @Test("it waits where the script says so")
    func pacing() async throws {
        try await onLoop {
            try await withSimulator { simulator, _ in
                @LoopActor func time(_ script: String, until mark: String) async throws -> Duration {
                    let client = try await RawClient(simulator)
                    let start = Clock.monotonic
                    client.send(Ask.openAI(model: "sim?tokens=5&\(script)", stream: true))
                    _ = try await client.read(until: mark)
                    return Clock.monotonic - start
                }
                do {
                    let taken = try await time("wait=30ms", until: "HTTP/1.1")
                    #expect(taken >= .milliseconds(30))
                }
                do {
                    let taken = try await time("first=30ms", until: "[DONE]")
                    #expect(taken >= .milliseconds(30))
                }
                do {
                    let taken = try await time("delay=10ms", until: "[DONE]")
                    #expect(taken >= .milliseconds(40))
                }
            }
        }
    }

    @Test("requests that the real services refuse are refused", arguments: [
        ("{", "/v1/chat/completions", 400), ("{}", "/v1/chat/completions", 400), (#"{"model":"m","messages":[]}"#, "/v1/messages", 400),
        (#"{"model":"m","messages":[{"role":"user","content":"x"}]}"#, "/v1/messages", 400), ("{}", "/v1/nothing", 404),
        (Ask.openAI(model: "sim?tokns=1"), "/v1/chat/completions", 400),
    ])
    func refused(body: String, path: String, status: Int) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(body, to: path)
                do {
                    let answer = try await client.response()
                    #expect(answer.head.hasPrefix("HTTP/1.1 \(status) "))
                }
            }
        }
    }

    @Test("a scenario over the control endpoint: rules by model, path and header, keys and models")
    func scenario() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(#"{"models":["a","b"],"keys":["k"],"rules":[{"model":"a","header":{"x-who":"me*"},"answer":"text=mine"},{"path":"*/messages","answer":"text=hers"}]}"#, to: "/_simulator/scenario", method: "PUT")
                do {
                    let answer = try await client.response()
                    #expect(answer.head.hasPrefix("HTTP/1.1 204"))
                }
                let key = "authorization: Bearer k"
                client.send(Ask.openAI(model: "a"), fields: [key, "x-who: me too"])
                do {
                    let answer = try await client.response()
                    #expect(answer.body.contains("mine"))
                }
                client.send(Ask.openAI(model: "a"), fields: [key])
                do {
                    let answer = try await client.response()
                    #expect(!answer.body.contains("mine"))
                }
                client.send(Ask.anthropic(model: "b"), to: "/v1/messages", fields: ["x-api-key: k", "anthropic-version: 2023-06-01"])
                do {
                    let answer = try await client.response()
                    #expect(answer.body.contains("hers"))
                }
                client.send(Ask.openAI(model: "c"), fields: [key])
                do {
                    let answer = try await client.response()
                    #expect(answer.head.contains(" 404 "))
                }
                client.send(Ask.openAI(model: "a"))
                do {
                    let answer = try await client.response()
                    #expect(answer.head.contains(" 401 "))
                }
                client.send(#"{"rules":7}"#, to: "/_simulator/scenario", method: "PUT")
                do {
                    let answer = try await client.response()
                    #expect(answer.head.contains(" 400 "))
                }
            }
        }
    }
}
