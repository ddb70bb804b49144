import Conversation
import Dialects
import HTTPWire
import Primitives
import Testing

/// What services do that no recorded case of the dialect shows, or that a case shows among much else.
@Suite("Quirks of streams")
struct QuirkTests {
    private func decode(_ stream: String, _ dialect: Dialect = .openAIChat) throws -> [ChatEvent] {
        AnswerCases.decode(try AnswerCases.parse([Bytes(stream.utf8)]), dialect)
    }

    private func chunk(_ delta: String, finish: String = "null", extra: String = "") -> String {
        #"data: {"id":"a","model":"m","choices":[{"index":0,"delta":\#(delta),"finish_reason":\#(finish)}]\#(extra)}"# + "\n\n"
    }

    private let done = "data: [DONE]\n\n"

    @Test("a missing mark of the end does not matter where a reason was given")
    func noDone() throws {
        #expect(try decode(chunk(#"{"content":"x"}"#, finish: #""stop""#)).suffix(2) == [.finished(.stop), .ended])
        guard case .failed(let fault) = try decode(chunk(#"{"content":"x"}"#)).last else { return #expect(Bool(false)) }
        #expect(fault.kind == .transport)
    }

    @Test("a mark of the end without a reason ends the answer, but an empty stream is none")
    func doneAlone() throws {
        #expect(try decode(chunk(#"{"content":"x"}"#) + done).suffix(2) == [.finished(.stop), .ended])
        for stream in [done, "", ": ping\n\n"] {
            guard case .failed(let fault) = try decode(stream).last else { return #expect(Bool(false), "\(stream)") }
            #expect(fault.kind == .transport)
        }
    }

    @Test("a reason given early waits until the deltas are over, and the last one counts")
    func earlyReason() throws {
        let events = try decode(chunk(#"{"content":"a"}"#, finish: #""stop""#) + chunk(#"{"content":"b"}"#, finish: #""length""#) + done)
        #expect(events == [.started(id: "a", model: "m"), .text("a"), .text("b"), .finished(.length), .ended])
    }

    @Test("the usage-only chunk is recognised, and no other is taken for it")
    func usageOnly() throws {
        let usage = #"{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}"#
        let stream =
            #"data: {"id":"","model":"","choices":[],"prompt_filter_results":[]}"# + "\n\n" + chunk(#"{"content":"a"}"#, extra: #","usage":null"#)
            + chunk("{}", finish: #""stop""#, extra: #","usage":\#(usage)"#) + #"data: {"choices":[],"usage":\#(usage)}"# + "\n\n"
            + #"data: {"choices":[],"usage":null,"moderation":{}}"# + "\n\n" + done
        var decoder = AnswerDecoder(dialect: .openAIChat)
        var marks: [Bool] = []
        for event in try AnswerCases.parse([Bytes(stream.utf8)]) {
            _ = try decoder.decode(event)
            marks.append(decoder.lastWasUsageOnly)
        }
        #expect(marks == [false, false, false, true, false, false])
    }

    @Test("content as a list of parts is text and thoughts")
    func parts() throws {
        let events = try decode(
            chunk(#"{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"yes"},{"type":"reference","reference_ids":[1]}]}"#, finish: #""stop""#))
        #expect(events.dropFirst().prefix(3) == [.reasoning("hm"), .text("yes"), .opaque(#"{"type":"reference","reference_ids":[1]}"#)])
    }

    @Test("tool calls without index, with empty ids, numbered alike or from 1 are told apart")
    func toolCalls() throws {
        func call(_ text: String) -> String { chunk(#"{"tool_calls":[\#(text)]}"#) }
        func heads(_ stream: String) throws -> [String] {
            try decode(stream + done).compactMap { if case .toolCall(let index, let id, let name) = $0 { "\(index) \(id) \(name)" } else { nil } }
        }
        #expect(
            try heads(call(#"{"id":"x","function":{"name":"f","arguments":"{}"}},{"id":"y","function":{"name":"g","arguments":"{}"}}"#))
                == ["0 x f", "1 y g"])
        #expect(
            try heads(call(#"{"index":0,"id":"x","function":{"name":"f","arguments":"{}"}}"#) + call(#"{"index":0,"id":"y","function":{"name":"g","arguments":"{}"}}"#))
                == ["0 x f", "1 y g"])
        #expect(
            try heads(call(#"{"index":0,"id":"","function":{"name":"f","arguments":"{}"}},{"index":1,"id":"","function":{"name":"f","arguments":"{}"}}"#))
                == ["0 call_a_0 f", "1 call_a_1 f"])
        #expect(
            try heads(call(#"{"index":1,"id":"x","function":{"name":"f","arguments":""}}"#) + call(#"{"index":1,"id":"","function":{"name":"","arguments":"{}"}}"#))
                == ["0 x f"])
        #expect(
            try heads(call(#"{"function":{"name":"f","arguments":"{"}}"#) + call(#"{"function":{"arguments":"}"}}"#) + call(#"{"function":{"name":"f","arguments":"{}"}}"#))
                == ["0 call_a_0 f", "1 call_a_1 f"])
    }

    @Test("a name that comes late still stands before the arguments")
    func lateName() throws {
        let events = try decode(
            chunk(#"{"tool_calls":[{"index":0,"id":"x","function":{"arguments":"{"}}]}"#)
                + chunk(#"{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"}"}}]}"#, finish: #""tool_calls""#))
        #expect(events.dropFirst().prefix(3) == [.toolCall(index: 0, id: "x", name: "f"), .toolArguments(index: 0, "{"), .toolArguments(index: 0, "}")])
    }

    @Test("an error beside choices comes behind what they say, and nothing follows it")
    func errorInChunk() throws {
        let events = try decode(
            chunk(#"{"content":"a"}"#, finish: #""error""#, extra: #","error":{"code":502,"message":"Upstream died"},"usage":{"prompt_tokens":1,"completion_tokens":1}"#)
                + chunk(#"{"content":"b"}"#) + done)
        #expect(events.dropFirst().dropLast() == [.text("a"), .usage(Usage(input: 1, output: 1))])
        guard case .failed(let fault) = events.last else { return #expect(Bool(false)) }
        #expect(fault == Fault(.provider, code: "502", message: "Upstream died"))
    }

    @Test("a chunk that is no JSON breaks the stream")
    func garbage() throws {
        for data in ["hello", "{", "[1,2", "<html>"] {
            guard case .failed(let fault) = try decode(chunk(#"{"content":"a"}"#) + "data: \(data)\n\n" + chunk("{}") + done).last else {
                return #expect(Bool(false), "\(data)")
            }
            #expect(fault.kind == .transport)
        }
    }

    struct Count: Sendable {
        let json: String
        let usage: Usage
    }

    static let counts = [
        Count(json: #"{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,"prompt_tokens_details":{"cached_tokens":60,"audio_tokens":10},"completion_tokens_details":{"reasoning_tokens":20,"audio_tokens":5}}"#,
            usage: { var u = Usage(input: 30, cacheRead: 60, output: 25, reasoning: 20); u.audioInput = 10; u.audioOutput = 5; return u }()),
        Count(json: #"{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,"prompt_cache_hit_tokens":40,"prompt_cache_miss_tokens":60}"#, usage: Usage(input: 60, cacheRead: 40, output: 50)),
        Count(json: #"{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,"prompt_tokens_details":{"cached_tokens":40,"cache_write_tokens":30}}"#, usage: Usage(input: 30, cacheRead: 40, cacheWrite5m: 30, output: 50)),
        // xAI: reasoning on top of the completion.
        Count(json: #"{"prompt_tokens":100,"completion_tokens":50,"total_tokens":180,"completion_tokens_details":{"reasoning_tokens":30}}"#, usage: Usage(input: 100, output: 50, reasoning: 30)),
        // Gemini: a total that holds unnamed thoughts.
        Count(json: #"{"prompt_tokens":100,"completion_tokens":50,"total_tokens":180}"#, usage: Usage(input: 100, output: 50, reasoning: 30)),
        Count(json: #"{"prompt_tokens":40,"completion_tokens":14,"total_tokens":54,"completion_tokens_details":{"reasoning_tokens":43}}"#, usage: Usage(input: 40, output: 14, reasoning: 43)),
        Count(json: #"{"prompt_tokens":10,"completion_tokens":1,"cached_tokens":99}"#, usage: Usage(input: 0, cacheRead: 10, output: 1)),
        Count(json: #"{"prompt_tokens":-5,"completion_tokens":1e30}"#, usage: Usage(input: 0, output: 0)),
        Count(json: #"{"prompt_tokens":9223372036854775807,"completion_tokens":9223372036854775807,"total_tokens":9223372036854775807}"#, usage: Usage(input: Limits.tokensPerClass, output: Limits.tokensPerClass)),
    ]

    @Test("usage is split into classes whose sum is what was billed", arguments: counts.indices)
    func usage(_ index: Int) throws {
        let item = Self.counts[index]
        let events = try decode(chunk("{}", finish: #""stop""#, extra: #","usage":\#(item.json)"#))
        #expect(events.contains(.usage(item.usage)))
    }

    @Test("Anthropic's counts replace those before them, class by class")
    func anthropicUsage() throws {
        let events = try decode(
            """
            data: {"type":"message_start","message":{"id":"i","model":"m","usage":{"input_tokens":10,"cache_creation_input_tokens":7,"cache_read_input_tokens":5,"cache_creation":{"ephemeral_5m_input_tokens":3,"ephemeral_1h_input_tokens":4},"output_tokens":1}}}

            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":20,"output_tokens_details":{"thinking_tokens":8}}}

            data: {"type":"message_stop"}


            """, .anthropicMessages)
        #expect(events.contains(.usage(Usage(input: 10, cacheRead: 5, cacheWrite5m: 3, cacheWrite1h: 4, output: 12, reasoning: 8))))
        #expect(events.last == .ended)
    }

    @Test("what Anthropic's own tools do is carried unread, with its input")
    func serverTools() throws {
        let events = try decode(
            """
            data: {"type":"message_start","message":{"id":"i","model":"m"}}

            data: {"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"s","name":"web_search","input":{}}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"q\\":"}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"1}"}}

            data: {"type":"content_block_stop","index":0}

            data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"f","input":{"a":1}}}

            data: {"type":"content_block_stop","index":1}

            data: {"type":"message_delta","delta":{"stop_reason":"tool_use"}}


            """, .anthropicMessages)
        #expect(
            events == [
                .started(id: "i", model: "m"), .opaque(#"{"type":"server_tool_use","id":"s","name":"web_search","input":{"q":1}}"#),
                .toolCall(index: 0, id: "t", name: "f"), .toolArguments(index: 0, #"{"a":1}"#), .finished(.toolCalls), .ended,
            ])
    }

    @Test("of several choices the first is the answer")
    func choices() throws {
        let events = try decode(
            #"data: {"id":"a","choices":[{"index":1,"delta":{"content":"no"}},{"index":0,"delta":{"content":"yes"},"finish_reason":"stop"}]}"# + "\n\n")
        #expect(events == [.started(id: "a", model: ""), .text("yes"), .finished(.stop), .ended])
    }
}
