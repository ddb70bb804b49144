import Conversation
import Dialects
import Foundation
import HTTPWire
import JSONText
import Primitives
import TestKit
import Testing

@Suite("Requests that stay in their dialect")
struct SpliceTests {
    private func splice(_ body: String, _ plan: RequestPlan, _ dialect: Dialect = .openAIChat) throws -> OutgoingBody {
        try ProviderRequest.encode(.incoming(.decode(Bytes(body.utf8), dialect: dialect)), as: plan, for: dialect)
    }

    @Test("keep every byte where nothing must change", .enabled(if: Fixtures.available, "\(Fixtures.absence)"), arguments: AnswerCases.requests)
    func identity(_ item: FixtureCase) throws {
        let body = try #require(try item.request())
        guard let request = try? IncomingRequest.decode(body, dialect: item.answerDialect) else { return }
        // A plan that asks for what the request says already: the usage as well, where it is asked for.
        let plan = RequestPlan(
            model: request.facts.model ?? "", stream: request.facts.stream, usageOnRequest: request.wantsUsage || !request.facts.stream)
        if item.answerDialect == .openAIChat || request.facts.model != nil && request.facts.maxOutputTokens != nil {
            let sent = try ProviderRequest.encode(.incoming(request), as: plan, for: item.answerDialect)
            // What surrounds the object is not a part of it.
            #expect(sent.body == Bytes(request.body.raw))
            #expect(body.text.contains(sent.body.text))
            #expect(sent.dropped == [])
            #expect(!sent.addedUsage)
        }
    }

    @Test("change the model alone, wherever it stands", .enabled(if: Fixtures.available, "\(Fixtures.absence)"), arguments: AnswerCases.requests)
    func model(_ item: FixtureCase) throws {
        let body = try #require(try item.request())
        guard item.answerDialect != .gemini, let request = try? IncomingRequest.decode(body, dialect: item.answerDialect), let model = request.facts.model else { return }
        let plan = RequestPlan(model: "other", stream: request.facts.stream, effort: .low, defaultMaxOutput: 1)
        let sent = try ProviderRequest.encode(.incoming(request), as: plan, for: item.answerDialect)
        var before = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
        var after = try #require(try JSONSerialization.jsonObject(with: Data(sent.body)) as? [String: Any])
        #expect(after["model"] as? String == "other")
        #expect(before["model"] as? String == model)
        for key in ["model", "stream_options", "reasoning_effort", "reasoning", "output_config", "max_tokens"] {
            before[key] = nil
            after[key] = nil
        }
        #expect(before as NSDictionary == after as NSDictionary)
    }

