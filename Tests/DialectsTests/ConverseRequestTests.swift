import Conversation
import Dialects
import Foundation
import HTTPWire
import JSONText
import Primitives
import TestKit
import Testing

@Suite("Requests of Converse")
struct ConverseRequestTests {
    private static let claude = "us.anthropic.claude-sonnet-4-6"

    private func translate(_ body: String, model: String = claude, stream: Bool = false, effort: Effort? = nil) throws -> OutgoingBody {
        try ProviderRequest.encode(
            .incoming(.decode(Bytes(body.utf8), dialect: .openAIChat)), as: RequestPlan(model: model, stream: stream, effort: effort), for: .bedrockConverse)
    }

    private func splice(_ body: String, effort: Effort? = nil, model: String = claude) throws -> String {
        let incoming = try IncomingRequest.decode(Bytes(body.utf8), dialect: .bedrockConverse)
        return try ProviderRequest.encode(.incoming(incoming), as: RequestPlan(model: model, stream: true, effort: effort), for: .bedrockConverse).body.text
    }

    private func conversation(_ body: String) throws -> ChatRequest {
        try IncomingRequest.decode(Bytes(body.utf8), dialect: .bedrockConverse).conversation()
    }

    private func error(_ body: String) -> DialectError? {
        do throws(DialectError) {
            _ = try IncomingRequest.decode(Bytes(body.utf8), dialect: .bedrockConverse).conversation()
            return nil
        } catch {
            return error
        }
    }

    // MARK: Told to Bedrock

