import Conversation
import Dialects
import Foundation
import HTTPWire
import Primitives
import TestKit
import Testing

@Suite("Answers of and for the Responses API")
struct ResponsesAnswerTests {
    private func stream(_ events: [ChatEvent], customTools: Set<String> = []) -> Bytes {
        let identity = AnswerIdentity(id: "req_1", model: "m", created: 17, customTools: customTools)
        var encoder = AnswerEncoder(dialect: .openAIResponses, identity: identity, includeUsage: true)
        var bytes = Bytes()
        for event in events { for frame in encoder.encode(event) { frame.serverSentEvent(into: &bytes) } }
        for frame in encoder.end() { frame.serverSentEvent(into: &bytes) }
        return bytes
    }

    private func decode(_ stream: Bytes) throws -> [ChatEvent] { AnswerCases.decode(try AnswerCases.parse([stream]), .openAIResponses) }

    /// Frames as text: the data of each, which must repeat the event's name and be numbered from 0.
    private func frames(_ stream: Bytes) throws -> [String] {
        let events = try AnswerCases.parse([stream])
        for (number, event) in events.enumerated() {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(event.data)) as? [String: Any])
            #expect(object["type"] as? String == event.name.map(\.text))
            #expect(object["sequence_number"] as? Int == number)
        }
        return events.map(\.data.text)
    }

    @Test("a stream is as OpenAI sends it")
    func golden() throws {
        let head = #""response":{"id":"req_1","object":"response","created_at":17,"#
        let rest = #""parallel_tool_calls":true,"previous_response_id":null,"reasoning":null,"service_tier":null,"store":false,"temperature":null,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":null,"truncation":"disabled","#
        let running = #""status":"in_progress","error":null,"incomplete_details":null,"background":false,"instructions":null,"max_output_tokens":null,"max_tool_calls":null,"model":"m","output":[],"#
        let message = #"{"id":"msg_req_1_1","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hi!"}],"role":"assistant"}"#
        let call = #"{"id":"fc_req_1_2","type":"function_call","status":"completed","arguments":"{\"a\":1}","call_id":"c1","name":"f"}"#
        let thought = #"{"id":"rs_req_1_0","type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"shunt:anthropic-messages:sig"}"#
        let expected = [
            #"{"type":"response.created","sequence_number":0,\#(head)\#(running)\#(rest)"usage":null,"user":null,"metadata":{}}}"#,
            #"{"type":"response.in_progress","sequence_number":1,\#(head)\#(running)\#(rest)"usage":null,"user":null,"metadata":{}}}"#,
            #"{"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"rs_req_1_0","type":"reasoning","summary":[]}}"#,
            #"{"type":"response.reasoning_summary_part.added","sequence_number":3,"item_id":"rs_req_1_0","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}"#,
            #"{"type":"response.reasoning_summary_text.delta","sequence_number":4,"item_id":"rs_req_1_0","output_index":0,"summary_index":0,"delta":"hm"}"#,
            #"{"type":"response.reasoning_summary_text.done","sequence_number":5,"item_id":"rs_req_1_0","output_index":0,"summary_index":0,"text":"hm"}"#,
            #"{"type":"response.reasoning_summary_part.done","sequence_number":6,"item_id":"rs_req_1_0","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":"hm"}}"#,
            #"{"type":"response.output_item.done","sequence_number":7,"output_index":0,"item":\#(thought)}"#,
            #"{"type":"response.output_item.added","sequence_number":8,"output_index":1,"item":{"id":"msg_req_1_1","type":"message","status":"in_progress","content":[],"role":"assistant"}}"#,
            #"{"type":"response.content_part.added","sequence_number":9,"item_id":"msg_req_1_1","output_index":1,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}}"#,
            #"{"type":"response.output_text.delta","sequence_number":10,"item_id":"msg_req_1_1","output_index":1,"content_index":0,"delta":"Hi","logprobs":[]}"#,
            #"{"type":"response.output_text.delta","sequence_number":11,"item_id":"msg_req_1_1","output_index":1,"content_index":0,"delta":"!","logprobs":[]}"#,
            #"{"type":"response.output_text.done","sequence_number":12,"item_id":"msg_req_1_1","output_index":1,"content_index":0,"text":"Hi!","logprobs":[]}"#,
            #"{"type":"response.content_part.done","sequence_number":13,"item_id":"msg_req_1_1","output_index":1,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":"Hi!"}}"#,
            #"{"type":"response.output_item.done","sequence_number":14,"output_index":1,"item":\#(message)}"#,
            #"{"type":"response.output_item.added","sequence_number":15,"output_index":2,"item":{"id":"fc_req_1_2","type":"function_call","status":"in_progress","arguments":"","call_id":"c1","name":"f"}}"#,
            #"{"type":"response.function_call_arguments.delta","sequence_number":16,"item_id":"fc_req_1_2","output_index":2,"delta":"{\"a\":1}"}"#,
            #"{"type":"response.function_call_arguments.done","sequence_number":17,"item_id":"fc_req_1_2","output_index":2,"arguments":"{\"a\":1}","name":"f"}"#,
            #"{"type":"response.output_item.done","sequence_number":18,"output_index":2,"item":\#(call)}"#,
            #"{"type":"response.completed","sequence_number":19,\#(head)"status":"completed","error":null,"incomplete_details":null,"background":false,"instructions":null,"max_output_tokens":null,"max_tool_calls":null,"model":"m","output":[\#(thought),\#(message),\#(call)],\#(rest)"usage":{"input_tokens":15,"input_tokens_details":{"cache_write_tokens":2,"cached_tokens":4},"output_tokens":8,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":23},"user":null,"metadata":{}}}"#,
        ]
        let events: [ChatEvent] = [
            .started(id: "x", model: "m"), .usage(Usage(input: 9, output: 1)), .reasoning("hm"), .reasoningSignature(Signature("sig", issuer: .anthropicMessages)),
            .text("Hi"), .text("!"), .toolCall(index: 0, id: "c1", name: "f"), .toolArguments(index: 0, #"{"a":1}"#), .finished(.toolCalls),
            .usage(Usage(input: 9, cacheRead: 4, cacheWrite5m: 2, output: 5, reasoning: 3)), .ended,
        ]
        #expect(try frames(stream(events)) == expected)
    }

    @Test("an answer cut short is incomplete, and says why", arguments: [(FinishReason.length, "max_output_tokens"), (.contentFilter, "content_filter"), (.pause, "max_output_tokens")])
    func incomplete(_ reason: FinishReason, _ word: String) throws {
        let last = try #require(try frames(stream([.text("a"), .finished(reason), .ended])).last)
        #expect(last.contains(#""type":"response.incomplete""#) && last.contains(#""incomplete_details":{"reason":"\#(word)"}"#))
        #expect(last.contains(#""status":"incomplete","content""#))
    }

    @Test("a failure is an error and a failed response, and no end follows")
    func failure() throws {
        let told = try frames(stream([.text("a"), .failed(Fault(.rate, code: "x", message: "slow")), .ended]))
        #expect(told.count == 7)
        #expect(told[5] == #"{"type":"error","sequence_number":5,"code":"rate_limit_exceeded","message":"slow","param":null,"error":{"type":"rate_limit_error","code":"rate_limit_exceeded","message":"slow","param":null}}"#)
        #expect(told[6].contains(#""status":"failed","error":{"code":"rate_limit_exceeded","message":"slow"}"#))
        guard case .failed(let fault)? = try decode(stream([.failed(Fault(.rate, message: "slow"))])).last else { return #expect(Bool(false)) }
        #expect(fault.kind == .rate)
    }

    @Test("an error that ends the stream from outside is told with a failed response, once")
    func failureFromOutside() throws {
        var encoder = AnswerEncoder(dialect: .openAIResponses, identity: AnswerIdentity(id: "r", model: "m", created: 0), includeUsage: true)
        _ = encoder.encode(.text("a"))
        let error = CallerError(status: 504, type: "server_error", code: "timeout", message: "late")
        #expect(encoder.fail(error).map(\.event) == ["error", "response.failed"])
        #expect(encoder.fail(error) == [] && encoder.end() == [])
        var other = AnswerEncoder(dialect: .anthropicMessages, identity: AnswerIdentity(id: "r", model: "m", created: 0), includeUsage: true)
        #expect(other.fail(error) == [AnswerEncoder.errorFrame(error, dialect: .anthropicMessages)])
    }

    @Test("calls that take turns each get their own arguments")
    func interleaved() throws {
        let events: [ChatEvent] = [
            .toolCall(index: 0, id: "a", name: "f"), .toolCall(index: 1, id: "b", name: "g"), .toolArguments(index: 0, "[1"),
            .toolArguments(index: 1, "[2"), .toolArguments(index: 0, "]"), .toolArguments(index: 1, "]"), .finished(.toolCalls), .ended,
        ]
        #expect(Reading(try decode(stream(events))).calls == Reading(events).calls)
    }

    @Test("a call of a custom tool is told with its plain input")
    func custom() throws {
        let events: [ChatEvent] = [.toolCall(index: 0, id: "c", name: "patch"), .toolArguments(index: 0, #"{"input":"#), .toolArguments(index: 0, #""a\nb"}"#), .finished(.toolCalls), .ended]
        let request = try IncomingRequest.decode(Bytes(#"{"input":"a","tools":[{"type":"custom","name":"patch"},{"type":"function","name":"f"}]}"#.utf8), dialect: .openAIResponses)
        #expect(request.customTools == ["patch"])
        let told = stream(events, customTools: request.customTools)
        #expect(told.text.contains(#""item":{"id":"ctc_req_1_0","type":"custom_tool_call","status":"completed","call_id":"c","input":"a\nb","name":"patch"}"#))
        #expect(Reading(try decode(told)).calls == [.init(name: "patch", arguments: "a\nb")])
    }

    @Test("citations, logprobs, refusals and images come back as they went")
    func rest() throws {
        let logprobs = [TokenLogprob(chosen: .init(token: "é", logprob: "-0.5"), top: [.init(token: "e", logprob: "-1.25")])]
        let events: [ChatEvent] = [
            .started(id: "req_1", model: "m"), .logprobs(logprobs), .text("é"), .citation(Citation(url: "https://x", title: "X", range: 0..<1)),
            .citation(Citation(title: "file.txt", range: 1..<1)), .refusal("no"), .media(Media(type: "image/webp", source: .base64("AAAA"))),
            .usage(Usage(input: 1, output: 1)), .finished(.refusal), .ended,
        ]
        #expect(try decode(stream(events)) == events)
        var assembler = AnswerAssembler()
        for event in events { assembler.add(event) }
        let whole = assembler.encodeWhole(.openAIResponses, AnswerIdentity(id: "req_1", model: "m", created: 17))
        #expect(try AnswerDecoder.whole(whole, dialect: .openAIResponses) == events)
        #expect(try frames(stream(events)).last?.contains(#""bytes":[195,169]"#) == true)
    }

    @Test("a signature of a call is carried behind it and finds it again")
    func callSignature() throws {
        let events: [ChatEvent] = [.toolCall(index: 0, id: "c", name: "f"), .toolArguments(index: 0, "{}"), .toolSignature(index: 0, Signature("sig x", issuer: .anthropicMessages)), .finished(.toolCalls), .ended]
        let item = #"{"type":"reasoning","summary":[],"encrypted_content":"shunt:anthropic-messages:for c sig x"}"#
        #expect(stream(events).text.contains(#""summary":[],"encrypted_content":"shunt:anthropic-messages:for c sig x"}"#))
        let body = #"{"input":[{"role":"user","content":"a"},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},\#(item)]}"#
        let request = try IncomingRequest.decode(Bytes(body.utf8), dialect: .openAIResponses).conversation()
        #expect(request.messages.last?.parts == [.toolCall(ToolCall(id: "c", name: "f", arguments: "{}", signature: Signature("sig x", issuer: .anthropicMessages)))])
    }

    @Test("a recorded stream of any API told as a response says the same", .enabled(if: Fixtures.available, "\(Fixtures.absence)"), arguments: AnswerCases.streams)
    func translated(_ item: FixtureCase) throws {
        let events = AnswerCases.decode(try AnswerCases.events(item), item.answerDialect, model: item.model)
        let (before, after) = (Reading(events), Reading(try decode(stream(events))))
        #expect(after.text == before.text)
        #expect(after.refusal == before.refusal)
        #expect(after.reasoning == before.reasoning)
        #expect(after.calls.map(\.name) == before.calls.map(\.name))
        #expect(after.failed == before.failed)
        // Those of calls come as sealed thoughts behind them.
        let ofThoughts = events.count { if case .reasoningSignature = $0 { true } else { false } }
        let others = events.count { switch $0 { case .redactedReasoning, .toolSignature: true; default: false } }
        #expect(after.signatures.count == ofThoughts && after.sealed.count == others)
        guard let usage = before.usage, !before.failed else { return }
        #expect(after.usage?.totalInput == usage.totalInput)
        #expect(after.usage?.totalOutput == usage.totalOutput)
    }
}

// MARK: What services do

extension ResponsesAnswerTests {
    private func events(_ lines: [String]) throws -> [ChatEvent] { try decode(Bytes(lines.map { "data: \($0)\n\n" }.joined().utf8)) }

    @Test("items are known by their place, whatever their ids")
    func changingIDs() throws {
        let read = Reading(try events([
            #"{"type":"response.created","response":{"id":"r","model":"m"}}"#,
            #"{"type":"response.output_item.added","output_index":0,"item":{"id":"x1","type":"function_call","call_id":"c","name":"f","arguments":""}}"#,
            #"{"type":"response.function_call_arguments.delta","output_index":0,"item_id":"x2","delta":"{\"a\""}"#,
            #"{"type":"response.function_call_arguments.delta","output_index":0,"item_id":"x3","delta":":1}"}"#,
            #"{"type":"response.function_call_arguments.done","output_index":0,"item_id":"x4","arguments":"{\"a\":1}"}"#,
            #"{"type":"response.output_item.done","output_index":0,"item":{"id":"x5","type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":1}"}}"#,
            #"{"type":"response.completed","response":{"status":"completed","output":[]}}"#,
        ]))
        #expect(read.calls == [.init(name: "f", arguments: #"{"a":1}"#)])
        #expect(read.finish == .toolCalls)
    }

    @Test("what only the last event tells is told")
    func onlyCompleted() throws {
        let read = Reading(try events([
            #"{"type":"response.completed","response":{"id":"r","model":"m","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"a"},{"type":"refusal","refusal":"b"}]}],"usage":{"input_tokens":3,"output_tokens":2}}}"#
        ]))
        #expect(read.text == "a" && read.refusal == "b" && read.finish == .refusal && read.usage == Usage(input: 3, output: 2))
    }

    @Test("a text without deltas is told once")
    func withoutDeltas() throws {
        let read = Reading(try events([
            #"{"type":"response.output_text.done","output_index":0,"content_index":0,"text":"a"}"#,
            #"{"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"a"}]}}"#,
            #"{"type":"response.completed","response":{"status":"completed","output":[]}}"#,
        ]))
        #expect(read.text == "a")
    }

    @Test(
        "an error is classed by its code, flat or not, with a failed response or without",
        arguments: [
            (#"{"type":"error","code":"server_error","message":"m","param":null}"#, Fault.Kind.provider), (#"{"type":"error","error":{"code":"context_length_exceeded","message":"m"}}"#, .contextOverflow),
            (#"{"type":"response.failed","response":{"error":{"code":"rate_limit_exceeded","message":"m"}}}"#, .rate),
            (#"{"type":"response.failed","response":{"error":{"code":"insufficient_quota","message":"m"}}}"#, .key),
            (#"{"type":"response.failed","response":{"error":{"code":"invalid_prompt","message":"m"}}}"#, .caller),
            (#"{"type":"response.failed","response":{"error":{"code":"invalid_image","message":"m"}}}"#, .caller),
            (#"{"type":"response.failed","response":{"error":{"code":"image_content_policy_violation","message":"m"}}}"#, .contentFilter),
            (#"{"type":"response.failed","response":{"error":{"code":"vector_store_timeout","message":"m"}}}"#, .provider),
            (#"{"type":"response.failed","response":{}}"#, .provider),
        ])
    func errors(_ line: String, _ kind: Fault.Kind) throws {
        guard case .failed(let fault)? = try events([line]).last else { return #expect(Bool(false)) }
        #expect(fault.kind == kind)
    }

    @Test("what the failed response says counts for more than the error before it")
    func failedAfterError() throws {
        let read = try events([
            #"{"type":"error","error":{"code":"unknown","message":"m"}}"#, #"{"type":"response.failed","response":{"error":{"code":"rate_limit_exceeded","message":"n"}}}"#,
        ])
        #expect(read == [.failed(Fault(.rate, code: "rate_limit_exceeded", message: "n"))])
    }
}
