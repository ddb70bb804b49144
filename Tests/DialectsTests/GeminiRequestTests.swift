import Conversation
import Dialects
import Foundation
import HTTPWire
import JSONText
import Primitives
import TestKit
import Testing

@Suite("Requests in Gemini's API")
struct GeminiRequestTests {
    static let third = "gemini-3-flash-preview"

    private func incoming(_ body: String, _ dialect: Dialect = .gemini) throws(DialectError) -> IncomingRequest {
        try IncomingRequest.decode(Bytes(body.utf8), dialect: dialect, target: dialect == .gemini ? RequestTarget(model: "m", stream: false) : nil)
    }

    /// A chat-completions request as a Gemini provider gets it.
    private func translate(_ body: String, model: String = third, stream: Bool = false, effort: Effort? = nil) throws(DialectError) -> OutgoingBody {
        try ProviderRequest.encode(.incoming(incoming(body, .openAIChat)), as: RequestPlan(model: model, stream: stream, effort: effort), for: .gemini)
    }

    private func splice(_ body: String, model: String = third, effort: Effort? = nil) throws(DialectError) -> String {
        try ProviderRequest.encode(.incoming(incoming(body)), as: RequestPlan(model: model, stream: false, effort: effort), for: .gemini).body.text
    }

    private func error(_ work: () throws(DialectError) -> Void) -> DialectError? {
        do { try work() } catch { return error }
        return nil
    }

    // MARK: Written for providers

