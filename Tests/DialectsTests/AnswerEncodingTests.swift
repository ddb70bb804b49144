import Conversation
import Dialects
import Foundation
import Primitives
import TestKit
import Testing

@Suite("Answers for callers")
struct AnswerEncodingTests {
    static let identity = AnswerIdentity(id: "req_1", model: "claude-x", created: 1_700_000_000)

    static let events: [ChatEvent] = [
        .started(id: "msg", model: "claude-x"), .usage(Usage(input: 9, output: 1)), .reasoning("hm"), .reasoningSignature(Signature("sig", issuer: .anthropicMessages)),
        .redactedReasoning(Signature("blob", issuer: .anthropicMessages)), .text("Say \"é\"\n"), .opaque("{}"), .toolCall(index: 0, id: "t0", name: "f"),
        .toolArguments(index: 0, #"{"a":1}"#), .toolCall(index: 1, id: "t1", name: "g"), .toolArguments(index: 1, "{}"), .finished(.toolCalls),
        .usage(Usage(input: 9, cacheRead: 4, cacheWrite5m: 2, output: 5, reasoning: 3)), .ended,
    ]

    private func stream(_ events: [ChatEvent], _ dialect: Dialect, usage: Bool) -> String {
        var encoder = AnswerEncoder(dialect: dialect, identity: Self.identity, includeUsage: usage)
        var bytes = Bytes()
        for event in events { for frame in encoder.encode(event) { frame.serverSentEvent(into: &bytes) } }
        for frame in encoder.end() { frame.serverSentEvent(into: &bytes) }
        return bytes.text
    }

    @Test("a chat-completions stream is as OpenAI sends it")
    func openAIStream() {
        func chunk(_ delta: String, _ finish: String = "null") -> String {
            #"data: {"id":"req_1","object":"chat.completion.chunk","created":1700000000,"model":"claude-x","choices":[{"index":0,"delta":\#(delta),"logprobs":null,"finish_reason":\#(finish)}],"usage":null}"# + "\n\n"
        }
        let expected =
            chunk(#"{"role":"assistant","content":"","refusal":null}"#) + chunk(#"{"reasoning_content":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm","index":0}]}"#)
            + chunk(#"{"reasoning_details":[{"type":"reasoning.text","signature":"sig","format":"anthropic-claude-v1","index":0}]}"#)
            + chunk(#"{"reasoning_details":[{"type":"reasoning.encrypted","data":"blob","format":"anthropic-claude-v1","index":1}]}"#)
            + chunk(#"{"content":"Say \"é\"\n"}"#)
            + chunk(#"{"tool_calls":[{"index":0,"id":"t0","type":"function","function":{"name":"f","arguments":""}}]}"#)
            + chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":1}"}}]}"#)
            + chunk(#"{"tool_calls":[{"index":1,"id":"t1","type":"function","function":{"name":"g","arguments":""}}]}"#)
            + chunk(#"{"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]}"#) + chunk("{}", #""tool_calls""#)
            + #"data: {"id":"req_1","object":"chat.completion.chunk","created":1700000000,"model":"claude-x","choices":[],"usage":{"prompt_tokens":15,"completion_tokens":8,"total_tokens":23,"prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":2,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":3,"audio_tokens":0}}}"#
            + "\n\ndata: [DONE]\n\n"
        #expect(stream(Self.events, .openAIChat, usage: true) == expected)
    }

    @Test("a caller who did not ask for usage gets none")
    func noUsage() {
        let text = stream(Self.events, .openAIChat, usage: false)
        #expect(!text.contains("usage"))
        #expect(text.hasSuffix("data: [DONE]\n\n"))
    }

    @Test("a Messages stream is as Anthropic sends it")
    func anthropicStream() {
        let expected = [
            #"message_start {"type":"message_start","message":{"id":"req_1","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}"#,
            #"content_block_start {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}"#,
            #"content_block_delta {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}"#,
            #"content_block_delta {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}}"#,
            #"content_block_stop {"type":"content_block_stop","index":0}"#,
            #"content_block_start {"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"blob"}}"#,
            #"content_block_stop {"type":"content_block_stop","index":1}"#,
            #"content_block_start {"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}}"#,
            #"content_block_delta {"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"Say \"é\"\n"}}"#,
            #"content_block_stop {"type":"content_block_stop","index":2}"#,
            #"content_block_start {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"t0","name":"f","input":{}}}"#,
            #"content_block_delta {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}"#,
            #"content_block_stop {"type":"content_block_stop","index":3}"#,
            #"content_block_start {"type":"content_block_start","index":4,"content_block":{"type":"tool_use","id":"t1","name":"g","input":{}}}"#,
            #"content_block_delta {"type":"content_block_delta","index":4,"delta":{"type":"input_json_delta","partial_json":"{}"}}"#,
            #"content_block_stop {"type":"content_block_stop","index":4}"#,
            #"message_delta {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":9,"cache_creation_input_tokens":2,"cache_read_input_tokens":4,"cache_creation":{"ephemeral_5m_input_tokens":2,"ephemeral_1h_input_tokens":0},"output_tokens":8,"output_tokens_details":{"thinking_tokens":3}}}"#,
            #"message_stop {"type":"message_stop"}"#,
        ].map { line in
            let space = line.firstIndex(of: " ")!
            return "event: \(line[..<space])\ndata: \(line[line.index(after: space)...])\n\n"
        }.joined()
        #expect(stream(Self.events, .anthropicMessages, usage: false) == expected)
    }

    @Test("arguments of calls that take turns are put one call behind the other")
    func interleaved() throws {
        let events: [ChatEvent] = [
            .toolCall(index: 0, id: "a", name: "f"), .toolCall(index: 1, id: "b", name: "g"), .toolArguments(index: 0, "[1"),
            .toolArguments(index: 1, "[2"), .toolArguments(index: 0, "]"), .toolArguments(index: 1, "]"), .finished(.toolCalls), .ended,
        ]
        let text = stream(events, .anthropicMessages, usage: true)
        let decoded = AnswerCases.decode(try AnswerCases.parse([Bytes(text.utf8)]), .anthropicMessages)
        #expect(Reading(decoded).calls == Reading(events).calls)
        #expect(text.components(separatedBy: "event: content_block_stop").count == 3)
    }

    @Test("a whole chat completion is as OpenAI sends it")
    func openAIWhole() {
        #expect(
            whole(Self.events, .openAIChat)
                == #"{"id":"req_1","object":"chat.completion","created":1700000000,"model":"claude-x","choices":[{"index":0,"message":{"role":"assistant","content":"Say \"é\"\n","refusal":null,"reasoning_content":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"sig","format":"anthropic-claude-v1","index":0},{"type":"reasoning.encrypted","data":"blob","format":"anthropic-claude-v1","index":1}],"tool_calls":[{"id":"t0","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},{"id":"t1","type":"function","function":{"name":"g","arguments":"{}"}}]},"logprobs":null,"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":15,"completion_tokens":8,"total_tokens":23,"prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":2,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":3,"audio_tokens":0}}}"#)
        #expect(whole([.toolCall(index: 0, id: "i", name: "f"), .finished(.toolCalls)], .openAIChat).contains(#""content":null"#))
        #expect(whole([.refusal("no"), .finished(.refusal)], .openAIChat).contains(#""content":null,"refusal":"no""#))
    }

    @Test("a whole message is as Anthropic sends it")
    func anthropicWhole() {
        #expect(
            whole(Self.events, .anthropicMessages)
                == #"{"id":"req_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"redacted_thinking","data":"blob"},{"type":"text","text":"Say \"é\"\n"},{"type":"tool_use","id":"t0","name":"f","input":{"a":1}},{"type":"tool_use","id":"t1","name":"g","input":{}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":9,"cache_creation_input_tokens":2,"cache_read_input_tokens":4,"cache_creation":{"ephemeral_5m_input_tokens":2,"ephemeral_1h_input_tokens":0},"output_tokens":8,"output_tokens_details":{"thinking_tokens":3}}}"#)
    }

    private func whole(_ events: [ChatEvent], _ dialect: Dialect) -> String {
        var assembler = AnswerAssembler()
        for event in events { assembler.add(event) }
        return assembler.encodeWhole(dialect, Self.identity).text
    }

    @Test("no answer has two ends, and a failed one has none", arguments: Dialect.allCases)
    func ends(_ dialect: Dialect) {
        func count(_ text: String, _ mark: String) -> Int { text.components(separatedBy: mark).count - 1 }
        let marks: [Dialect: String] = [.anthropicMessages: "event: message_stop", .bedrockConverse: "event: messageStop", .gemini: #""finishReason""#, .openAIResponses: "event: response.completed"]
        let mark = marks[dialect] ?? "[DONE]"
        let whole = stream(Self.events + [.finished(.stop), .ended, .text("late")], dialect, usage: true)
        #expect(count(whole, mark) == 1)
        #expect(!whole.contains(#""late""#))
        let failed = stream([.text("a"), .failed(Fault(.provider, message: "broke")), .text("b"), .ended], dialect, usage: true)
        #expect(count(failed, mark) == 0)
        #expect(failed.contains("broke"))
        #expect(!failed.contains(#""b""#))
        #expect(count(stream([.text("a")], dialect, usage: true), mark) == 1)
    }

    @Test("errors have the shape that each API's SDK expects")
    func errors() {
        let error = CallerError(status: 404, type: "invalid_request_error", code: "model_not_found", message: "no \"x\"", parameter: "model")
        #expect(error.body(.openAIChat).text == #"{"error":{"message":"no \"x\"","type":"invalid_request_error","param":"model","code":"model_not_found"}}"#)
        #expect(error.body(.anthropicMessages).text == #"{"type":"error","error":{"type":"not_found_error","message":"no \"x\""}}"#)
        var plain = CallerError(status: 529, type: "server_error", message: "busy")
        plain.requestID = "req_9"
        #expect(plain.body(.openAIChat).text == #"{"error":{"message":"busy","type":"server_error","param":null,"code":null}}"#)
        #expect(plain.body(.anthropicMessages).text == #"{"type":"error","error":{"type":"overloaded_error","message":"busy"},"request_id":"req_9"}"#)
        #expect(AnswerEncoder.errorFrame(plain, dialect: .anthropicMessages).event == "error")
        #expect(AnswerEncoder.errorFrame(plain, dialect: .openAIChat).event == nil)
    }

    @Test("every kind of fault has an answer", arguments: [Fault.Kind.caller, .notFound, .contextOverflow, .contentFilter, .key, .rate, .provider, .silence, .transport])
    func faults(_ kind: Fault.Kind) {
        let error = CallerError(Fault(kind, status: 401, code: "c", message: "m", retryAfter: .seconds(3)))
        #expect((400..<600).contains(error.status))
        // A provider's trouble with shunt's key must not look like trouble with the caller's.
        #expect(error.status != 401)
        #expect(error.retryAfter == .seconds(3))
    }

    @Test("what an encoder writes, the decoder of the dialect reads back", arguments: Dialect.allCases)
    func roundTrip(_ dialect: Dialect) throws {
        let expected = Reading(Self.events)
        let text = stream(Self.events, dialect, usage: true)
        var streamed = Reading(AnswerCases.decode(try AnswerCases.parse([Bytes(text.utf8)]), dialect))
        var whole = Reading(try AnswerDecoder.whole(Bytes(whole(Self.events, dialect).utf8), dialect: dialect))
        for reading in [streamed, whole] { #expect(reading.usage?.totalOutput == expected.usage?.totalOutput) }
        // Names that shunt gives anew, and a class that one API does not tell.
        (streamed.id, whole.id, streamed.usage, whole.usage) = (expected.id, expected.id, expected.usage, expected.usage)
        if dialect == .openAIResponses {
            // Here they go with the item's id, and with their issuer's mark.
            for path in [\Reading.signatures, \.sealed] {
                streamed[keyPath: path] = streamed[keyPath: path].map { String($0.split(separator: ":").last ?? "") }
                whole[keyPath: path] = whole[keyPath: path].map { String($0.split(separator: ":").last ?? "") }
            }
        }
        #expect(streamed == expected)
        #expect(whole == expected)
    }

    @Test("a recorded stream told in another dialect says the same", .enabled(if: Fixtures.available, "\(Fixtures.absence)"), arguments: AnswerCases.streams)
    func translated(_ item: FixtureCase) throws {
        let events = AnswerCases.decode(try AnswerCases.events(item), item.answerDialect)
        let other: Dialect = item.answerDialect == .openAIChat ? .anthropicMessages : .openAIChat
        let decoded = AnswerCases.decode(try AnswerCases.parse([Bytes(stream(events, other, usage: true).utf8)]), other)
        let (before, after) = (Reading(events), Reading(decoded))
        #expect(after.reasoning == before.reasoning)
        #expect(after.calls.map(\.name) == before.calls.map(\.name))
        #expect(after.failed == before.failed)
        // Anthropic has no place for a refusal beside the text.
        #expect(after.text + after.refusal == before.text + before.refusal)
        guard let usage = before.usage, !before.failed else { return }
        #expect(after.usage?.totalInput == usage.totalInput)
        #expect(after.usage?.totalOutput == usage.totalOutput)
    }
}
