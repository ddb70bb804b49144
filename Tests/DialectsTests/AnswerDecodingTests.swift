import Conversation
import Dialects
import Foundation
import HTTPWire
import Primitives
import TestKit
import Testing

@Suite("Answers of providers", .enabled(if: Fixtures.available, "\(Fixtures.absence)"))
struct AnswerDecodingTests {
    @Test("a recorded stream says what a plain reading of it says", arguments: AnswerCases.streams)
    func stream(_ item: FixtureCase) throws {
        let events = AnswerCases.decode(try AnswerCases.events(item), item.answerDialect, model: item.model)
        #expect(normal(Reading(events)) == normal(try reference(item)))
    }

    @Test("a recorded whole answer says what a plain reading of it says", arguments: AnswerCases.wholes)
    func whole(_ item: FixtureCase) throws {
        let events = try AnswerDecoder.whole(item.answer(), dialect: item.answerDialect, model: item.model)
        #expect(normal(Reading(events)) == normal(try reference(item)))
    }

    @Test("events come in the order that callers rely on", arguments: AnswerCases.streams + AnswerCases.wholes)
    func order(_ item: FixtureCase) throws {
        let events =
            item.format == "json"
            ? try AnswerDecoder.whole(item.answer(), dialect: item.answerDialect, model: item.model)
            : AnswerCases.decode(try AnswerCases.events(item), item.answerDialect, model: item.model)
        let content = events.filter { if case .usage = $0 { false } else { true } }
        // Bedrock may fail in the first event of a stream that began with 200.
        if content.count == 1, case .failed = content.first { return }
        guard case .started = content.first else { return #expect(Bool(false), "begins with \(String(describing: content.first))") }
        if item.features.contains("error_midstream") {
            guard case .failed = content.last else { return #expect(Bool(false), "ends with \(String(describing: content.last))") }
            #expect(!content.contains(.ended))
        } else {
            #expect(content.last == .ended)
            guard case .finished = content.dropLast().last else {
                return #expect(Bool(false), "ends with \(String(describing: content.dropLast().last))")
            }
        }
        var next = 0
        for event in content {
            if case .toolCall(let index, let id, _) = event {
                #expect(index == next)
                #expect(!id.isEmpty)
                next += 1
            }
            if case .toolArguments(let index, _) = event { #expect(index < next) }
        }
    }

    @Test("a stream cut anywhere before its end is a failure, never an answer", arguments: AnswerCases.streams)
    func cut(_ item: FixtureCase) throws {
        let events = try AnswerCases.events(item).filter { $0.kind == .event }
        let reasons = [#""response.completed""#, #""response.incomplete""#, #""finishReason":"#, #""stopReason":""#, #"{"message":""#, #""finish_reason":""#, #""finish_reason": ""#, #""stop_reason":""#, #""type":"error""#, #"{"error""#]
        let sound = events.firstIndex { event in reasons.contains { event.data.text.contains($0) } } ?? events.count
        for length in 0...sound where length < events.count {
            guard case .failed(let fault) = AnswerCases.decode(Array(events[..<length]), item.answerDialect).last else {
                Issue.record("cut behind event \(length) it passes for an answer")
                continue
            }
            #expect(fault.kind == .transport)
        }
    }

    private func reference(_ item: FixtureCase) throws -> Reading {
        let data = item.format == "eventstream" ? Data() : Data(try item.answer())
        switch (item.answerDialect, item.format) {
        case (.openAIChat, "sse"): return try OpenAIReference.read(stream: data)
        case (.openAIChat, _): return try OpenAIReference.read(whole: data)
        case (.openAIResponses, "sse"): return ResponsesReference.read(events: try OpenAIReference.objects(data))
        case (.openAIResponses, _): return ResponsesReference.read(try JSONSerialization.jsonObject(with: data) as! [String: Any])
        case (.anthropicMessages, "sse"): return AnthropicReference.read(events: try OpenAIReference.objects(data))
        case (.anthropicMessages, "eventstream"):
            let lines = try Fixtures.bytes(item.path + ".events.jsonl").split(separator: UInt8(ascii: "\n"))
            return AnthropicReference.read(
                events: try lines.map { (try JSONSerialization.jsonObject(with: Data($0)) as! [String: Any])["payload"] as! [String: Any] })
        case (.bedrockConverse, "eventstream"):
            return ConverseReference.read(
                events: try Fixtures.bytes(item.path + ".events.jsonl").split(separator: UInt8(ascii: "\n")).map {
                    try JSONSerialization.jsonObject(with: Data($0)) as! [String: Any]
                })
        case (.bedrockConverse, _): return ConverseReference.read(try JSONSerialization.jsonObject(with: data) as! [String: Any])
        case (.gemini, "sse"): return try GeminiReference.read(stream: data)
        case (.gemini, _): return GeminiReference.read(try JSONSerialization.jsonObject(with: data))
        case (.anthropicMessages, _):
            return AnthropicReference.read(try JSONSerialization.jsonObject(with: data) as! [String: Any])
        }
    }

    /// Arguments compare as JSON, since one API sends them as text and another as an object.
    private func normal(_ reading: Reading) -> Reading {
        var reading = reading
        for index in reading.calls.indices {
            let arguments = Data(reading.calls[index].arguments.utf8)
            if let value = try? JSONSerialization.jsonObject(with: arguments) { reading.calls[index].arguments = AnthropicReference.canonical(value) }
        }
        if reading.failed { reading.finish = nil }
        return reading
    }
}