    @Test("a whole conversation is told in Gemini's words, and what has none is listed")
    func request() throws {
        let sent = try translate(
            #"""
            {"model":"x","max_tokens":500,"temperature":0.5,"top_p":0.9,"seed":7,"stop":"END","user":"u","presence_penalty":1,"logprobs":false,
             "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","$schema":"s","properties":{"a":{"const":1}}}}},
             "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{}}}},{"type":"function","function":{"name":"g"}}],"tool_choice":"required","parallel_tool_calls":false,
             "messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"see"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}},{"type":"image_url","image_url":{"url":"https://x/y.jpg?z"}}]},
              {"role":"assistant","content":"ok","reasoning_content":"hm","tool_calls":[{"id":"a.1","type":"function","function":{"name":"f","arguments":"{\"q\": 1}"}},{"id":"a.2","type":"function","function":{"name":"g","arguments":""}}]},
              {"role":"tool","tool_call_id":"a.1","content":"{\"r\": [1]}"},{"role":"tool","tool_call_id":"a.2","content":"done"},{"role":"user","content":"more"}]}
            """#)
        #expect(sent.path == "/models/gemini-3-flash-preview:generateContent")
        #expect(
            sent.body.text
                == #"{"systemInstruction":{"parts":[{"text":"s"}]},"contents":[{"role":"user","parts":[{"text":"see"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}},{"fileData":{"mimeType":"image/jpeg","fileUri":"https://x/y.jpg?z"}}]},"#
                + #"{"role":"model","parts":[{"text":"ok"},{"functionCall":{"id":"a_1","name":"f","args":{"q": 1}},"thoughtSignature":"skip_thought_signature_validator"},{"functionCall":{"id":"a_2","name":"g","args":{}}}]},"#
                + #"{"role":"user","parts":[{"functionResponse":{"id":"a_1","name":"f","response":{"output":{"r": [1]}}}},{"functionResponse":{"id":"a_2","name":"g","response":{"output":"done"}}},{"text":"more"}]}],"#
                + #""tools":[{"functionDeclarations":[{"name":"f","description":"d","parametersJsonSchema":{"type":"object","properties":{}}},{"name":"g"}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY"}},"#
                + #""generationConfig":{"temperature":0.5,"topP":0.9,"seed":7,"stopSequences":["END"],"maxOutputTokens":500,"responseMimeType":"application/json","responseJsonSchema":{"type":"object","properties":{"a":{"enum":[1]}}}}}"#)
        #expect(sent.dropped.sorted() == ["image_url.detail", "parallel_tool_calls", "presence_penalty", "reasoning", "user"])
    }

    @Test("the path names the model and says whether to stream")
    func paths() throws {
        let body = #"{"messages":[{"role":"user","content":"a"}]}"#
        #expect(try translate(body, model: "a/b c", stream: true).path == "/models/a%2Fb%20c:streamGenerateContent?alt=sse")
        #expect(try !translate(body, stream: true).body.text.contains("stream"))
        #expect(ProviderRequest.authorization("k", dialect: .gemini) == HeaderFields.Field(name: "x-goog-api-key", value: "k"))
    }

    static let efforts: [(model: String, words: [Effort: String])] = [
        ("gemini-2.0-flash", [.none: "", .low: "-", .max: "-"]),
        ("gemini-2.5-pro", [
            .none: #"{"thinkingBudget":128}"#, .minimal: #"{"thinkingBudget":1024,"includeThoughts":true}"#, .low: #"{"thinkingBudget":1024,"includeThoughts":true}"#,
            .medium: #"{"thinkingBudget":8192,"includeThoughts":true}"#, .high: #"{"thinkingBudget":24576,"includeThoughts":true}"#,
            .xhigh: #"{"thinkingBudget":32768,"includeThoughts":true}"#, .max: #"{"thinkingBudget":32768,"includeThoughts":true}"#,
        ]),
        ("models/gemini-2.5-flash-lite", [.none: #"{"thinkingBudget":0}"#, .max: #"{"thinkingBudget":24576,"includeThoughts":true}"#]),
        ("gemini-3-pro-preview", [.none: #"{"thinkingLevel":"low"}"#, .medium: #"{"thinkingLevel":"low","includeThoughts":true}"#, .max: #"{"thinkingLevel":"high","includeThoughts":true}"#]),
        ("gemini-3.1-pro-preview", [.minimal: #"{"thinkingLevel":"low","includeThoughts":true}"#, .medium: #"{"thinkingLevel":"medium","includeThoughts":true}"#]),
        ("gemini-3.1-flash-lite", [.none: #"{"thinkingLevel":"minimal"}"#, .minimal: #"{"thinkingLevel":"minimal","includeThoughts":true}"#, .high: #"{"thinkingLevel":"high","includeThoughts":true}"#]),
        ("gemini-3.8-flash", [.minimal: #"{"thinkingLevel":"low","includeThoughts":true}"#]),
        ("gemini-flash-latest", [.none: #"{"thinkingLevel":"low"}"#, .xhigh: #"{"thinkingLevel":"high","includeThoughts":true}"#]),
    ]

    @Test("one effort is each generation's own word", arguments: efforts.indices)
    func effortMatrix(_ index: Int) throws {
        for (effort, expected) in Self.efforts[index].words {
            let sent = try translate(#"{"messages":[{"role":"user","content":"a"}]}"#, model: Self.efforts[index].model, effort: effort)
            let config = try JSONDocumentBridge.value(sent.body, "generationConfig", "thinkingConfig")
            #expect(config?.raw.text ?? "" == (expected == "-" ? "" : expected), "\(effort)")
            #expect(sent.dropped == (expected == "-" ? ["reasoning_effort"] : []))
        }
    }

    @Test("a budget of tokens is kept where the generation counts, and graded where it does not")
    func budgets() throws {
        func config(_ budget: Int, _ model: String) throws -> String? {
            try JSONDocumentBridge.value(
                translate(#"{"reasoning":{"max_tokens":\#(budget)},"messages":[{"role":"user","content":"a"}]}"#, model: model).body, "generationConfig", "thinkingConfig")?.raw.text
        }
        #expect(try config(5_000, "gemini-2.5-flash") == #"{"thinkingBudget":5000,"includeThoughts":true}"#)
        #expect(try config(5, "gemini-2.5-pro") == #"{"thinkingBudget":128,"includeThoughts":true}"#)
        #expect(try config(99_000, "gemini-2.5-flash-lite") == #"{"thinkingBudget":24576,"includeThoughts":true}"#)
        #expect(try config(5_000, Self.third) == #"{"thinkingLevel":"medium","includeThoughts":true}"#)
    }

    @Test("models before the third generation get no ids, no stand-in for signatures, and media beside results")
    func earlier() throws {
        var request = ChatRequest()
        request.tools = [Tool(name: "f", strict: true)]
        request.output = .json
        request.sampling.presencePenalty = "1"
        request.messages = [
            Message(role: .assistant, parts: [.toolCall(ToolCall(id: "c", name: "f", arguments: "{}"))]),
            Message(role: .user, parts: [.toolResult(ToolResult(callID: "c", parts: [.text("no"), .image(Media(type: "image/png", source: .base64("AA==")))], isError: true))]),
        ]
        func send(_ model: String) throws -> OutgoingBody {
            try ProviderRequest.encode(.conversation(request), as: RequestPlan(model: model, stream: false), for: .gemini)
        }
        let second = try send("gemini-2.5-flash")
        #expect(second.body.text.contains(#"{"role":"user","parts":[{"text":"Continue."}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]}"#))
        #expect(second.body.text.contains(#"[{"functionResponse":{"name":"f","response":{"error":"no"}}},{"inlineData":{"mimeType":"image/png","data":"AA=="}}]"#))
        #expect(second.body.text.contains(#""mode":"VALIDATED""#) && second.body.text.contains(#""presencePenalty":1"#))
        #expect(second.dropped == ["response_format"])
        let third = try send(Self.third)
        #expect(third.body.text.contains(#"{"functionResponse":{"id":"c","name":"f","response":{"error":"no"},"parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]}}"#))
        #expect(third.body.text.contains(#""responseMimeType":"application/json""#) && third.dropped == ["presence_penalty"])
    }

    @Test("signatures go back to their issuer alone, each to its own part")
    func signatures() throws {
        func send(_ issuer: Dialect) throws -> OutgoingBody {
            var request = ChatRequest()
            let signature = Signature("c2ln", issuer: issuer)
            request.messages = [
                Message(role: .user, parts: [.text("a")]),
                Message(role: .assistant, parts: [.reasoning(text: "t", signature: signature), .text("b"), .reasoning(text: "", signature: signature), .redactedReasoning(signature),
                    .toolCall(ToolCall(id: "c", name: "f", arguments: "{}", signature: signature))]),
            ]
            return try ProviderRequest.encode(.conversation(request), as: RequestPlan(model: Self.third, stream: false), for: .gemini)
        }
        let own = try send(.gemini)
        #expect(own.body.text.contains(#"[{"text":"t","thought":true,"thoughtSignature":"c2ln"},{"text":"b"},{"text":"","thoughtSignature":"c2ln"},{"functionCall":{"id":"c","name":"f","args":{}},"thoughtSignature":"c2ln"}]"#))
        let foreign = try send(.anthropicMessages)
        #expect(foreign.body.text.contains(#"[{"text":"b"},{"functionCall":{"id":"c","name":"f","args":{}},"thoughtSignature":"skip_thought_signature_validator"}]"#))
        #expect(foreign.dropped == ["reasoning"])
    }

    @Test("schemas are told without what Gemini refuses")
    func schemas() throws {
        func schema(_ text: String) throws -> String? {
            let sent = try translate(#"{"tools":[{"type":"function","function":{"name":"f","parameters":\#(text)}}],"messages":[{"role":"user","content":"a"}]}"#)
            return try JSONDocument.parse(sent.body).root["tools"]?.elements.first { _ in true }?["functionDeclarations"]?.elements.first { _ in true }?["parametersJsonSchema"]?.raw.text
        }
        #expect(try schema(#"{"$schema":"x","type":"object","properties":{"const":{"const":"a"},"u":{"type":"string","format":"uri"},"d":{"type":"string","format":"date-time"}},"additionalProperties":false}"#)
            == #"{"type":"object","properties":{"const":{"enum":["a"]},"u":{"type":"string"},"d":{"type":"string","format":"date-time"}},"additionalProperties":false}"#)
        #expect(try schema(##"{"$defs":{"A":{"type":"string","examples":["x"]}},"properties":{"a":{"$ref":"#/$defs/A","description":"d"},"b":{"$ref":"#/$defs/A"},"c":{"allOf":[{"$ref":"#/$defs/A"}],"default":{"const":1}}}}"##)
            == ##"{"$defs":{"A":{"type":"string"}},"properties":{"a":{"anyOf":[{"$ref":"#/$defs/A"}],"description":"d"},"b":{"$ref":"#/$defs/A"},"c":{"anyOf":[{"$ref":"#/$defs/A"}],"default":{"const":1}}}}"##)
        #expect(try schema("{}") == nil)
    }

    static let cycles = [
        ##"{"properties":{"a":{"$ref":"#"}}}"##, ##"{"$defs":{"A":{"items":{"$ref":"#/$defs/A"}}},"$ref":"#/$defs/A"}"##,
        ##"{"definitions":{"A/b":{"properties":{"enum":{"$ref":"#/definitions/C"}}},"C":{"anyOf":[{"$ref":"#/definitions/A~1b"}]}},"properties":{"x":{"$ref":"#/definitions/C"}}}"##,
    ]

    @Test("a schema that refers to itself is refused, and the tool named", arguments: cycles)
    func cyclic(_ schema: String) {
        let tool = error { () throws(DialectError) in _ = try translate(#"{"tools":[{"type":"function","function":{"name":"walk","parameters":\#(schema)}}],"messages":[{"role":"user","content":"a"}]}"#) }
        #expect(tool?.message.contains("the schema of the tool walk refers to itself") == true && tool?.parameter == "tools")
        let format = error { () throws(DialectError) in _ = try translate(#"{"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":\#(schema)}},"messages":[{"role":"user","content":"a"}]}"#) }
        #expect(format?.parameter == "response_format")
    }

    @Test("references that lead somewhere else, nowhere, or many times to the same are none to themselves")
    func acyclic() throws {
        // Each part refers twice to the next: written out, they would be as many as two to that power.
        let chain = (0..<200).map { ##""d\##($0)":{"anyOf":[{"$ref":"#/$defs/d\##($0 + 1)"},{"items":{"$ref":"#/$defs/d\##($0 + 1)"}}]}"## }.joined(separator: ",")
        let loose = ##""loop":{"$ref":"#/$defs/loop"}"##
        let schema = ##"{"$defs":{\##(chain),\##(loose),"d200":{"type":"string","default":{"$ref":"#"}}},"properties":{"a":{"$ref":"#/$defs/d0"},"b":{"$ref":"https://x#"},"c":{"$ref":"#/none"}}}"##
        #expect(throws: Never.self) { try translate(#"{"tools":[{"type":"function","function":{"name":"f","parameters":\#(schema)}}],"messages":[{"role":"user","content":"a"}]}"#) }
    }

    // MARK: Passed on

    @Test("every recorded request is passed on byte for byte", .enabled(if: Fixtures.available, "\(Fixtures.absence)"), arguments: AnswerCases.requests.filter { $0.answerDialect == .gemini })
    func identity(_ item: FixtureCase) throws {
        let body = try #require(try item.request())
        let model = item.model.replacingOccurrences(of: "models/", with: "")
        let request = try IncomingRequest.decode(body, dialect: .gemini, target: RequestTarget(model: model, stream: item.askedForStream))
        let sent = try ProviderRequest.encode(.incoming(request), as: RequestPlan(model: model, stream: item.askedForStream), for: .gemini)
        #expect(sent.body == Bytes(request.body.raw))
        #expect(sent.path == "/models/\(model):" + (item.askedForStream ? "streamGenerateContent?alt=sse" : "generateContent"))
        for dialect in Dialect.allCases {
            let told = try ProviderRequest.encode(.incoming(request), as: RequestPlan(model: "claude-sonnet-4-6", stream: false), for: dialect)
            #expect(throws: Never.self) { try JSONDocument.parse(told.body) }
        }
    }

    static let splices: [(body: String, expected: String)] = [
        (#"{"model":"models/a","contents":[]}"#, #"{"model":"models/gemini-3-flash-preview","contents":[]}"#),
        (#"{"labels":{"mode":"plan","session":"s"},"contents":[]}"#, #"{"contents":[]}"#),
        (#"{"contents":[{"role":"model","parts":[{"text":"a","thoughtSignature":"c2h1bnQ6eA=="},{"functionCall":{"name":"f"}},{"functionCall":{"name":"g"}}]}]}"#,
            #"{"contents":[{"role":"model","parts":[{"text":"a"},{"thoughtSignature":"skip_thought_signature_validator","functionCall":{"name":"f"}},{"functionCall":{"name":"g"}}]}]}"#),
        (#"{"contents":[{"role":"model","parts":[{"function_call":{"name":"f"},"thought_signature":"c2h1bnQ6eA=="}]},{"role":"model","parts":{"functionCall":{"name":"f"}}},{"parts":[{"text":"x"}]},{"role":"model","parts":{"functionCall":{"name":"f"},"thoughtSignature":"own"}}]}"#,
            #"{"contents":[{"role":"model","parts":[{"function_call":{"name":"f"},"thought_signature":"skip_thought_signature_validator"}]},{"role":"model","parts":{"functionCall":{"name":"f"}}},{"parts":[{"text":"x"}]},{"role":"model","parts":{"functionCall":{"name":"f"},"thoughtSignature":"own"}}]}"#),
    ]

    @Test("only what the plan demands and what is another's is changed", arguments: splices.indices)
    func splicing(_ index: Int) throws {
        let (body, expected) = Self.splices[index]
        #expect(try splice(body.replacingOccurrences(of: #""contents":[]"#, with: #""contents":[{"parts":[]}]"#)) == expected.replacingOccurrences(of: #""contents":[]"#, with: #""contents":[{"parts":[]}]"#))
    }

    @Test("each of Google's services gets its own path, and no field that only the other takes")
    func services() throws {
        let body = #"{"labels":{"team":"t","mode":"plan"},"contents":[{"parts":[{"text":"a"}]}],"serviceTier":"flex"}"#
        var direct = RequestPlan(model: "gemini-3-pro", stream: true)
        var vertex = direct
        vertex.platform = .vertex(project: "p", location: "eu")
        func send(_ source: IncomingRequest, _ plan: RequestPlan) throws -> OutgoingBody { try ProviderRequest.encode(.incoming(source), as: plan, for: .gemini) }
        let spliced = (try send(incoming(body), direct), try send(incoming(body), vertex))
        #expect(spliced.0.body.text == #"{"contents":[{"parts":[{"text":"a"}]}],"serviceTier":"flex"}"# && spliced.0.dropped == ["labels"])
        #expect(spliced.1.body.text == #"{"labels":{"team":"t"},"contents":[{"parts":[{"text":"a"}]}]}"# && spliced.1.dropped == ["serviceTier"])
        #expect(spliced.1.path == "/projects/p/locations/eu/publishers/google/models/gemini-3-pro:streamGenerateContent?alt=sse")
        var request = ChatRequest()
        request.messages = [Message(role: .user, parts: [.text("a")])]
        request.metadata = [Label(name: "team", value: "t"), Label(name: "Who?", value: "x")]
        request.serviceTier = "flex"
        direct.stream = false
        let told = try ProviderRequest.encode(.conversation(request), as: direct, for: .gemini)
        #expect(told.body.text.hasSuffix(#""serviceTier":"flex"}"#) && told.dropped == ["metadata"])
        let there = try ProviderRequest.encode(.conversation(request), as: vertex, for: .gemini)
        #expect(there.body.text.hasSuffix(#""labels":{"team":"t"}}"#) && there.dropped == ["service_tier", "metadata"])
        #expect(ProviderRequest.authorization("k", dialect: .gemini, platform: vertex.platform).value == "Bearer k")
    }

    @Test("the tier's effort stands in place of the caller's own")
    func spliceEffort() throws {
        let contents = #""contents":[{"parts":[]}]"#
        #expect(try splice("{\(contents)}", effort: .low) == #"{"generationConfig":{"thinkingConfig":{"thinkingLevel":"low"}},\#(contents)}"#)
        #expect(try splice(#"{\#(contents),"generationConfig":null}"#, effort: .low) == #"{\#(contents),"generationConfig":{"thinkingConfig":{"thinkingLevel":"low"}}}"#)
        #expect(try splice(#"{\#(contents),"generation_config":{"topK":1}}"#, effort: .low) == #"{\#(contents),"generation_config":{"thinkingConfig":{"thinkingLevel":"low"},"topK":1}}"#)
        #expect(try splice(#"{\#(contents),"generationConfig":{"thinkingConfig":{"thinking_budget":9,"includeThoughts":true}}}"#, effort: .high) == #"{\#(contents),"generationConfig":{"thinkingConfig":{"thinkingLevel":"high","includeThoughts":true}}}"#)
        #expect(try splice("{\(contents)}", model: "gemini-2.5-flash", effort: Effort.none) == #"{"generationConfig":{"thinkingConfig":{"thinkingBudget":0}},\#(contents)}"#)
        #expect(try splice("{\(contents)}", model: "gemini-2.0-flash", effort: .high) == "{\(contents)}")
    }

    // MARK: Read from callers

    @Test("facts are read in one walk, whichever case the names have")
    func facts() throws {
        let facts = try IncomingRequest.decode(
            Bytes(
                #"""
                {"system_instruction":{"parts":{"text":"s"}},"labels":{"mode":"plan","session":"k"},"tools":[{"functionDeclarations":[{"name":"f"}]}],"cachedContent":"cachedContents/x",
                 "generationConfig":{"max_output_tokens":7,"responseJsonSchema":{"type":"object"},"thinkingConfig":{"thinkingLevel":"HIGH"}},
                 "contents":[{"parts":[{"text":"a"},{"inline_data":{"mime_type":"image/png","data":"AAAA"}},{"fileData":{"mimeType":"application/pdf","fileUri":"https://x"}},{"inlineData":{"mimeType":"audio/wav","data":"AAAA"}}]}]}
                """#.utf8), dialect: .gemini, target: RequestTarget(model: "shunt/auto", stream: true)
        ).facts
        #expect(facts.model == "shunt/auto" && facts.stream && facts.mode == "plan" && facts.session == "k" && facts.effort == .high && facts.maxOutputTokens == 7)
        #expect(facts.needs == [.tools, .images, .documents, .audio, .structuredOutput])
        #expect(facts.boundBy == "cachedContent" && facts.fingerprint.count == 3 && facts.estimatedInputTokens > 3_000)
        #expect(try incoming(#"{"contents":[{"parts":[{"fileData":{"fileUri":"gs://b/f"}}]}]}"#).facts.boundBy == "fileData")
        #expect(try incoming(#"{"contents":[{"parts":[{"fileData":{"fileUri":"https://x/f"}}]}]}"#).facts.boundBy == nil)
    }

    static let faults: [(body: String, parameter: String?)] = [
        ("{}", "contents"), (#"{"contents":[]}"#, "contents"), (#"{"contents":"hi"}"#, "contents"), (#"{"contents":[1]}"#, "contents[0]"),
        (#"{"contents":[{"role":"bot","parts":[]}]}"#, "contents[0].role"), (#"{"contents":[{"parts":"a"}]}"#, "contents[0].parts"),
        (#"{"contents":[{"parts":[{"text":"a"},1]}]}"#, "contents[0].parts[1]"), (#"{"contents":[{"parts":[{"text":1}]}]}"#, "contents[0].parts[0].text"),
        (#"{"contents":[{"parts":[]}],"systemInstruction":"s"}"#, "systemInstruction"), (#"{"contents":[{"parts":[]}],"tools":1}"#, "tools"),
        (#"{"contents":[{"parts":[]}],"generationConfig":{"maxOutputTokens":0}}"#, "generationConfig.maxOutputTokens"),
        (#"{"contents":[{"parts":[]}],"labels":{"mode":1}}"#, "labels.mode"), (#"{"contents":[{"parts":[]}],"tools":[],"tools":[]}"#, "tools"),
        (#"{"contents":[{"parts":[]}],"generationConfig":{},"generation_config":{}}"#, "generation_config"),
        (#"{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"no!"}}]}]}"#, "contents[0].parts[0].inlineData.data"),
        (#"{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAAA"}}]}]}"#, "contents[0].parts[0].inlineData.data"),
        (#"{"contents":[{"parts":[{"functionCall":{"args":{}}}]}]}"#, "contents[0].parts[0].functionCall.name"),
        (#"{"contents":[{"parts":[{"functionCall":{"name":"f","args":"{}"}}]}]}"#, "contents[0].parts[0].functionCall.args"),
        (#"{"contents":[{"parts":[{"functionResponse":{"name":"f","response":[]}}]}]}"#, "contents[0].parts[0].functionResponse.response"),
        (#"{"contents":[{"parts":[]}],"toolConfig":{"functionCallingConfig":{"mode":"MAYBE"}}}"#, "toolConfig.functionCallingConfig.mode"),
    ]

    @Test("a wrong field is named", arguments: faults.indices)
    func wrong(_ index: Int) {
        let (body, parameter) = Self.faults[index]
        #expect(error { () throws(DialectError) in _ = try incoming(body).conversation() }?.parameter == parameter)
    }

    @Test("calls without ids are paired with their results by name and order, across turns, and each time alike")
    func pairing() throws {
        func calls(_ names: String...) -> String { #"{"role":"model","parts":[\#(names.map { #"{"functionCall":{"name":"\#($0)","args":{"n":"\#($0)"}}}"# }.joined(separator: ","))]}"# }
        func results(_ names: String...) -> String { #"{"role":"user","parts":[\#(names.map { #"{"functionResponse":{"name":"\#($0)","response":{"output":"\#($0)"}}}"# }.joined(separator: ","))]}"# }
        let body = #"{"contents":[{"parts":[{"text":"a"}]},\#(calls("f", "f", "g")),\#(results("g", "f", "f")),\#(calls("f")),\#(results("f"))]}"#
        let request = try incoming(body).conversation()
        func ids(_ message: Message) -> [String] {
            message.parts.map { part in
                switch part {
                case .toolCall(let call, _): call.id
                case .toolResult(let result, _): result.callID
                default: ""
                }
            }
        }
        #expect(request.messages.dropFirst().map(ids) == [["call_1", "call_2", "call_3"], ["call_3", "call_1", "call_2"], ["call_4"], ["call_4"]])
        #expect(try incoming(body).conversation() == request)
        let given = try incoming(#"{"contents":[{"role":"model","parts":[{"functionCall":{"id":"call_2","name":"f"}},{"functionCall":{"name":"f"}}]},{"parts":[{"functionResponse":{"name":"f","response":{"x":1}}},{"functionResponse":{"id":"zz","name":"f","response":{"error":{"code":1}}}}]}]}"#).conversation()
        #expect(given.messages.map(ids) == [["call_2", "call_2_"], ["call_2", "zz"]])
        guard case .toolResult(let plain, _) = given.messages[1].parts[0], case .toolResult(let failed, _) = given.messages[1].parts[1] else { return #expect(Bool(false)) }
        #expect(plain.parts == [.text(#"{"x":1}"#)] && !plain.isError)
        #expect(failed.parts == [.text(#"{"code":1}"#)] && failed.isError)
    }

    @Test("Google's own schemas become plain ones")
    func openAPI() throws {
        let request = try incoming(
            #"""
            {"contents":[{"parts":[]}],"tools":[{"functionDeclarations":[{"name":"f","description":"","parameters":{"type":"OBJECT","propertyOrdering":["a"],"required":["a"],"properties":{
              "a":{"type":"STRING","nullable":true,"format":"enum","enum":["x"]},"b":{"type":5,"items":{"type":"INTEGER"},"minItems":"1","max_items":3},"c":{"any_of":[{"type":"NUMBER"}],"nullable":true},"type":{"type":"BOOLEAN"},"e":{"nullable":true}}}}]},{"googleSearch":{}}],
             "generationConfig":{"responseMimeType":"application/json","responseSchema":{"type":"ARRAY","items":{"type":"string","minLength":"2"}}}}
            """#
        ).conversation()
        #expect(
            request.tools == [
                Tool(
                    name: "f",
                    parameters:
                        #"{"type":"object","required":["a"],"properties":{"a":{"type":["string","null"],"enum":["x",null]},"b":{"type":"array","items":{"type":"integer"},"minItems":1,"maxItems":3},"c":{"anyOf":[{"type":"number"},{"type":"null"}]},"type":{"type":"boolean"},"e":{"type":["string","number","boolean","array","object","null"]}}}"#)
            ])
        #expect(request.output == .schema(name: nil, schema: #"{"type":"array","items":{"type":"string","minLength":2}}"#, strict: nil))
        #expect(request.unsaid == ["tools[1].googleSearch"])
    }

    @Test("thoughts that came in pieces are one again, with the signature that completed them, whoever issued it")
    func thoughts() throws {
        let request = try incoming(
            #"""
            {"contents":[{"role":"model","parts":[{"text":"h","thought":true},{"text":"m","thought":true},{"text":"","thought":true,"thoughtSignature":"c2h1bnQ6YW50aHJvcGljLW1lc3NhZ2VzOnM="},
             {"text":"","thought":true,"thoughtSignature":"c2VhbGVkOmFudGhyb3BpYy1tZXNzYWdlczpi"},{"text":"a"},{"thoughtSignature":"Zw=="},{"executableCode":{"code":"1"}},{"inlineData":{"mimeType":"video/mp4","data":"AA"}}]}],
             "safetySettings":[{"category":1}],"generationConfig":{"candidateCount":1,"responseModalities":["TEXT"],"speechConfig":{"a":1},"thinkingConfig":{"includeThoughts":false,"thinkingBudget":0}}}
            """#
        ).conversation()
        #expect(
            request.messages.first?.parts == [
                .reasoning(text: "hm", signature: Signature("s", issuer: .anthropicMessages)), .redactedReasoning(Signature("b", issuer: .anthropicMessages)), .text("a"),
                .reasoning(text: "", signature: Signature("Zw==", issuer: .gemini)),
            ])
        #expect(request.unsaid == ["contents[0].parts[6]", "contents[0].parts[7]", "safetySettings", "generationConfig.speechConfig"])
        #expect(request.effort == Effort.none && request.showsReasoning == false && request.reasoningBudget == nil)
    }

    @Test("an answer that an SDK keeps chunk by chunk is one again")
    func chunks() throws {
        let chunks = [
            #"{"text":"h","thought":true}"#, #"{"text":"m","thought":true}"#, #"{"text":"","thought":true,"thoughtSignature":"c2h1bnQ6YW50aHJvcGljLW1lc3NhZ2VzOnM="}"#,
            #"{"text":"Sa"}"#, #"{"text":"y"}"#, #"{"functionCall":{"id":"t0","name":"f","args":{}}}"#, #"{"text":""}"#,
        ].map { #"{"role":"model","parts":[\#($0)]}"# }.joined(separator: ",")
        let request = try incoming(#"{"contents":[{"role":"user","parts":[{"text":"a"}]},\#(chunks),{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"result":"r"}}}]}]}"#).conversation()
        #expect(
            request.messages.map(\.parts) == [
                [.text("a")],
                [.reasoning(text: "hm", signature: Signature("s", issuer: .anthropicMessages)), .text("Say"), .toolCall(ToolCall(id: "t0", name: "f", arguments: "{}"))],
                [.toolResult(ToolResult(callID: "t0", parts: [.text("r")]))],
            ])
    }

    @Test("base64 for URLs, which Google's SDKs write, is told in the common alphabet")
    func alphabets() throws {
        let request = try incoming(#"{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"-_-_AA"}},{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}]}"#).conversation()
        #expect(request.messages[0].parts == [.image(Media(type: "image/png", source: .base64("+/+/AA=="))), .image(Media(type: "image/png", source: .base64("AAAA")))])
    }
}
