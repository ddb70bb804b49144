import Conversation
import Dialects
import HTTPWire
import Primitives
import TestKit
import Testing

/// A decoder reads an event that repeats the one before it without parsing it, which nothing but its speed may tell: an event between
/// them that says nothing makes it parse each.
@Suite("Events that differ in their text alone")
struct RepeatedTextTests {
    private static func apart(_ events: [ServerSentEvent]) -> [ServerSentEvent] {
        events.flatMap { [event("{}"), $0] }
    }

    private static func event(_ data: String, name: String? = nil) -> ServerSentEvent {
        ServerSentEvent(kind: .event, name: name.map { Bytes($0.utf8)[...] }, data: Bytes(data.utf8)[...], raw: [])
    }

    private static func decoded(_ data: [String], _ dialect: Dialect) -> [ChatEvent] {
        let events = data.map { event($0) }
        let decoded = AnswerCases.decode(events, dialect)
        #expect(decoded == AnswerCases.decode(apart(events), dialect))
        return decoded
    }

    @Test("recorded streams say the same", .enabled(if: Fixtures.available, "\(Fixtures.absence)"), arguments: AnswerCases.byteStreams)
    func recorded(_ item: FixtureCase) throws {
        guard [.openAIChat, .openAIResponses, .anthropicMessages].contains(item.answerDialect) else { return }
        let events = try AnswerCases.events(item)
        #expect(AnswerCases.decode(events, item.answerDialect) == AnswerCases.decode(Self.apart(events), item.answerDialect))
    }

    @Test("a chat's texts, thoughts and arguments are told each", arguments: [
        #"{"content":"#, #"{"reasoning_content":"#, #"{"refusal":"#, #"{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"#,
        #"{"reasoning_content":"","reasoning":"#, #"{"content":null,"function_call":{"name":"f","arguments":"#,
    ])
    func chat(_ start: String) {
        let end = String(start.reversed().compactMap { $0 == "{" ? "}" : $0 == "[" ? "]" : nil })
        let chunks = ["a", "b", "", "c", #"\n"#, "d", "é"].map { #"{"id":"i","choices":[{"index":0,"delta":\#(start)"\#($0)"\#(end)}],"obfuscation":"\#($0)0"}"# }
        #expect(Self.decoded(chunks, .openAIChat).count >= 7)
    }

    @Test("what repeats a chat's thoughts in another field is not told twice, and what adds to them is told")
    func details() {
        func chunk(_ thought: String, _ detail: String) -> String {
            #"{"id":"i","choices":[{"index":0,"delta":{"reasoning":"\#(thought)","reasoning_details":[{"type":"reasoning.text",\#(detail)}]}}]}"#
        }
        let told = Self.decoded([chunk("a", #""text":"a""#), chunk("b", #""text":"b""#), chunk("c", #""text":"c""#), chunk("d", #""signature":"s""#)], .openAIChat)
        #expect(told.filter { if case .reasoning = $0 { true } else { false } } == ["a", "b", "c", "d"].map { .reasoning($0) })
        #expect(told.contains { if case .reasoningSignature = $0 { true } else { false } })
    }

    @Test("arguments that belong to another call are told as that call's")
    func calls() {
        func chunk(_ call: String, _ more: String = "") -> String { #"{"id":"i","choices":[{"index":0,"delta":{"tool_calls":[\#(call)]\#(more)}}]}"# }
        func part(_ index: Int, _ text: String) -> String { #"{"index":\#(index),"function":{"arguments":"\#(text)"}}"# }
        let opened = (0...1).map { chunk(#"{"index":\#($0),"id":"c\#($0)","function":{"name":"f","arguments":""}}"#) }
        let told = Self.decoded(opened + [chunk(part(0, "a")), chunk(part(1, "b")), chunk(part(1, "c")), chunk(part(0, "d")), chunk(part(5, "e")), chunk(part(5, "f"))], .openAIChat)
        #expect(told.filter { if case .toolArguments = $0 { true } else { false } } == [(0, "a"), (1, "b"), (1, "c"), (0, "d")].map { .toolArguments(index: $0, $1) })
        let legacy = #","function_call":{"name":"g","arguments":"x"}"#
        _ = Self.decoded([opened[0]] + ["x", "x", "z"].map { chunk(part(5, $0), legacy) }, .openAIChat)
    }

    @Test("a block's end, a second choice and an event's name count")
    func states() {
        func input(_ text: String) -> String { #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\#(text)"}}"# }
        let start = #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}"#
        let told = Self.decoded([start, input("a"), input("b"), #"{"type":"content_block_stop","index":0}"#, input("c")], .anthropicMessages)
        #expect(told.count { if case .toolArguments = $0 { true } else { false } } == 2)
        func choices(_ first: String, _ second: String) -> String {
            #"{"id":"i","choices":[{"index":1,"delta":{"content":"\#(first)"}},{"index":0,"delta":{"content":"\#(second)"}}]}"#
        }
        #expect(Self.decoded([choices("a", "b"), choices("a", "c"), choices("d", "c")], .openAIChat).dropFirst().prefix(3) == [.text("b"), .text("c"), .text("c")])
        let chunk = #"{"id":"i","choices":[{"index":0,"delta":{"content":"a"}}]}"#
        let named = [Self.event(chunk), Self.event(chunk), Self.event(chunk), Self.event(chunk, name: "error")]
        #expect(AnswerCases.decode(named, .openAIChat) == AnswerCases.decode(Self.apart(named), .openAIChat))
    }

    @Test("a text that was told as a whole is not told again", arguments: ["response.output_text.done", "response.output_text.delta"])
    func done(type: String) {
        func event(_ text: String) -> String { #"{"type":"\#(type)","sequence_number":1,"output_index":0,"content_index":0,"text":"a","delta":"\#(text)"}"# }
        let created = #"{"type":"response.created","response":{"id":"r","model":"m"}}"#
        _ = Self.decoded([created, event("a"), event("b"), event("c").replacing(#":1,"#, with: #":22,"#)], .openAIResponses)
    }
}