    static let cases: [(body: String, plan: RequestPlan, expected: String, addedUsage: Bool)] = [
        (#"{ "model" : "a", "messages" : [ {"role":"user","content":"x"} ] , "zzz" : 1.50 }"#, RequestPlan(model: "b", stream: false),
            #"{ "model" : "b", "messages" : [ {"role":"user","content":"x"} ] , "zzz" : 1.50 }"#, false),
        (#"{"messages":[{"role":"user","content":"x"}]}"#, RequestPlan(model: "q\"", stream: true),
            #"{"model":"q\"","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"x"}]}"#, true),
        (#"{"model":"a","stream":true,"stream_options":{"include_usage":false},"messages":[{"role":"user","content":"x"}]}"#, RequestPlan(model: "a", stream: true),
            #"{"model":"a","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"x"}]}"#, true),
        (#"{"model":"a","stream":true,"stream_options":{"x":1},"messages":[{"role":"user","content":"x"}]}"#, RequestPlan(model: "a", stream: true),
            #"{"model":"a","stream":true,"stream_options":{"include_usage":true,"x":1},"messages":[{"role":"user","content":"x"}]}"#, true),
        (#"{"model":"a","stream":true,"stream_options":null,"messages":[{"role":"user","content":"x"}]}"#, RequestPlan(model: "a", stream: true),
            #"{"model":"a","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"x"}]}"#, true),
        (#"{"model":"a","stream":true,"stream_options":{},"messages":[{"role":"user","content":"x"}]}"#, RequestPlan(model: "a", stream: true),
            #"{"model":"a","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"x"}]}"#, true),
        (#"{"model":"a","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"x"}]}"#, RequestPlan(model: "a", stream: true, usageOnRequest: false),
            #"{"model":"a","stream":true,"messages":[{"role":"user","content":"x"}]}"#, false),
        (#"{"model":"a","stream":true,"messages":[{"role":"user","content":"x"}], "stream_options":{"include_usage":true} }"#, RequestPlan(model: "a", stream: false),
            #"{"model":"a","stream":false,"messages":[{"role":"user","content":"x"}] }"#, false),
        (#"{"model":"a","metadata":{"mode":"plan"},"messages":[{"role":"user","content":"x"}]}"#, RequestPlan(model: "a", stream: false),
            #"{"model":"a","messages":[{"role":"user","content":"x"}]}"#, false),
        (#"{ "metadata" : {"mode":"plan"} , "model":"a","messages":[{"role":"user","content":"x"}]}"#, RequestPlan(model: "a", stream: false),
            #"{ "model":"a","messages":[{"role":"user","content":"x"}]}"#, false),
        (#"{"messages":[{"role":"user","content":"x"}],"model":"a","metadata":{"a":"1","mode":"plan","b":"2"}}"#, RequestPlan(model: "a", stream: false),
            #"{"messages":[{"role":"user","content":"x"}],"model":"a","metadata":{"a":"1","b":"2"}}"#, false),
        (#"{"messages":[{"role":"user","content":"x"}],"model":"a","metadata":{"mode":"plan","b":"2"},"stream_options":{}}"#, RequestPlan(model: "a", stream: false),
            #"{"messages":[{"role":"user","content":"x"}],"model":"a","metadata":{"b":"2"}}"#, false),
        (#"{"stream_options":{},"metadata":{"mode":"plan"},"model":"a","messages":[{"role":"user","content":"x"}]}"#, RequestPlan(model: "a", stream: false),
            #"{"model":"a","messages":[{"role":"user","content":"x"}]}"#, false),
        (#"{"model":"a","messages":[{"role":"user","content":"x"}],"stream_options":{}, "metadata":{"mode":"plan"}}"#, RequestPlan(model: "a", stream: false),
            #"{"model":"a","messages":[{"role":"user","content":"x"}]}"#, false),
        (#"{"model":"a","messages":[{"role":"user","content":"x"}]}"#, RequestPlan(model: "a", stream: false, effort: .high),
            #"{"reasoning_effort":"high","model":"a","messages":[{"role":"user","content":"x"}]}"#, false),
        (#"{"model":"a","reasoning_effort":"low","messages":[{"role":"user","content":"x"}]}"#, RequestPlan(model: "a", stream: false, effort: .max),
            #"{"model":"a","reasoning_effort":"xhigh","messages":[{"role":"user","content":"x"}]}"#, false),
        (#"{"model":"a","reasoning":{"effort":"low","exclude":true},"messages":[{"role":"user","content":"x"}]}"#, RequestPlan(model: "a", stream: false, effort: .high),
            #"{"model":"a","reasoning":{"effort":"high","exclude":true},"messages":[{"role":"user","content":"x"}]}"#, false),
        (#"{"model":"a","reasoning":{"max_tokens":2000},"messages":[{"role":"user","content":"x"}]}"#, RequestPlan(model: "a", stream: false, effort: .high),
            #"{"model":"a","reasoning":{"effort":"high"},"messages":[{"role":"user","content":"x"}]}"#, false),
        (#"{"model":"a","reasoning":{},"messages":[{"role":"user","content":"x"}]}"#, RequestPlan(model: "a", stream: false, effort: .high),
            #"{"model":"a","reasoning":{"effort":"high"},"messages":[{"role":"user","content":"x"}]}"#, false),
    ]

    @Test("change what the plan says and nothing else", arguments: cases.indices)
    func change(_ index: Int) throws {
        let item = Self.cases[index]
        let sent = try splice(item.body, item.plan)
        #expect(sent.body.text == item.expected)
        #expect(sent.addedUsage == item.addedUsage)
        #expect(sent.path == "/chat/completions")
        #expect(sent.fields["content-type"] == "application/json")
    }

    @Test("change a body that is a part of a larger text")
    func part() throws {
        let line = Bytes(#"{"params":{"body": {"model":"a", "messages":[{"role":"user","content":"x"}]} , "mode":"m"}}"#.utf8)
        let body = try #require(try JSONDocumentBridge.value(line, "params", "body"))
        let request = try IncomingRequest.decode(body, dialect: .openAIChat)
        let sent = try ProviderRequest.encode(.incoming(request), as: RequestPlan(model: "b", stream: true), for: .openAIChat)
        #expect(
            sent.body.text
                == #"{"stream":true,"stream_options":{"include_usage":true},"model":"b", "messages":[{"role":"user","content":"x"}]}"#)
    }

    static let messagesCases: [(body: String, plan: RequestPlan, expected: String)] = [
        (#"{"model":"a","max_tokens":5,"messages":[{"role":"user","content":"x"}]}"#, RequestPlan(model: "claude-opus-4-7", stream: true, effort: .xhigh),
            #"{"stream":true,"output_config":{"effort":"xhigh"},"model":"claude-opus-4-7","max_tokens":5,"messages":[{"role":"user","content":"x"}]}"#),
        (#"{"model":"claude-opus-4-5","messages":[{"role":"user","content":"x"}],"output_config":{"effort":"low","a":1}}"#, RequestPlan(model: "claude-opus-4-5", stream: false, effort: .max, defaultMaxOutput: 77),
            #"{"max_tokens":77,"model":"claude-opus-4-5","messages":[{"role":"user","content":"x"}],"output_config":{"effort":"high","a":1}}"#),
        (#"{"model":"claude-3-haiku-20240307","max_tokens":5,"metadata":{"user_id":"u","mode":"m"},"messages":[{"role":"user","content":"x"}]}"#, RequestPlan(model: "claude-3-haiku-20240307", stream: false, effort: .high),
            #"{"model":"claude-3-haiku-20240307","max_tokens":5,"metadata":{"user_id":"u"},"messages":[{"role":"user","content":"x"}]}"#),
    ]

    @Test(
        "tell system messages between others as the user's, where the model does not take them",
        arguments: [
            ("claude-opus-4-8", true), ("claude-opus-5-5", true), ("claude-sonnet-5-5", true), ("claude-opus-4-7", false), ("claude-sonnet-4-6", false),
            ("claude-sonnet-5", false), ("claude-haiku-4-5-20251001", false), ("qwen3.7-max", false),
        ])
    func systemMessages(model: String, kept: Bool) throws {
        func body(_ role: String) -> String {
            #"{"model":"\#(model)","max_tokens":5,"messages":[{"role":"user","content":"x"},{"role":"\#(role)","content":[{"type":"text","text":"y"}]}]}"#
        }
        let sent = try splice(body("system"), RequestPlan(model: model, stream: false), .anthropicMessages)
        #expect(sent.body.text == body(kept ? "system" : "user"))
        #expect(sent.dropped == (kept ? [] : ["messages[1].role"]))
        var elsewhere = RequestPlan(model: model, stream: false)
        elsewhere.platform = .aws(region: "eu-central-1")
        #expect(try splice(body("system"), elsewhere, .anthropicMessages).dropped == ["messages[1].role"])
    }

    @Test("change what the plan says in a Messages request", arguments: messagesCases.indices)
    func messages(_ index: Int) throws {
        let item = Self.messagesCases[index]
        let sent = try splice(item.body, item.plan, .anthropicMessages)
        #expect(sent.body.text == item.expected)
        #expect(sent.path == "/messages")
        #expect(sent.fields["anthropic-version"] == "2023-06-01")
    }
}
