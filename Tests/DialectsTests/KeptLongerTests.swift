import Conversation
import Dialects
import JSONText
import Primitives
import Testing

@Suite("Prompts that are kept for longer")
struct KeptLongerTests {
    private func encode(_ body: String, from: Dialect, to: Dialect, model: String = "claude-sonnet-4-6", longer: Bool = true) throws -> OutgoingBody {
        var plan = RequestPlan(model: model, stream: false)
        plan.keepsLonger = longer
        return try ProviderRequest.encode(.incoming(.decode(Bytes(body.utf8), dialect: from)), as: plan, for: to)
    }

    private static let mark = #""cache_control":{"type":"ephemeral"}"#
    private static let long = #""cache_control":{"ttl":"1h","type":"ephemeral"}"#

    @Test("Every mark of a passed-on request says an hour: on tools, the system prompt, messages, results of tools, the whole request")
    func splice() throws {
        let body = """
            {"model":"claude-sonnet-4-6","max_tokens":9,"tools":[{"name":"t","input_schema":{"type":"object"},\(Self.mark)}],\
            "system":[{"type":"text","text":"s",\(Self.mark)}],"messages":[{"role":"user","content":"u"},\
            {"role":"assistant","content":[{"type":"tool_use","id":"1","name":"t","input":{"cache_control":{"type":"ephemeral"}}}]},\
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":[{"type":"text","text":"r",\(Self.mark)}]},\
            {"type":"text","text":"go on",\(Self.mark)}]}]}
            """
        let sent = try encode(body, from: .anthropicMessages, to: .anthropicMessages).body.text
        let input = #""input":{"cache_control":{"type":"ephemeral"}}"#
        #expect(sent.contains(input))
        #expect(sent == body.replacing(Self.mark, with: Self.long).replacing(#""input":{"# + Self.long + "}", with: input))
        let whole = #"{"model":"claude-sonnet-4-6","max_tokens":9,"messages":[{"role":"user","content":"u"}],\#(Self.mark)}"#
        #expect(try encode(whole, from: .anthropicMessages, to: .anthropicMessages).body.text == whole.replacing(Self.mark, with: Self.long))
    }

    @Test("A request that names a lifetime anywhere stays as it is, and so does every request where nothing was chosen")
    func chosen() throws {
        let body = """
            {"model":"claude-sonnet-4-6","max_tokens":9,"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}],\
            "messages":[{"role":"user","content":[{"type":"text","text":"u",\(Self.mark)}]}]}
            """
        #expect(try encode(body, from: .anthropicMessages, to: .anthropicMessages).body.text == body)
        let unmarked = #"{"model":"claude-sonnet-4-6","max_tokens":9,"messages":[{"role":"user","content":"u"}]}"#
        #expect(try encode(unmarked, from: .anthropicMessages, to: .anthropicMessages).body.text == unmarked)
        let marked = unmarked.replacing(#""content":"u""#, with: #""content":[{"type":"text","text":"u",\#(Self.mark)}]"#)
        #expect(try encode(marked, from: .anthropicMessages, to: .anthropicMessages, longer: false).body.text == marked)
    }

    @Test("What shunt marks for a caller of another API is kept for an hour, too, unless the caller has chosen")
    func translated() throws {
        let body = #"{"model":"x","messages":[{"role":"system","content":"s"},{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}"#
        let sent = try encode(body, from: .openAIChat, to: .anthropicMessages).body.text
        #expect(sent.ranges(of: #""cache_control":{"type":"ephemeral","ttl":"1h"}"#).count == 2)
        #expect(sent.ranges(of: "cache_control").count == 2)
        let chosen = body.replacing(#"{"role":"system","content":"s"}"#, with: """
            {"role":"system","content":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}},{"type":"text","text":"t",\(Self.mark)}]}
            """)
        #expect(try encode(chosen, from: .openAIChat, to: .anthropicMessages).body.text.ranges(of: "1h").count == 1)
    }

    @Test("Bedrock is told where the model can, and not where it cannot")
    func bedrock() throws {
        let body = #"{"model":"x","messages":[{"role":"system","content":"s"},{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}"#
        let able = "anthropic.claude-sonnet-4-6-v1:0"
        #expect(try encode(body, from: .openAIChat, to: .bedrockConverse, model: able).body.text.ranges(of: #"{"cachePoint":{"type":"default","ttl":"1h"}}"#).count == 2)
        let unable = try encode(body, from: .openAIChat, to: .bedrockConverse, model: "anthropic.claude-3-7-sonnet-20250219-v1:0")
        #expect(!unable.body.text.contains("1h"))
        #expect(unable.dropped.isEmpty)
        let converse = #"{"system":[{"text":"s"},{"cachePoint":{"type":"default"}}],"toolConfig":{"tools":[{"cachePoint":{"type":"default"}}]},"messages":[{"role":"user","content":[{"text":"u"},{"cachePoint":{"type":"default"}}]}]}"#
        let passed = try encode(converse, from: .bedrockConverse, to: .bedrockConverse, model: able).body.text
        #expect(passed == converse.replacing(#"{"type":"default"}"#, with: #"{"ttl":"1h","type":"default"}"#))
    }
}
