import Conversation
import Dialects
import Primitives
import Testing

/// Signatures go back to who issued them, and to nobody else.
@Suite("Thoughts of other issuers")
struct ForeignThoughtTests {
    private func sent(_ body: String, _ from: Dialect, _ to: Dialect, _ model: String, withoutThoughts: Bool = false) throws -> String {
        var plan = RequestPlan(model: model, stream: false)
        plan.withoutThoughts = withoutThoughts
        return try ProviderRequest.encode(.incoming(.decode(Bytes(body.utf8), dialect: from)), as: plan, for: to).body.text
    }

    private let messages = #"""
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"thinking","thinking":"h","signature":"own"},{"type":"thinking","thinking":"i","signature":"shunt:gemini:g"},{"type":"redacted_thinking","data":"shunt:gemini:x"},{"type":"tool_use","id":"c","name":"f","input":{}}]},{"role":"assistant","content":[{"type":"redacted_thinking","data":"shunt:openai-responses:y"}]},{"role":"user","content":"b"}]}
        """#

    @Test("never reach Anthropic from a caller of its own API")
    func anthropic() throws {
        let body = try sent(messages, .anthropicMessages, .anthropicMessages, "m")
        #expect(!body.contains("shunt:"))
        #expect(body.contains(#""content":[{"type":"thinking","thinking":"h","signature":"own"},{"type":"tool_use","id":"c","name":"f","input":{}}]}"#))
        // Nothing was left of one message.
        #expect(body.contains(#"]},{"role":"user","content":"b"}]"#))
    }

    @Test("find their way back to Gemini from a caller of the Messages API")
    func gemini() throws {
        let call = #"{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"f","input":{}},{"type":"redacted_thinking","data":"shunt:gemini:g"}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c","content":"r"}]}]}"#
        let body = try sent(call, .anthropicMessages, .gemini, "gemini-3-flash-preview")
        #expect(body.contains(#""thoughtSignature":"g""#))
    }

    @Test("find their way back to Gemini from a chat caller, and go to no other model")
    func chat() throws {
        let call = #"{"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":null,"reasoning_content":"h","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"g"}}}]},{"role":"tool","tool_call_id":"c","content":"r"}]}"#
        #expect(try sent(call, .openAIChat, .gemini, "gemini-3-flash-preview").contains(#""thoughtSignature":"g""#))
        #expect(try sent(call, .openAIChat, .openAIChat, "gemini-3-flash-preview").contains("thought_signature"))
        let openAI = try sent(call, .openAIChat, .openAIChat, "gpt-5.5")
        #expect(!openAI.contains("extra_content"))
        #expect(!openAI.contains("reasoning_content"))
    }

    @Test("are all left out after a refusal, in every API", arguments: Dialect.allCases)
    func none(_ dialect: Dialect) throws {
        let body = try sent(messages, .anthropicMessages, dialect, "claude-sonnet-4-6", withoutThoughts: true)
        #expect(!body.contains("own"))
        #expect(!body.contains("thinking\":\"h"))
    }

    @Test("a provider's refusal of a signature is told from other refusals", arguments: [
        ("messages.1.content.0: Invalid `signature` in `thinking` block", true), ("Corrupted thought signature.", true),
        ("Unable to submit request because Thought signature is not valid", true), ("Invalid thought signature.", true),
        ("The encrypted content for item rs_1 could not be verified.", true), ("max_tokens: must be at least 1", false),
        ("invalid signature of the request", false),
    ])
    func refusals(message: String, isRefusal: Bool) {
        #expect(Fault(.caller, status: 400, message: message).isSignatureRefusal == isRefusal)
        #expect(!Fault(.provider, status: 500, message: message).isSignatureRefusal)
    }

    @Test("a session is named to the prompt cache of OpenAI's own models, where the caller named none")
    func cacheKey() throws {
        func sent(_ body: String, _ from: Dialect, model: String) throws -> String {
            let plan = RequestPlan(model: model, stream: false, cacheKey: "k1")
            return try ProviderRequest.encode(.incoming(.decode(Bytes(body.utf8), dialect: from)), as: plan, for: .openAIChat).body.text
        }
        let plain = #"{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"a"}]}"#
        #expect(try sent(plain, .openAIChat, model: "gpt-5.5").contains(#""prompt_cache_key":"k1""#))
        #expect(try sent(plain, .anthropicMessages, model: "gpt-5.5").contains(#""prompt_cache_key":"k1""#))
        #expect(try !sent(plain, .openAIChat, model: "deepseek-chat").contains("prompt_cache_key"))
        let named = #"{"model":"m","prompt_cache_key":"mine","messages":[{"role":"user","content":"a"}]}"#
        #expect(try !sent(named, .openAIChat, model: "gpt-5.5").contains("k1"))
    }

    @Test("call ids are such as the service takes, and no two alike")
    func identifiers() throws {
        let call = { (id: String) in #"{"role":"assistant","content":null,"tool_calls":[{"id":"\#(id)","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"\#(id)","content":"r"}"# }
        let body = #"{"model":"m","messages":[{"role":"user","content":"a"},\#(call("functions.f:0")),\#(call("functions.f:0"))]}"#
        let request = try IncomingRequest.decode(Bytes(body.utf8), dialect: .openAIChat).conversation()
        for (model, dialect) in [("mistral-large", Dialect.openAIChat), ("gpt-5.5", .openAIChat), ("claude-sonnet-4-6", .anthropicMessages)] {
            let sent = try ProviderRequest.encode(.conversation(request), as: RequestPlan(model: model, stream: false), for: dialect)
            let read = try IncomingRequest.decode(sent.body, dialect: dialect).conversation()
            let calls = read.messages.flatMap(\.parts).compactMap { if case .toolCall(let call, _) = $0 { call.id } else { nil } }
            let results = read.messages.flatMap(\.parts).compactMap { if case .toolResult(let result, _) = $0 { result.callID } else { nil } }
            #expect(calls == results)
            #expect(Set(calls).count == 2)
            if model == "mistral-large" { #expect(calls.allSatisfy { $0.utf8.count == 9 && $0.allSatisfy { $0.isLetter || $0.isNumber } }) }
        }
    }
}
