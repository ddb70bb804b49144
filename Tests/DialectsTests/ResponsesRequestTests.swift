import Conversation
import Dialects
import HTTPWire
import Primitives
import Testing

@Suite("Requests of and for the Responses API")
struct ResponsesRequestTests {
    private func request(_ body: String) throws(DialectError) -> IncomingRequest { try IncomingRequest.decode(Bytes(body.utf8), dialect: .openAIResponses) }

    private func send(_ body: String, _ plan: RequestPlan, from: Dialect = .openAIChat) throws -> OutgoingBody {
        try ProviderRequest.encode(.incoming(.decode(Bytes(body.utf8), dialect: from)), as: plan, for: .openAIResponses)
    }

    @Test("the facts are read")
    func facts() throws {
        let facts = try request(
            #"""
            {"model":"shunt/auto","stream":true,"strict":true,"metadata":{"mode":"Plan","user_id":"u"},"prompt_cache_key":"k","reasoning":{"effort":"high"},"max_output_tokens":9,
             "text":{"format":{"type":"json_schema","name":"n","schema":{}}},"tools":[{"type":"function","name":"f"}],"instructions":"be brief",
             "input":[{"role":"developer","content":"s"},{"type":"message","role":"user","content":[{"type":"input_text","text":"see"},{"type":"input_image","image_url":"data:image/png;base64,AAAA"},
             {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,AAAA"},{"type":"input_audio","input_audio":{"data":"AA","format":"wav"}}]}]}
            """#
        ).facts
        #expect(facts.model == "shunt/auto" && facts.stream && facts.strict && facts.mode == "Plan" && facts.session == "k")
        #expect(facts.effort == .high && facts.maxOutputTokens == 9)
        #expect(facts.needs == [.tools, .images, .documents, .audio, .structuredOutput])
        #expect(facts.fingerprint.map(\.text).prefix(2) == [#""be brief""#, #""s""#] && facts.fingerprint.count == 8)
        #expect(facts.boundBy == nil && facts.estimatedInputTokens > 1_200)
    }

    @Test(
        "what leans on the provider's memory is bound to this API",
        arguments: [
            (#"{"input":"a","previous_response_id":"r"}"#, "previous_response_id", "r"), (#"{"previous_response_id":"r"}"#, "previous_response_id", "r"),
            (#"{"input":"a","conversation":{"id":"c"}}"#, "conversation", "c"), (#"{"prompt":{"id":"p"}}"#, "prompt", nil),
            (#"{"input":[{"role":"user","content":"a"},{"type":"item_reference","id":"x"}]}"#, "input[1]", nil), (#"{"input":[{"id":"x"}]}"#, "input[0]", nil),
            (#"{"input":[{"role":"user","content":[{"type":"input_file","file_id":"f"}]}]}"#, "input[0].content[0].file_id", nil),
            (#"{"input":[{"type":"compaction","encrypted_content":"x"}]}"#, "input[0]", nil),
        ] as [(String, String, String?)])
    func bound(_ body: String, _ field: String, _ session: String?) throws {
        let facts = try request(body).facts
        #expect(facts.boundBy == field)
        #expect(facts.session == session)
    }

    static let faults: [(body: String, parameter: String?, message: String)] = [
        ("{}", "input", "input is missing"), (#"{"input":[]}"#, "input", "input must be a string or a non-empty array"), (#"{"input":7}"#, "input", "input must be a string or an array"),
        (#"{"input":[7]}"#, "input[0]", "input[0] must be an object"), (#"{"input":[{}]}"#, "input[0].role", "input[0].role is missing"),
        (#"{"input":[{"role":"king","content":"a"}]}"#, "input[0].role", "input[0].role must be one of user, assistant, system, developer"),
        (#"{"input":[{"role":"user"}]}"#, "input[0].content", "input[0].content is missing"), (#"{"input":[{"role":"user","content":7}]}"#, "input[0].content", "input[0].content must be a string or an array"),
        (#"{"input":[{"role":"user","content":[{"type":"input_text"}]}]}"#, "input[0].content[0].text", "input[0].content[0].text must be a string"),
        (#"{"input":[{"role":"user","content":[{"text":"a"}]}]}"#, "input[0].content[0].type", "input[0].content[0].type is missing"),
        (#"{"input":[{"type":"function_call_output","call_id":"c"}]}"#, "input[0].output", "input[0].output is missing"),
        (#"{"input":"a","model":3}"#, "model", "model must be a string"), (#"{"input":"a","stream":"yes"}"#, "stream", "stream must be true or false"),
        (#"{"input":"a","max_output_tokens":0}"#, "max_output_tokens", "max_output_tokens must be a whole number of at least 1"), (#"{"input":"a","tools":{}}"#, "tools", "tools must be an array"),
        (#"{"input":"a","tools":[1]}"#, "tools[0]", "tools[0] must be an object"), (#"{"input":"a","text":{"format":"json"}}"#, "text.format", "text.format must be an object"),
        (#"{"input":"a","reasoning":{"effort":1}}"#, "reasoning.effort", "reasoning.effort must be a string"), (#"{"input":"a","metadata":{"mode":1}}"#, "metadata.mode", "metadata.mode must be a string"),
        (#"{"input":"a","instructions":[]}"#, "instructions", "instructions must be a string"), (#"{"input":"a","input":"b"}"#, "input", "input is given twice"),
        (#"{"input":"a","model":"a","mod\u0065l":"b"}"#, "model", "model is given twice"),
    ]

    @Test("a wrong field is named", arguments: faults.indices)
    func wrong(_ index: Int) {
        let (body, parameter, message) = Self.faults[index]
        do throws(DialectError) {
            _ = try request(body)
            Issue.record("it was accepted")
        } catch {
            #expect(error.message == message)
            #expect(error.parameter == parameter)
        }
    }

    @Test(
        "a wrong field that only translation reads is named",
        arguments: [
            (#"{"input":"a","tools":[{"name":"f"}]}"#, "tools[0].type"), (#"{"input":"a","tools":[{"type":"function"}]}"#, "tools[0].name"), (#"{"input":"a","tool_choice":"maybe"}"#, "tool_choice"),
            (#"{"input":"a","text":{"format":{"type":"json_schema","name":"n"}}}"#, "text.format.schema"), (#"{"input":[{"type":"function_call","name":"f"}]}"#, "input[0].call_id"),
            (#"{"input":[{"role":"user","content":[{"type":"input_image"}]}]}"#, "input[0].content[0].image_url"), (#"{"input":"a","top_logprobs":-1}"#, "top_logprobs"),
        ])
    func wrongInTranslation(_ body: String, _ parameter: String) throws {
        let incoming = try request(body)
        do throws(DialectError) {
            _ = try incoming.conversation()
            Issue.record("it was accepted")
        } catch {
            #expect(error.parameter == parameter)
        }
    }

    @Test("an agent's whole request is understood")
    func conversation() throws {
        let read = try request(
            #"""
            {"instructions":"Be brief.","parallel_tool_calls":false,"tool_choice":{"type":"function","name":"look"},"temperature":0.50,"top_logprobs":2,"include":["reasoning.encrypted_content","message.output_text.logprobs","file_search_call.results"],
             "user":"u","safety_identifier":"s","service_tier":"flex","metadata":{"mode":"m","a":"1","b":2},"store":true,"background":true,"truncation":"auto","max_tool_calls":3,"reasoning":{"effort":"low","summary":"detailed"},"text":{"verbosity":"low","format":{"type":"json_object"}},
             "tools":[{"type":"function","name":"look","description":"Looks","parameters":{"type":"object"},"strict":true},{"type":"custom","name":"patch","description":"Patches","format":{"type":"grammar","syntax":"lark","definition":"start: x"}},{"type":"web_search"}],
             "input":[{"role":"system","content":"Be right."},{"role":"user","content":[{"type":"input_text","text":"See"},{"type":"input_image","image_url":"https://x/y.png","detail":"low"}]},
              {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}],"encrypted_content":"E"},{"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"F"},
              {"type":"reasoning","id":"rs_3","summary":[],"encrypted_content":"shunt:anthropic-messages:G"},{"type":"reasoning","id":"rs_4","summary":[]},
              {"type":"message","role":"assistant","content":[{"type":"output_text","text":"So"}]},{"type":"function_call","call_id":"c1","name":"look","arguments":""},{"type":"custom_tool_call","call_id":"c2","name":"patch","input":"x"},
              {"type":"function_call_output","call_id":"c1","output":[{"type":"input_text","text":"seen"}]},{"type":"custom_tool_call_output","call_id":"c2","output":"done"},{"type":"web_search_call","id":"ws"}]}
            """#
        ).conversation()
        #expect(read.system == [.text("Be brief."), .text("Be right.")])
        #expect(read.messages.map(\.role) == [.user, .assistant, .user])
        #expect(read.messages[0].parts == [.text("See"), .image(Media(type: nil, source: .url("https://x/y.png"), detail: "low"))])
        #expect(
            read.messages[1].parts == [
                .reasoning(text: "a\n\nb", signature: Signature("rs_1|E", issuer: .openAIResponses)), .redactedReasoning(Signature("rs_2|F", issuer: .openAIResponses)),
                .redactedReasoning(Signature("G", issuer: .anthropicMessages)), .text("So"), .toolCall(ToolCall(id: "c1", name: "look", arguments: "{}")),
                .toolCall(ToolCall(id: "c2", name: "patch", arguments: #"{"input":"x"}"#)),
            ])
        #expect(read.messages[2].parts == [.toolResult(ToolResult(callID: "c1", parts: [.text("seen")])), .toolResult(ToolResult(callID: "c2", parts: [.text("done")]))])
        #expect(read.tools.map(\.name) == ["look", "patch"] && read.tools[1].description == "Patches\n\nThe input must match this lark grammar:\nstart: x")
        #expect(read.toolChoice == .tool("look") && read.parallelToolCalls == false && read.sampling.logprobs == true && read.sampling.topLogprobs == 2)
        #expect(read.user == "s" && read.serviceTier == "flex" && read.metadata == [Label(name: "a", value: "1")])
        #expect(read.effort == .low && read.showsReasoning == true && read.output == .json && read.sampling.temperature == "0.50")
        #expect(
            read.unsaid.sorted() == [
                "background", "include[2]", "input[11]", "input[5]", "max_tool_calls", "metadata.b", "reasoning.summary", "store", "text.verbosity", "tools[1].format", "tools[2]", "truncation",
            ])
    }

    @Test("a choice among some tools leaves out the others")
    func allowed() throws {
        let tools = #""tools":[{"type":"function","name":"f"},{"type":"function","name":"g"}]"#
        let read = try request(#"{"input":"a",\#(tools),"tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"g"}]}}"#).conversation()
        #expect(read.tools.map(\.name) == ["g"] && read.toolChoice == .required && read.unsaid == [])
    }

    @Test("a chat completion is told whole")
    func golden() throws {
        let sent = try send(
            #"""
            {"max_completion_tokens":5,"temperature":0.5,"stop":["x"],"seed":7,"parallel_tool_calls":true,"tool_choice":"required","reasoning_effort":"max",
             "response_format":{"type":"json_schema","json_schema":{"name":"A","schema":{"type":"object"},"strict":true}},"tools":[{"type":"function","function":{"name":"look","parameters":{"type":"object"}}},{"type":"function","function":{"name":"now"}}],
             "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"See"},{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,/9j/"}},{"type":"file","file":{"file_data":"data:application/pdf;base64,JVBE"}}]},
              {"role":"assistant","content":"So","reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"rs_1|E","format":"openai-responses-v1"},{"type":"reasoning.encrypted","data":"F","format":"openai-responses-v1"},{"type":"reasoning.encrypted","data":"G","format":"anthropic-claude-v1"}],"tool_calls":[{"id":"c","type":"function","function":{"name":"look","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"c","content":"seen"},{"role":"user","content":"And?"},{"role":"assistant","content":null,"reasoning_content":"trailing"}]}
            """#, RequestPlan(model: "gpt-5.2", stream: true, cacheKey: "key"))
        #expect(
            sent.body.text
                == #"{"model":"gpt-5.2","instructions":"Be brief.","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"See"},{"type":"input_image","image_url":"data:image/jpeg;base64,/9j/"},{"type":"input_file","filename":"document.pdf","file_data":"data:application/pdf;base64,JVBE"}]},{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"E"},{"type":"reasoning","summary":[],"encrypted_content":"F"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"So"}]},{"type":"function_call","call_id":"c","name":"look","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"seen"},{"type":"message","role":"user","content":"And?"}],"tools":[{"type":"function","name":"look","parameters":{"type":"object"},"strict":false},{"type":"function","name":"now","parameters":{"type":"object","properties":{}},"strict":false}],"tool_choice":"required","parallel_tool_calls":true,"text":{"format":{"type":"json_schema","name":"A","schema":{"type":"object"},"strict":true}},"max_output_tokens":16,"reasoning":{"effort":"xhigh"},"include":["reasoning.encrypted_content"],"prompt_cache_key":"key","store":false,"stream":true}"#)
        #expect(sent.dropped.sorted() == ["max_tokens", "reasoning", "seed", "stop", "temperature"])
        #expect(sent.path == "/responses" && sent.fields["content-type"] == "application/json")
    }

    /// The words for none, minimal, low, medium, high, xhigh and max; nil for nothing said.
    static let matrix: [(model: String, words: [String?])] = [
        ("gpt-4.1", [nil, nil, nil, nil, nil, nil, nil]), ("gpt-5-chat-latest", [nil, nil, nil, nil, nil, nil, nil]),
        ("o3", ["low", "low", "low", "medium", "high", "high", "high"]), ("o4-mini-2025-04-16", ["low", "low", "low", "medium", "high", "high", "high"]),
        ("gpt-5", ["minimal", "minimal", "low", "medium", "high", "high", "high"]), ("gpt-5-mini-2025-08-07", ["minimal", "minimal", "low", "medium", "high", "high", "high"]),
        ("gpt-5-codex", ["low", "low", "low", "medium", "high", "high", "high"]), ("gpt-5-pro", ["high", "high", "high", "high", "high", "high", "high"]),
        ("gpt-5.1", ["none", "none", "low", "medium", "high", "high", "high"]), ("gpt-5.1-codex-max", ["low", "low", "low", "medium", "high", "xhigh", "xhigh"]),
        ("openai/gpt-5.5", ["none", "none", "low", "medium", "high", "xhigh", "xhigh"]), ("gpt-5.2-pro", ["medium", "medium", "medium", "medium", "high", "xhigh", "xhigh"]),
        ("openai.gpt-oss-20b", ["low", "low", "low", "medium", "high", "high", "high"]), ("grok-4.3", ["none", "minimal", "low", "medium", "high", "xhigh", "xhigh"]),
    ]

    @Test("effort is the nearest step that the model knows, translated or passed on", arguments: matrix.indices)
    func effort(_ index: Int) throws {
        let (model, words) = Self.matrix[index]
        for (effort, word) in zip(Effort.allCases, words) {
            let plan = RequestPlan(model: model, stream: false, effort: effort)
            let member = word.map { #""reasoning":{"effort":"\#($0)"}"# }
            for sent in [try send(#"{"messages":[{"role":"user","content":"a"}]}"#, plan), try send(#"{"input":"a"}"#, plan, from: .openAIResponses)] {
                if let member { #expect(sent.body.text.contains(member)) } else { #expect(!sent.body.text.contains(#""reasoning":"#)) }
            }
        }
    }

    static let splices: [(body: String, plan: RequestPlan, expected: String)] = [
        (#"{ "model" : "a", "input" : "x" , "zzz" : 1.50 }"#, RequestPlan(model: "b", stream: false), #"{ "model" : "b", "input" : "x" , "zzz" : 1.50 }"#),
        (#"{"input":"x"}"#, RequestPlan(model: "b", stream: true, cacheKey: "k"), #"{"model":"b","stream":true,"prompt_cache_key":"k","input":"x"}"#),
        (#"{"model":"a","input":"x","prompt_cache_key":"own"}"#, RequestPlan(model: "a", stream: false, cacheKey: "k"), #"{"model":"a","input":"x","prompt_cache_key":"own"}"#),
        (#"{"model":"a","strict":true,"metadata":{"mode":"m","a":"1"},"input":"x"}"#, RequestPlan(model: "a", stream: false), #"{"model":"a","metadata":{"a":"1"},"input":"x"}"#),
        (#"{"model":"a","input":"x","metadata":{"mode":"m"},"strict":false}"#, RequestPlan(model: "a", stream: false), #"{"model":"a","input":"x"}"#),
        (#"{"model":"o3","input":"x","reasoning":{"effort":"low","summary":"auto"}}"#, RequestPlan(model: "o3", stream: false, effort: .max), #"{"model":"o3","input":"x","reasoning":{"effort":"high","summary":"auto"}}"#),
        (#"{"model":"o3","input":"x","reasoning":{"summary":"auto"},"store":true}"#, RequestPlan(model: "o3", stream: false, effort: .low), #"{"model":"o3","input":"x","reasoning":{"effort":"low","summary":"auto"},"store":true}"#),
    ]

    @Test("a request that stays in its dialect changes where the plan says so", arguments: splices.indices)
    func splice(_ index: Int) throws {
        let item = Self.splices[index]
        #expect(try send(item.body, item.plan, from: .openAIResponses).body.text == item.expected)
    }
}
