import Conversation
import Dialects
import Foundation
import HTTPWire
import JSONText
import Primitives
import TestKit
import Testing

@Suite("Chat completions told to Anthropic")
struct AnthropicRequestTests {
    private func translate(_ body: String, _ plan: RequestPlan = RequestPlan(model: "claude-sonnet-4-6", stream: false)) throws -> OutgoingBody {
        try ProviderRequest.encode(.incoming(.decode(Bytes(body.utf8), dialect: .openAIChat)), as: plan, for: .anthropicMessages)
    }

    private func object(_ sent: OutgoingBody) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(sent.body)) as? [String: Any])
    }

    @Test("an agent's whole request")
    func golden() throws {
        let sent = try translate(
            #"""
            {"model":"shunt/auto","max_completion_tokens":500,"temperature":0.50,"stop":["END","\n"],"user":"u1","parallel_tool_calls":false,"tool_choice":"required","seed":7,"n":2,
             "response_format":{"type":"json_schema","json_schema":{"name":"A","schema":{"type":"object","properties":{}},"strict":true}},
             "tools":[{"type":"function","function":{"name":"look","description":"Looks","parameters":{"properties":{"q":{"type":"string"}}},"strict":true}},{"type":"function","function":{"name":"now"}},{"type":"web_search"}],
             "messages":[
              {"role":"system","content":"Be brief."},{"role":"developer","content":[{"type":"text","text":"Be right."}]},
              {"role":"user","content":[{"type":"text","text":"See:"},{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,/9j/","detail":"low"}},{"type":"image_url","image_url":{"url":"https://x/y.png"}},
                {"type":"file","file":{"file_data":"data:application/pdf;base64,JVBE","filename":"a.pdf"}},{"type":"file","file":{"file_data":"data:text/plain;base64,aGkK"}},{"type":"input_audio","input_audio":{"data":"AA","format":"wav"}}]},
              {"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[{"id":"functions.look:0","type":"function","function":{"name":"look","arguments":"{\"q\": 1}"}},{"id":"","type":"function","function":{"name":"now","arguments":""}}]},
              {"role":"tool","tool_call_id":"functions.look:0","content":"seen"},{"role":"tool","tool_call_id":"","content":""},
              {"role":"user","content":"And?"}]}
            """#)
        #expect(
            sent.body.text
                == #"{"model":"claude-sonnet-4-6","max_tokens":500,"system":[{"type":"text","text":"Be brief."},{"type":"text","text":"Be right.","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":[{"type":"text","text":"See:"},{"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"/9j/"}},{"type":"image","source":{"type":"url","url":"https://x/y.png"}},{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"},"title":"a.pdf"},{"type":"document","source":{"type":"text","media_type":"text/plain","data":"hi\n"}}]},{"role":"assistant","content":[{"type":"tool_use","id":"functions_look_0","name":"look","input":{"q": 1}},{"type":"tool_use","id":"call","name":"now","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"functions_look_0","content":[{"type":"text","text":"seen"}]},{"type":"tool_result","tool_use_id":"call"},{"type":"text","text":"And?","cache_control":{"type":"ephemeral"}}]}],"tools":[{"name":"look","description":"Looks","input_schema":{"type":"object","properties":{"q":{"type":"string"}}},"strict":true},{"name":"now","input_schema":{"type":"object","properties":{}}}],"tool_choice":{"type":"any","disable_parallel_tool_use":true},"stop_sequences":["END"],"temperature":0.50,"output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{}}}},"metadata":{"user_id":"u1"}}"#)
        #expect(sent.dropped.sorted() == ["image_url.detail", "input_audio", "n", "reasoning", "seed", "stop", "tools[2]"])
        #expect(sent.path == "/messages")
        #expect(sent.fields["anthropic-version"] == "2023-06-01")
        #expect(!sent.addedUsage)
    }

    @Test("turns alternate, begin with the user, and are never empty")
    func turns() throws {
        func roles(_ messages: String) throws -> [String] {
            let sent = try object(translate(#"{"messages":[\#(messages)]}"#))
            return try #require(sent["messages"] as? [[String: Any]]).map { "\($0["role"]!) \(($0["content"] as! [Any]).count)" }
        }
        #expect(try roles(#"{"role":"user","content":"a"},{"role":"user","content":"b"}"#) == ["user 2"])
        #expect(try roles(#"{"role":"assistant","content":"a"}"#) == ["user 1", "assistant 1"])
        #expect(try roles(#"{"role":"system","content":"a"}"#) == ["user 1"])
        #expect(try roles(#"{"role":"user","content":"a"},{"role":"assistant","content":""},{"role":"user","content":"b"}"#) == ["user 2"])
        #expect(try roles(#"{"role":"user","content":"a"},{"role":"system","content":"b"},{"role":"assistant","content":"c"}"#) == ["user 4", "assistant 1"])
    }

    @Test("a last answer that is to be continued ends without white space")
    func prefill() throws {
        let sent = try translate(#"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"{ \n"}]}"#)
        #expect(sent.body.text.contains(#"{"role":"assistant","content":[{"type":"text","text":"{","cache_control":{"type":"ephemeral"}}]}"#))
    }

    @Test("ids are unique, and results follow the latest call of their name")
    func ids() throws {
        func call(_ id: String) -> String { #"{"role":"assistant","tool_calls":[{"id":"\#(id)","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"\#(id)","content":"r"}"# }
        let text = try translate(#"{"messages":[{"role":"user","content":"a"},\#(call("c:0")),\#(call("c:0")),\#(call("c.0"))]}"#).body.text
        for id in ["c_0", "c_0_2", "c_0_3"] {
            #expect(text.components(separatedBy: #""id":"\#(id)""#).count == 2)
            #expect(text.components(separatedBy: #""tool_use_id":"\#(id)""#).count == 2)
        }
    }

    @Test("arguments that are no object stay where the model can see them")
    func brokenArguments() throws {
        let text = try translate(#"{"messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":"}}]}]}"#).body.text
        #expect(text.contains(#""input":{"arguments":"{\"a\":"}"#))
    }

    struct EffortCase: Sendable, CustomTestStringConvertible {
        let model: String
        var effort: Effort? = .high
        var request = ""
        let holds: [String]
        var lacks: [String] = []
        var dropped: [String] = []

        var testDescription: String { "\(model) \(effort?.rawValue ?? "-") \(request)" }
    }

    static let efforts = [
        EffortCase(model: "claude-opus-4-7", effort: .xhigh, holds: [#""thinking":{"type":"adaptive","display":"summarized"}"#, #""output_config":{"effort":"xhigh"}"#, #""max_tokens":32000"#]),
        EffortCase(model: "claude-sonnet-4-6", effort: .xhigh, holds: [#""output_config":{"effort":"high"}"#]),
        EffortCase(model: "claude-sonnet-4-6", effort: .max, holds: [#""output_config":{"effort":"max"}"#]),
        EffortCase(model: "claude-sonnet-5", effort: .minimal, holds: [#""output_config":{"effort":"low"}"#]),
        EffortCase(model: "claude-opus-4-7", effort: Effort.none, holds: [#""thinking":{"type":"disabled"}"#], lacks: ["output_config"]),
        EffortCase(model: "claude-opus-4-5-20251101", holds: [#""thinking":{"type":"enabled","budget_tokens":16384}"#, #""output_config":{"effort":"high"}"#, #""max_tokens":24576"#]),
        EffortCase(model: "claude-haiku-4-5-20251001", holds: [#""thinking":{"type":"enabled","budget_tokens":16384}"#], lacks: ["output_config"]),
        EffortCase(model: "anthropic.claude-3-7-sonnet-20250219-v1:0", effort: .low, holds: [#""budget_tokens":2048"#]),
        EffortCase(model: "claude-3-5-haiku-20241022", holds: [], lacks: ["thinking", "output_config"], dropped: ["reasoning_effort"]),
        EffortCase(model: "claude-haiku-4-5", request: #""max_tokens":4000,"#, holds: [#""max_tokens":4000"#, #""budget_tokens":3000"#]),
        EffortCase(model: "claude-haiku-4-5", request: #""max_tokens":1000,"#, holds: [#""max_tokens":1000"#], lacks: ["thinking"], dropped: ["reasoning_effort"]),
        EffortCase(model: "claude-haiku-4-5", request: #""tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"required","#, holds: [], lacks: ["thinking"], dropped: ["reasoning_effort"]),
        EffortCase(model: "claude-haiku-4-5", request: #""temperature":0.3,"top_k":4,"#, holds: [], lacks: ["temperature", "top_k"], dropped: ["temperature", "top_k"]),
        EffortCase(model: "claude-haiku-4-5", effort: nil, request: #""reasoning":{"max_tokens":5000},"#, holds: [#""budget_tokens":5000"#]),
        EffortCase(model: "claude-opus-4-7", effort: nil, request: #""temperature":0.3,"top_p":0.9,"#, holds: [], lacks: ["temperature", "top_p"], dropped: ["temperature", "top_p"]),
        EffortCase(model: "claude-sonnet-4-5", effort: nil, request: #""temperature":1.7,"top_p":0.9,"#, holds: [#""temperature":1}"#], lacks: ["top_p"], dropped: ["temperature", "top_p"]),
        EffortCase(model: "claude-3-haiku-20240307", effort: nil, request: #""response_format":{"type":"json_schema","json_schema":{"schema":{"type":"object"}}},"#, holds: [], lacks: ["output_config"], dropped: ["response_format"]),
    ]

    @Test("effort, sampling and schemas are told in the words of the model's generation", arguments: efforts)
    func effort(_ item: EffortCase) throws {
        let sent = try translate(
            #"{\#(item.request)"messages":[{"role":"user","content":"a"}]}"#, RequestPlan(model: item.model, stream: false, effort: item.effort))
        for part in item.holds { #expect(sent.body.text.contains(part)) }
        for part in item.lacks { #expect(!sent.body.text.contains(part)) }
        #expect(sent.dropped == item.dropped)
    }

    @Test("a model with a budget does not think where the turn began without thoughts, and does where they are signed")
    func toolTurns() throws {
        func thinks(_ details: String) throws -> Bool {
            try translate(
                #"{"messages":[{"role":"user","content":"a"},{"role":"assistant"\#(details),"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"r"}]}"#,
                RequestPlan(model: "claude-haiku-4-5", stream: false, effort: .high)
            ).body.text.contains(#""thinking":{"type":"enabled""#)
        }
        #expect(try !thinks(""))
        #expect(try !thinks(#","reasoning_content":"hm""#))
        #expect(try thinks(#","reasoning_content":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"s","format":"anthropic-claude-v1"}]"#))
    }

    @Test("thoughts sealed by other makers are left out, and said to be")
    func foreignThoughts() throws {
        let sent = try translate(
            #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","reasoning_details":[{"type":"reasoning.encrypted","data":"zz","format":"xai-responses-v1"}]},{"role":"user","content":"c"}]}"#)
        #expect(!sent.body.text.contains("zz"))
        #expect(sent.dropped == ["reasoning"])
    }

    @Test("a table's bound holds where the caller sets none")
    func bound() throws {
        let plan = RequestPlan(model: "claude-3-5-haiku-20241022", stream: true, defaultMaxOutput: 777)
        let sent = try object(translate(#"{"messages":[{"role":"user","content":"a"}]}"#, plan))
        #expect(sent["max_tokens"] as? Int == 777)
        #expect(sent["stream"] as? Bool == true)
    }

    @Test("only conversations that will be sent again are marked for the cache, and the caller's own marks stay alone")
    func cache() throws {
        #expect(try !translate(#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"a"}]}"#).body.text.contains("cache_control"))
        let marked = try translate(
            #"{"messages":[{"role":"system","content":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}]},{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}"#)
        #expect(marked.body.text.components(separatedBy: "cache_control").count == 2)
        #expect(marked.body.text.contains(#""cache_control":{"type":"ephemeral","ttl":"1h"}"#))
    }

    @Test("every recorded request can be told to the other dialect", .enabled(if: Fixtures.available, "\(Fixtures.absence)"), arguments: AnswerCases.requests)
    func recorded(_ item: FixtureCase) throws {
        let body = try #require(try item.request())
        guard let request = try? IncomingRequest.decode(body, dialect: item.answerDialect) else { return }
        let other: Dialect = item.answerDialect == .openAIChat ? .anthropicMessages : .openAIChat
        let sent = try ProviderRequest.encode(.incoming(request), as: RequestPlan(model: "claude-opus-4-8", stream: request.facts.stream, effort: .low), for: other)
        // What was written is a sound request of that dialect, with as much text in it.
        let read = try IncomingRequest.decode(sent.body, dialect: other)
        var needs = request.facts.needs.subtracting(.audio)
        if sent.dropped.contains(where: { $0.hasPrefix("tools[") || $0.hasPrefix("toolConfig.tools[") }) { needs.remove(.tools) }
        #expect(read.facts.needs.isSuperset(of: needs))
        #expect(read.facts.stream == request.facts.stream)
        #expect(sent.addedUsage == (other == .openAIChat && request.facts.stream))
    }
}

@Suite("System messages between others")
struct LateSystemTests {
    @Test("are taken from callers of the Messages API, and told to others in their place")
    func translated() throws {
        let body = #"{"model":"a","max_tokens":5,"system":"s","messages":[{"role":"user","content":"x"},{"role":"system","content":"late"},{"role":"assistant","content":"y"},{"role":"user","content":"z"}]}"#
        let request = try IncomingRequest.decode(Bytes(body.utf8), dialect: .anthropicMessages)
        let sent = try ProviderRequest.encode(.incoming(request), as: RequestPlan(model: "gpt", stream: false), for: .openAIChat)
        let messages = try #require(try JSONDocument.parse(sent.body).root["messages"])
        #expect(messages.elements.map { $0["role"]?.string } == ["system", "user", "user", "assistant", "user"])
        #expect(messages.elements.map { $0.description }[2].contains("late"))
        #expect(sent.dropped.contains("messages[1].role"))
    }

    @Test("of another role are refused, by name")
    func wrong() {
        #expect(throws: DialectError("messages[0].role must be one of user, assistant, system", parameter: "messages[0].role", code: "invalid_value")) {
            try IncomingRequest.decode(Bytes(#"{"max_tokens":5,"messages":[{"role":"tool","content":"x"}]}"#.utf8), dialect: .anthropicMessages)
        }
    }
}