    @Test("an agent's whole request")
    func golden() throws {
        let sent = try translate(
            #"""
            {"model":"shunt/auto","max_completion_tokens":500,"temperature":1.50,"stop":["END","\n"],"user":"u1","parallel_tool_calls":false,"tool_choice":"required","seed":7,"service_tier":"flex",
             "response_format":{"type":"json_schema","json_schema":{"name":"A","schema":{"type":"object","properties":{}},"strict":true}},
             "tools":[{"type":"function","function":{"name":"look","description":"Looks","parameters":{"properties":{"q":{"type":"string"}}},"strict":true}},{"type":"function","function":{"name":"now"}}],
             "messages":[
              {"role":"system","content":"Be brief."},
              {"role":"user","content":[{"type":"text","text":"See:"},{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,/9j/","detail":"low"}},{"type":"image_url","image_url":{"url":"https://x/y.png"}},
                {"type":"file","file":{"file_data":"data:application/pdf;base64,JVBE","filename":"a  b.pdf"}},{"type":"file","file":{"file_data":"data:text/markdown;base64,aGkK","filename":"a b.pdf"}}]},
              {"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[{"id":"functions.look:0","type":"function","function":{"name":"look","arguments":"{\"q\": 1}"}}]},
              {"role":"tool","tool_call_id":"functions.look:0","content":"seen"},
              {"role":"user","content":"And?"}]}
            """#)
        #expect(
            sent.body.text
                == #"{"system":[{"text":"Be brief."},{"cachePoint":{"type":"default"}}],"messages":[{"role":"user","content":[{"text":"See:"},{"image":{"format":"jpeg","source":{"bytes":"/9j/"}}},{"document":{"format":"pdf","name":"a b-pdf","source":{"bytes":"JVBE"}}},{"document":{"format":"md","name":"a b-pdf 2","source":{"bytes":"aGkK"}}}]},{"role":"assistant","content":[{"toolUse":{"toolUseId":"functions_look_0","name":"look","input":{"q": 1}}}]},{"role":"user","content":[{"toolResult":{"toolUseId":"functions_look_0","content":[{"text":"seen"}]}},{"text":"And?"},{"cachePoint":{"type":"default"}}]}],"toolConfig":{"tools":[{"toolSpec":{"name":"look","description":"Looks","inputSchema":{"json":{"type":"object","properties":{"q":{"type":"string"}}}},"strict":true}},{"toolSpec":{"name":"now","inputSchema":{"json":{"type":"object","properties":{}}}}}],"toolChoice":{"any":{}}},"inferenceConfig":{"maxTokens":500,"temperature":1,"stopSequences":["END"]},"additionalModelResponseFieldPaths":["/stop_sequence"],"outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"name":"A","schema":"{\"type\":\"object\",\"properties\":{}}"}}}},"serviceTier":{"type":"flex"}}"#)
        #expect(sent.dropped.sorted() == ["image", "image_url.detail", "parallel_tool_calls", "reasoning", "seed", "stop", "temperature", "user"])
    }

    @Test("the path names the model, an ARN too, and says whether to stream")
    func paths() throws {
        let body = #"{"messages":[{"role":"user","content":"a"}]}"#
        #expect(try translate(body, model: "anthropic.claude-3-haiku-20240307-v1:0").path == "/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse")
        #expect(
            try translate(body, model: "arn:aws:bedrock:eu-central-1:1:inference-profile/x", stream: true).path
                == "/model/arn%3Aaws%3Abedrock%3Aeu-central-1%3A1%3Ainference-profile%2Fx/converse-stream")
        #expect(try !translate(body, stream: true).body.text.contains("stream"))
        #expect(ProviderRequest.authorization("k", dialect: .bedrockConverse) == HeaderFields.Field(name: "authorization", value: "Bearer k"))
    }

    /// Families, and what each effort is in their words; an empty text where the caller's effort is told as dropped.
    static let efforts: [(model: String, words: [Effort: String])] = [
        ("us.anthropic.claude-opus-4-7", [
            .none: #"{"thinking":{"type":"disabled"}}"#,
            .minimal: #"{"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"low"}}"#,
            .high: #"{"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"high"}}"#,
            .xhigh: #"{"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"xhigh"}}"#,
        ]),
        ("anthropic.claude-sonnet-4-5-20250929-v1:0", [
            .none: #"{"thinking":{"type":"disabled"}}"#, .low: #"{"thinking":{"type":"enabled","budget_tokens":2048}}"#,
            .high: #"{"thinking":{"type":"enabled","budget_tokens":16384}}"#,
        ]),
        ("anthropic.claude-3-haiku-20240307-v1:0", [.high: ""]),
        ("us.amazon.nova-2-lite-v1:0", [
            .none: #"{"reasoningConfig":{"type":"disabled"}}"#, .minimal: #"{"reasoningConfig":{"type":"enabled","maxReasoningEffort":"low"}}"#,
            .medium: #"{"reasoningConfig":{"type":"enabled","maxReasoningEffort":"medium"}}"#,
            .max: #"{"reasoningConfig":{"type":"enabled","maxReasoningEffort":"high"}}"#,
        ]),
        ("us.amazon.nova-micro-v1:0", [.high: ""]),
        ("openai.gpt-oss-120b-1:0", [.none: #"{"reasoning_effort":"low"}"#, .max: #"{"reasoning_effort":"high"}"#]),
        ("us.openai.gpt-5.6-luna", [
            .none: #"{"reasoning":{"effort":"none"}}"#, .minimal: #"{"reasoning":{"effort":"low"}}"#, .xhigh: #"{"reasoning":{"effort":"xhigh"}}"#,
        ]),
        ("moonshot.kimi-k2-thinking", [.medium: #"{"reasoning_effort":"medium"}"#]), ("meta.llama4-scout-17b-instruct-v1:0", [.low: ""]),
    ]

    @Test("one effort is each family's own word", arguments: efforts.indices)
    func effortMatrix(_ index: Int) throws {
        for (effort, expected) in Self.efforts[index].words {
            let sent = try translate(#"{"messages":[{"role":"user","content":"a"}]}"#, model: Self.efforts[index].model, effort: effort)
            let fields = try JSONDocumentBridge.value(sent.body, "additionalModelRequestFields")
            #expect(fields?.raw.text ?? "" == expected)
            #expect(sent.dropped == (expected.isEmpty ? ["reasoning_effort"] : []))
            guard let fields else { continue }
            // What was written is read back; steps that a family does not tell apart come back as its own.
            let read = try conversation(#"{"messages":[{"role":"user","content":[{"text":"a"}]}],"additionalModelRequestFields":\#(fields.raw.text)}"#)
            #expect(read.effort != nil || read.reasoningBudget != nil)
            #expect(read.unsaid == [])
        }
    }

    @Test("what a model that thinks refuses is left out and told")
    func sampling() throws {
        let body = #"{"max_completion_tokens":9000,"temperature":0.5,"top_p":0.9,"messages":[{"role":"user","content":"a"}]}"#
        #expect(try translate(body).body.text.contains(#""inferenceConfig":{"maxTokens":9000,"temperature":0.5}"#))
        #expect(try translate(body).dropped == ["top_p"])
        let nova = try translate(body, model: "amazon.nova-2-lite-v1:0", effort: .high)
        #expect(!nova.body.text.contains(#""maxTokens""#) && nova.dropped == ["temperature", "top_p", "max_tokens"])
        #expect(try translate(body, model: "amazon.nova-2-lite-v1:0", effort: .low).dropped == [])
        let thinking = try translate(body, effort: .high)
        #expect(thinking.dropped == ["temperature", "top_p"])
        #expect(thinking.body.text.contains(#""inferenceConfig":{"maxTokens":9000}"#))
    }

    @Test("cache points are set where the model takes them, and the caller's own stay")
    func cachePoints() throws {
        let body = #"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}"#
        let marked = #"{"messages":[{"role":"system","content":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}]},{"role":"user","content":"a"}]}"#
        func points(_ sent: OutgoingBody) -> Int { sent.body.text.components(separatedBy: "cachePoint").count - 1 }
        #expect(try points(translate(body)) == 2)
        #expect(try points(translate(body, model: "amazon.nova-pro-v1:0")) == 2)
        #expect(try points(translate(body, model: "meta.llama4-scout-17b-instruct-v1:0")) == 0)
        #expect(try translate(marked).body.text.contains(#"{"text":"s"},{"cachePoint":{"type":"default","ttl":"1h"}}"#))
        let short = try translate(marked, model: "us.anthropic.claude-3-7-sonnet-20250219-v1:0")
        #expect(short.body.text.contains(#"{"cachePoint":{"type":"default"}}"#) && short.dropped == ["cache_control.ttl"])
        #expect(try translate(marked, model: "meta.llama4-scout-17b-instruct-v1:0").dropped == ["cache_control"])
    }

    @Test("tools stay declared where calls stand in the conversation, and are left out where none may be called")
    func toolConfig() throws {
        let history = #"{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"r"}"#
        let tools = #""tools":[{"type":"function","function":{"name":"f"}}]"#
        let undeclared = try translate(#"{"messages":[\#(history)]}"#)
        #expect(undeclared.body.text.contains(#""toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object","properties":{}}}}}]}"#))
        let none = try translate(#"{\#(tools),"tool_choice":"none","messages":[{"role":"user","content":"a"}]}"#)
        #expect(!none.body.text.contains("toolConfig") && none.dropped == [])
        let forbidden = try translate(#"{\#(tools),"tool_choice":"none","messages":[\#(history)]}"#)
        #expect(forbidden.body.text.contains("toolSpec") && !forbidden.body.text.contains("toolChoice") && forbidden.dropped == ["tool_choice"])
    }

    @Test("a call's id fits, and a document is never without a text")
    func rules() throws {
        let id = String(repeating: "x", count: 90)
        let calls = #"{"role":"assistant","tool_calls":[{"id":"\#(id)","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"\#(id)","content":"r"}"#
        let text = try translate(#"{"messages":[{"role":"user","content":"a"},\#(calls)]}"#).body.text
        #expect(text.components(separatedBy: "\"\(id.prefix(60))\"").count == 3)
        let document = try translate(#"{"messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"data:application/pdf;base64,AA=="}}]}]}"#)
        #expect(document.body.text.contains(#"[{"text":"See the document."},{"document":{"format":"pdf","name":"document","source":{"bytes":"AA=="}}}]"#))
    }

    @Test("thoughts go back to their issuer alone, Claude's by either way")
    func signatures() throws {
        func send(_ issuer: Dialect, _ model: String) throws -> (text: String, dropped: [String]) {
            var request = ChatRequest()
            request.messages = [
                Message(role: .user, parts: [.text("a")]),
                Message(role: .assistant, parts: [.reasoning(text: "t", signature: Signature("sig", issuer: issuer)), .redactedReasoning(Signature("c2VhbA==", issuer: issuer)), .text("b")]),
                Message(role: .user, parts: [.text("c")]),
            ]
            let sent = try ProviderRequest.encode(.conversation(request), as: RequestPlan(model: model, stream: false), for: .bedrockConverse)
            return (sent.body.text, sent.dropped)
        }
        let thought = #"{"reasoningContent":{"reasoningText":{"text":"t","signature":"sig"}}}"#
        let claude = try send(.anthropicMessages, Self.claude)
        #expect(claude.text.contains(thought) && claude.text.contains(#""redactedContent":"YzJWaGJBPT0=""#))
        let own = try send(.bedrockConverse, Self.claude)
        #expect(own.text.contains(thought) && own.text.contains(#""redactedContent":"c2VhbA==""#))
        #expect(try send(.bedrockConverse, "us.openai.gpt-5.6-luna").text.contains(thought))
        for (issuer, model) in [(Dialect.openAIChat, Self.claude), (.anthropicMessages, "us.openai.gpt-5.6-luna"), (.anthropicMessages, "anthropic.claude-3-haiku-20240307-v1:0")] {
            let sent = try send(issuer, model)
            #expect(!sent.text.contains("reasoningContent") && sent.dropped == ["reasoning"])
        }
    }

    // MARK: Passed on

    @Test("a Converse request is passed on byte for byte, but for what the plan demands")
    func splicing() throws {
        let body = #"{ "messages": [{"role":"user","content":[{"text":"a"}]}], "guardrailConfig": {"x": 1.0} }"#
        #expect(try splice(body) == body)
        #expect(try splice(#"{"modelId":"m","messages":[{"role":"user","content":[]}],"requestMetadata":{"mode":"x"}}"#) == #"{"messages":[{"role":"user","content":[]}]}"#)
        #expect(try splice(#"{"messages":[{"role":"user","content":[]}],"requestMetadata":{"a":"b","mode":"x"}}"#) == #"{"messages":[{"role":"user","content":[]}],"requestMetadata":{"a":"b"}}"#)
    }

    @Test("the tier's effort goes where the model reads it")
    func spliceEffort() throws {
        let messages = #""messages":[{"role":"user","content":[]}]"#
        #expect(try splice("{\(messages)}", effort: .low) == #"{"additionalModelRequestFields":{"output_config":{"effort":"low"}},\#(messages)}"#)
        #expect(
            try splice(#"{\#(messages),"additionalModelRequestFields":{"output_config":{"x":1,"effort":"high"},"y":2}}"#, effort: .low)
                == #"{\#(messages),"additionalModelRequestFields":{"output_config":{"x":1,"effort":"low"},"y":2}}"#)
        #expect(
            try splice(#"{\#(messages),"additionalModelRequestFields":{"output_config":{"x":1}}}"#, effort: .low)
                == #"{\#(messages),"additionalModelRequestFields":{"output_config":{"effort":"low","x":1}}}"#)
        #expect(
            try splice(#"{\#(messages),"additionalModelRequestFields":{"reasoning_effort":"high"}}"#, effort: .low, model: "openai.gpt-oss-20b-1:0")
                == #"{\#(messages),"additionalModelRequestFields":{"reasoning_effort":"low"}}"#)
        #expect(try splice(#"{\#(messages),"additionalModelRequestFields":null}"#, effort: .low) == #"{\#(messages),"additionalModelRequestFields":{"output_config":{"effort":"low"}}}"#)
        #expect(try splice("{\(messages)}", effort: .high, model: "meta.llama4-scout-17b-instruct-v1:0") == "{\(messages)}")
    }

    // MARK: Read from callers

    @Test("facts are read in one walk")
    func facts() throws {
        let facts = try IncomingRequest.decode(
            Bytes(
                #"""
                {"system":[{"text":"s"}],"inferenceConfig":{"maxTokens":7},"requestMetadata":{"mode":"plan"},"toolConfig":{"tools":[{"toolSpec":{"name":"f"}}]},
                 "outputConfig":{"textFormat":{"type":"json_schema"}},"additionalModelRequestFields":{"output_config":{"effort":"high"}},
                 "messages":[{"role":"user","content":[{"image":{"format":"png","source":{"bytes":"AAAA"}}},{"document":{"format":"pdf","name":"d","source":{"s3Location":{"uri":"s3://b/k"}}}}]}]}
                """#.utf8), dialect: .bedrockConverse, target: RequestTarget(model: "shunt/auto", stream: true)
        ).facts
        #expect(facts.model == "shunt/auto" && facts.stream && facts.mode == "plan" && facts.effort == .high && facts.maxOutputTokens == 7)
        #expect(facts.needs == [.tools, .images, .documents, .structuredOutput])
        #expect(facts.boundBy == "s3Location")
        #expect(facts.fingerprint.count == 4 && facts.estimatedInputTokens > 1_200)
    }

    @Test("what has no place elsewhere is told by its path")
    func unsaid() throws {
        let request = try conversation(
            #"""
            {"guardrailConfig":{"guardrailIdentifier":"g"},"performanceConfig":{"latency":"optimized"},"toolConfig":{"tools":[{"systemTool":{"name":"nova_grounding"}}]},
             "additionalModelRequestFields":{"anthropic_beta":["x"]},"additionalModelResponseFieldPaths":["/stop_reason"],
             "messages":[{"role":"user","content":[{"cachePoint":{"type":"default"}},{"video":{"format":"mp4","source":{"bytes":"AA"}}},{"guardContent":{"text":{"text":"q"}}}]}]}
            """#)
        #expect(request.unsaid.sorted() == ["additionalModelRequestFields.anthropic_beta", "additionalModelResponseFieldPaths", "guardrailConfig", "messages[0].content[0]", "messages[0].content[1]", "performanceConfig", "toolConfig.tools[0]"])
        #expect(request.messages == [Message(role: .user, parts: [.text("q")])])
    }

    @Test("wrong fields are named")
    func mistakes() {
        #expect(error("{}")?.parameter == "messages")
        #expect(error(#"{"messages":[]}"#)?.code == "empty_array")
        #expect(error(#"{"messages":[{"role":"user","content":"text"}]}"#)?.message == "messages[0].content must be an array")
        #expect(error(#"{"messages":[{"role":"system","content":[]}]}"#)?.parameter == "messages[0].role")
        #expect(error(#"{"messages":[{"role":"user","content":[{"toolUse":{"name":"f","input":{}}}]}]}"#)?.parameter == "messages[0].content[0].toolUse.toolUseId")
        #expect(error(#"{"messages":[{"role":"user","content":[]}],"messages":[]}"#)?.code == "duplicate_parameter")
        let schema = error(#"{"messages":[{"role":"user","content":[]}],"outputConfig":{"textFormat":{"structure":{"jsonSchema":{"schema":"{"}}}}}"#)
        #expect(schema?.parameter == "outputConfig.textFormat.structure.jsonSchema.schema")
        #expect(error(#"{"messages":[{"role":"user","content":[]}],"inferenceConfig":{"maxTokens":0}}"#)?.parameter == "inferenceConfig.maxTokens")
    }

    @Test("a recorded request is read whole, and goes out as sound JSON in every dialect", .enabled(if: Fixtures.available, "\(Fixtures.absence)"), arguments: AnswerCases.requests.filter { $0.api == "bedrock-converse" })
    func recorded(_ item: FixtureCase) throws {
        let incoming = try IncomingRequest.decode(try #require(try item.request()), dialect: .bedrockConverse)
        let request = try incoming.conversation()
        #expect(!request.messages.isEmpty)
        for dialect in Dialect.allCases {
            let sent = try ProviderRequest.encode(.conversation(request), as: RequestPlan(model: "anthropic.claude-sonnet-4-6", stream: true), for: dialect)
            #expect(throws: Never.self) { try JSONDocument.parse(sent.body) }
        }
    }

    // MARK: Answers for callers

    @Test("errors have Amazon's shape: the type is a header field")
    func errors() {
        let error = CallerError(status: 429, type: "rate_limit_error", message: "slow")
        #expect(error.body(.bedrockConverse).text == #"{"message":"slow"}"#)
        #expect(error.fields(.bedrockConverse)["x-amzn-errortype"] == "ThrottlingException")
        #expect(AnswerEncoder.errorFrame(error, dialect: .bedrockConverse).event == "throttlingException")
        #expect(error.fields(.openAIChat).count == 0)
    }

    @Test("a stream is as Bedrock sends it")
    func stream() {
        var encoder = AnswerEncoder(dialect: .bedrockConverse, identity: AnswerEncodingTests.identity, includeUsage: true)
        let frames = (AnswerEncodingTests.events + [.ended]).flatMap { encoder.encode($0) }
        #expect(
            frames.map { "\($0.event!) \($0.data.text)" } == [
                #"messageStart {"role":"assistant"}"#,
                #"contentBlockDelta {"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"hm"}}}"#,
                #"contentBlockDelta {"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"shunt:anthropic-messages:sig"}}}"#,
                #"contentBlockStop {"contentBlockIndex":0}"#,
                #"contentBlockDelta {"contentBlockIndex":1,"delta":{"reasoningContent":{"redactedContent":"c2h1bnQ6YW50aHJvcGljLW1lc3NhZ2VzOmJsb2I="}}}"#,
                #"contentBlockStop {"contentBlockIndex":1}"#, #"contentBlockDelta {"contentBlockIndex":2,"delta":{"text":"Say \"é\"\n"}}"#,
                #"contentBlockStop {"contentBlockIndex":2}"#, #"contentBlockStart {"contentBlockIndex":3,"start":{"toolUse":{"toolUseId":"t0","name":"f"}}}"#,
                #"contentBlockDelta {"contentBlockIndex":3,"delta":{"toolUse":{"input":"{\"a\":1}"}}}"#, #"contentBlockStop {"contentBlockIndex":3}"#,
                #"contentBlockStart {"contentBlockIndex":4,"start":{"toolUse":{"toolUseId":"t1","name":"g"}}}"#,
                #"contentBlockDelta {"contentBlockIndex":4,"delta":{"toolUse":{"input":"{}"}}}"#, #"contentBlockStop {"contentBlockIndex":4}"#,
                #"messageStop {"stopReason":"tool_use"}"#,
                #"metadata {"usage":{"inputTokens":9,"outputTokens":8,"totalTokens":23,"cacheReadInputTokens":4,"cacheWriteInputTokens":2,"cacheDetails":[{"ttl":"5m","inputTokens":2}]},"metrics":{"latencyMs":0}}"#,
            ])
    }

    @Test("Claude tells which stop it met")
    func stopSequence() throws {
        let whole = #"{"output":{"message":{"role":"assistant","content":[]}},"stopReason":"stop_sequence","additionalModelResponseFields":{"stop_sequence":"END"}}"#
        #expect(try AnswerDecoder.whole(Bytes(whole.utf8), dialect: .bedrockConverse).contains(.finished(.stopSequence("END"))))
    }

    @Test("a citation is told whole and streamed")
    func citations() throws {
        let cited = #"{"output":{"message":{"role":"assistant","content":[{"citationsContent":{"content":[{"text":"a"}],"citations":[{"title":"T","location":{"web":{"url":"https://x"}},"sourceContent":[{"text":"q"}]}]}}]}},"stopReason":"end_turn"}"#
        let events = try AnswerDecoder.whole(Bytes(cited.utf8), dialect: .bedrockConverse)
        #expect(events[2] == .citation(Citation(url: "https://x", title: "T", quote: "q")))
        var assembler = AnswerAssembler()
        for event in events { assembler.add(event) }
        #expect(assembler.encodeWhole(.bedrockConverse, AnswerEncodingTests.identity).text.hasPrefix(String(cited.dropLast(27))))
        var encoder = AnswerEncoder(dialect: .bedrockConverse, identity: AnswerEncodingTests.identity, includeUsage: true)
        let frames = events.flatMap { encoder.encode($0) }.map(\.data.text)
        #expect(frames.contains(#"{"contentBlockIndex":0,"delta":{"citation":{"title":"T","location":{"web":{"url":"https://x"}},"sourceContent":[{"text":"q"}]}}}"#))
    }
}
