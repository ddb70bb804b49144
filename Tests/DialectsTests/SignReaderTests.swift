import Conversation
import Dialects
import JSONText
import Primitives
import Testing

@Suite("Signs of agents in bodies")
struct SignReaderTests {
    private func signs(_ body: String) throws -> RequestSigns {
        var signs = RequestSigns()
        signs.read(try JSONDocument.parse(Bytes(body.utf8)).root)
        return signs
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let body: String
    }

    /// The same request, in the form of each API: two system texts, a tool's result and two texts that were said.
    static let cases = [
        Case(
            testDescription: "Chat Completions",
            body: #"""
                {"messages":[{"role":"system","content":"s1"},{"role":"developer","content":[{"type":"text","text":"s2"}]},{"role":"user","content":"u1"},
                 {"role":"assistant","content":"model's","tool_calls":[{"id":"1","function":{"name":"never","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"1","content":"r1"},{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}},{"type":"text","text":"u2"}]}],
                 "tools":[{"type":"function","function":{"name":"t1"}},{"type":"function","function":{"name":"t2"}}]}
                """#),
        Case(
            testDescription: "Responses",
            body: #"""
                {"instructions":"s1","input":[{"type":"message","role":"developer","content":[{"type":"input_text","text":"s2"}]},
                 {"role":"user","content":"u1"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"model's"}]},
                 {"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"model's"}]},{"type":"function_call","call_id":"1","name":"never","arguments":"{}"},{"type":"function_call_output","call_id":"1","output":"r1"},
                 {"role":"user","content":[{"type":"input_text","text":"u2"}]}],"tools":[{"type":"function","name":"t1"},{"type":"custom","name":"t2"}]}
                """#),
        Case(
            testDescription: "Messages",
            body: #"""
                {"system":[{"type":"text","text":"s1"},{"type":"text","text":"s2"}],"messages":[{"role":"user","content":"u1"},
                 {"role":"assistant","content":[{"type":"text","text":"model's"},{"type":"tool_use","id":"1","name":"never","input":{}}]},
                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":[{"type":"text","text":"r1"}]},{"type":"text","text":"u2"}]}],
                 "tools":[{"name":"t1","input_schema":{}},{"type":"bash_20250124","name":"t2"}]}
                """#),
        Case(
            testDescription: "Gemini",
            body: #"""
                {"systemInstruction":{"parts":[{"text":"s1"},{"text":"s2"}]},"contents":[{"role":"user","parts":[{"text":"u1"}]},
                 {"role":"model","parts":[{"text":"model's"},{"functionCall":{"name":"never"}}]},
                 {"role":"user","parts":[{"functionResponse":{"name":"t1","response":"r1"}},{"text":"u2"}]}],
                 "tools":[{"functionDeclarations":[{"name":"t1"},{"name":"t2"}]}]}
                """#),
        Case(
            testDescription: "Converse",
            body: #"""
                {"system":[{"text":"s1"},{"text":"s2"}],"messages":[{"role":"user","content":[{"text":"u1"}]},
                 {"role":"assistant","content":[{"text":"model's"},{"toolUse":{"toolUseId":"1","name":"never","input":{}}}]},
                 {"role":"user","content":[{"toolResult":{"toolUseId":"1","content":[{"text":"r1"}]}},{"text":"u2"}]}],
                 "toolConfig":{"tools":[{"toolSpec":{"name":"t1"}},{"toolSpec":{"name":"t2"}}]}}
                """#),
    ]

    @Test("are the same in every API's form: tools, system prompt, and what the caller's side said", arguments: cases)
    func everyForm(_ item: Case) throws {
        let signs = try signs(item.body)
        #expect(signs.tools.map(\.text) == ["t1", "t2"])
        #expect(signs.system.map(\.text) == ["s1", "s2"])
        #expect(signs.said.map { $0.text.trimmed } == ["u1", "r1", "u2"])
    }

    @Test("a system message in mid-conversation is said there, not a part of the system prompt")
    func lateSystem() throws {
        let signs = try signs(#"{"messages":[{"role":"user","content":"u"},{"role":"system","content":"late"}],"system":"first"}"#)
        #expect(signs.system.map(\.text) == ["first"])
        #expect(signs.said.map(\.text) == ["u", "late"])
    }

    @Test("the system prompt comes first wherever the body has it")
    func fieldOrder() throws {
        let signs = try signs(#"{"input":[{"role":"developer","content":"second"}],"instructions":"first"}"#)
        #expect(signs.system.map(\.text) == ["first", "second"])
    }

    @Test("a plain input was said, and texts stay as they stand in the body")
    func plain() throws {
        #expect(try signs(#"{"input":"a\n\"b\""}"#).said.map(\.text) == [#"a\n\"b\""#])
    }

    @Test("tools are looked at up to a bound")
    func manyTools() throws {
        let tools = (0..<Limits.agentTools + 9).map { #"{"name":"t\#($0)"}"# }.joined(separator: ",")
        #expect(try signs(#"{"tools":[\#(tools)]}"#).tools.count == Limits.agentTools)
    }

    @Test(
        "anything may stand where a text or a tool is expected",
        arguments: [
            "{}", "[]", "7", #"{"messages":7,"system":7,"tools":7}"#, #"{"messages":[7,null,{},{"role":7},{"role":"user","content":{"text":7}}]}"#,
            #"{"messages":[{"role":"user","content":[7,[],{"text":{}},{"content":{"content":7}},{"toolResult":7}]}]}"#,
            #"{"tools":[7,{},{"function":7},{"function":{"name":7}},{"functionDeclarations":7}],"toolConfig":7}"#,
        ])
    func hostile(body: String) throws {
        let signs = try signs(body)
        #expect(signs.tools.isEmpty && signs.system.isEmpty && signs.said.isEmpty)
    }
}

extension String {
    /// Without the quotes of a value that is kept whole.
    fileprivate var trimmed: String { hasPrefix("\"") ? String(dropFirst().dropLast()) : self }
}
