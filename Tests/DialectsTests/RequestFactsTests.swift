import Conversation
import Dialects
import Foundation
import Primitives
import TestKit
import Testing

@Suite("Facts of a request")
struct RequestFactsTests {
    private func facts(_ body: String, _ dialect: Dialect = .openAIChat) throws(DialectError) -> RequestFacts {
        try IncomingRequest.decode(Bytes(body.utf8), dialect: dialect).facts
    }

    private func error(_ body: String, _ dialect: Dialect = .openAIChat) -> DialectError? {
        do {
            _ = try facts(body, dialect)
            return nil
        } catch {
            return error
        }
    }

    @Test("are read from chat completions")
    func openAI() throws {
        let facts = try facts(
            #"""
            {"model":"shunt/auto","stream":true,"metadata":{"mode":"Plan_It","user_id":"u"},"prompt_cache_key":"k","reasoning_effort":"high",
             "max_tokens":7,"max_completion_tokens":9,"response_format":{"type":"json_schema","json_schema":{"schema":{}}},
             "tools":[{"type":"function","function":{"name":"f"}}],
             "messages":[{"role":"developer","content":"be brief"},{"role":"user","content":[{"type":"text","text":"see"},
             {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"file","file":{"file_id":"f"}},
             {"type":"input_audio","input_audio":{"data":"AA","format":"wav"}}]}]}
            """#)
        #expect(facts.model == "shunt/auto")
        #expect(facts.stream)
        #expect(facts.mode == "Plan_It")
        #expect(facts.session == "k")
        #expect(facts.effort == .high)
        #expect(facts.maxOutputTokens == 9)
        #expect(facts.needs == [.tools, .images, .documents, .audio, .structuredOutput])
        #expect(facts.fingerprint.map(\.text).first == #""be brief""#)
        // System prompt, tools, and four blocks.
        #expect(facts.fingerprint.count == 6)
        #expect(facts.estimatedInputTokens > 1_200)
    }

    @Test("are read from Messages")
    func anthropic() throws {
        let facts = try facts(
            #"""
            {"model":"shunt/auto","max_tokens":9,"system":"be brief","metadata":{"user_id":"user_1_session_2"},"output_config":{"effort":"low","format":{"type":"json_schema","schema":{}}},
             "messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"x"}},{"type":"document","source":{"type":"url","url":"x"}},{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"x"}]}]}]}
            """#, .anthropicMessages)
        #expect(facts.session == "user_1_session_2")
        #expect(facts.effort == .low)
        #expect(facts.maxOutputTokens == 9)
        #expect(facts.needs == [.images, .documents, .structuredOutput])
        // System prompt, an image, a document, and what tool gave which result.
        #expect(facts.fingerprint.count == 5)
    }

    @Test("model and stream come from the path where an API says them there")
    func target() throws {
        let body = Bytes(#"{"model":"body","messages":[{"role":"user","content":"a"}]}"#.utf8)
        let request = try IncomingRequest.decode(body, dialect: .openAIChat, target: RequestTarget(model: "path", stream: true))
        #expect(request.facts.model == "path")
        #expect(request.facts.stream)
        #expect(try request.conversation().stream)
    }

    @Test("the same conversation has the same fingerprint as it grows")
    func fingerprint() throws {
        let first = try facts(#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"a"}]}"#)
        let later = try facts(#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}"#)
        let other = try facts(#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"z"}]}"#)
        #expect(first.fingerprint == later.fingerprint)
        #expect(first.fingerprint != other.fingerprint)
    }

    @Test("marks for a prompt cache move on without making another conversation, and so does a text that becomes a block")
    func movingMarks() throws {
        let mark = #","cache_control":{"type":"ephemeral"}"#
        let first = #"{"max_tokens":9,"system":[{"type":"text","text":"s"\#(mark)}],"messages":[{"role":"user","content":[{"type":"text","text":"a"\#(mark)}]}]}"#
        let later = #"{"max_tokens":9,"system":"s","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}"#
        let other = #"{"max_tokens":9,"system":"s","messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"z"}]}]}"#
        #expect(try facts(first, .anthropicMessages).fingerprint == facts(later, .anthropicMessages).fingerprint)
        #expect(try facts(other, .anthropicMessages).fingerprint != facts(later, .anthropicMessages).fingerprint)
        let point = #",{"cachePoint":{"type":"default"}}"#
        let marked = #"{"system":[{"text":"s"}\#(point)],"messages":[{"role":"user","content":[{"text":"a"}\#(point)]}]}"#
        let moved = #"{"system":[{"text":"s"}],"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"assistant","content":[{"text":"b"}]},{"role":"user","content":[{"text":"c"}\#(point)]}]}"#
        #expect(try facts(marked, .bedrockConverse).fingerprint == facts(moved, .bedrockConverse).fingerprint)
    }

    @Test("base64 is not counted as text")
    func estimate() throws {
        let image = String(repeating: "A", count: 100_000)
        let facts = try facts(#"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,\#(image)"}}]}]}"#)
        #expect(facts.estimatedInputTokens < 2_000)
        #expect(try self.facts(#"{"messages":[{"role":"user","content":"\#(String(repeating: "a", count: 4_000))"}]}"#).estimatedInputTokens == 1_000)
    }

    static let faults: [(body: String, parameter: String?, message: String)] = [
        ("{", nil, "the body is not valid JSON: the text ends too early at byte 1"),
        ("[]", nil, "the body must be a JSON object"),
        ("{}", "messages", "messages is missing"),
        (#"{"messages":null}"#, "messages", "messages is missing"),
        (#"{"messages":"hi"}"#, "messages", "messages must be a non-empty array"),
        (#"{"messages":[]}"#, "messages", "messages must be a non-empty array"),
        (#"{"messages":["hi"]}"#, "messages[0]", "messages[0] must be an object"),
        (#"{"messages":[{"content":"hi"}]}"#, "messages[0].role", "messages[0].role is missing"),
        (#"{"messages":[{"role":3}]}"#, "messages[0].role", "messages[0].role must be a string"),
        (#"{"messages":[{"role":"bot","content":"x"}]}"#, "messages[0].role", "messages[0].role must be one of system, developer, user, assistant, tool, function"),
        (#"{"messages":[{"role":"user","content":"a"},{"role":"user","content":"a"},{"role":"user","content":7}]}"#, "messages[2].content", "messages[2].content must be a string or an array"),
        (#"{"messages":[{"role":"user","content":[7]}]}"#, "messages[0].content[0]", "messages[0].content[0] must be an object"),
        (#"{"messages":[{"role":"user","content":[{"text":"x"}]}]}"#, "messages[0].content[0].type", "messages[0].content[0].type is missing"),
        (#"{"messages":[{"role":"user","content":[{"type":"text","text":1}]}]}"#, "messages[0].content[0].text", "messages[0].content[0].text must be a string"),
        (#"{"messages":[{"role":"assistant","tool_calls":{}}]}"#, "messages[0].tool_calls", "messages[0].tool_calls must be an array"),
        (#"{"messages":[{"role":"user","content":"a"}],"model":3}"#, "model", "model must be a string"),
        (#"{"messages":[{"role":"user","content":"a"}],"stream":"yes"}"#, "stream", "stream must be true or false"),
        (#"{"messages":[{"role":"user","content":"a"}],"max_tokens":0}"#, "max_tokens", "max_tokens must be a whole number of at least 1"),
        (#"{"messages":[{"role":"user","content":"a"}],"max_tokens":1.5}"#, "max_tokens", "max_tokens must be a whole number of at least 1"),
        (#"{"messages":[{"role":"user","content":"a"}],"tools":{}}"#, "tools", "tools must be an array"),
        (#"{"messages":[{"role":"user","content":"a"}],"tools":[1]}"#, "tools[0]", "tools[0] must be an object"),
        (#"{"messages":[{"role":"user","content":"a"}],"metadata":[]}"#, "metadata", "metadata must be an object"),
        (#"{"messages":[{"role":"user","content":"a"}],"metadata":{"mode":1}}"#, "metadata.mode", "metadata.mode must be a string"),
        (#"{"messages":[{"role":"user","content":"a"}],"stream_options":true}"#, "stream_options", "stream_options must be an object"),
        (#"{"messages":[{"role":"user","content":"a"}],"reasoning_effort":1}"#, "reasoning_effort", "reasoning_effort must be a string"),
        (#"{"messages":[{"role":"user","content":"a"}],"response_format":"json"}"#, "response_format", "response_format must be an object"),
        (#"{"model":"a","messages":[{"role":"user","content":"a"}],"model":"b"}"#, "model", "model is given twice"),
        (#"{"mod\u0065l":"a","messages":[{"role":"user","content":"a"}],"model":"b"}"#, "model", "model is given twice"),
    ]

    @Test("a wrong field is named", arguments: faults.indices)
    func wrong(_ index: Int) {
        let (body, parameter, message) = Self.faults[index]
        let error = error(body)
        #expect(error?.message == message)
        #expect(error?.parameter == parameter)
    }

    @Test("what is null counts as absent, and what shunt does not read may be anything")
    func lenient() throws {
        let facts = try facts(
            #"{"messages":[{"role":"assistant","content":null,"tool_calls":null}],"model":null,"stream":null,"metadata":null,"tools":null,"max_tokens":null,"foo":1,"foo":[],"reasoning_effort":"default"}"#)
        #expect(facts.model == nil)
        #expect(facts.effort == nil)
        #expect(!facts.stream)
    }

    @Test("every recorded request is accepted, but for the one that has no messages", .enabled(if: Fixtures.available, "\(Fixtures.absence)"), arguments: AnswerCases.requests)
    func recorded(_ item: FixtureCase) throws {
        let body = try #require(try item.request())
        if item.path.hasSuffix("envoy-chat-no-messages-0") {
            #expect(throws: DialectError.self) { try IncomingRequest.decode(body, dialect: item.answerDialect) }
            return
        }
        let request = try IncomingRequest.decode(body, dialect: item.answerDialect)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
        #expect(request.facts.model == (object["model"] as? String)?.replacingOccurrences(of: "models/", with: ""))
        #expect(request.facts.stream == (object["stream"] as? Bool ?? false))
        let tools = object["tools"] ?? object["functions"] ?? (object["toolConfig"] as? [String: Any])?["tools"]
        #expect(request.facts.needs.contains(.tools) == !(tools as? [Any] ?? []).isEmpty)
        #expect(request.facts.needs.contains(.images) == item.features.contains("image"))
        let conversation = try request.conversation()
        #expect(conversation.stream == request.facts.stream)
        #expect(!conversation.messages.isEmpty || !conversation.system.isEmpty)
    }
}
