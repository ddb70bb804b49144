import Conversation
import Dialects
import Foundation
import HTTPWire
import Primitives
import TestKit
import Testing

@Suite("Answers of Gemini, and as Gemini")
struct GeminiAnswerTests {
    private func whole(_ body: String) throws(Fault) -> [ChatEvent] { try AnswerDecoder.whole(Bytes(body.utf8), dialect: .gemini) }

    private func candidate(_ parts: String, _ rest: String = #""finishReason":"STOP""#) throws(Fault) -> [ChatEvent] {
        try whole(#"{"candidates":[{"content":{"role":"model","parts":[\#(parts)]},\#(rest)}],"modelVersion":"gemini-3","responseId":"r"}"#)
    }

    // MARK: Read from providers

    @Test("parts become events, each signature with what it signs")
    func parts() throws {
        let events = try candidate(
            #"""
            {"text":"hm","thought":true},{"text":"Say"},{"text":"","thoughtSignature":"czE="},{"functionCall":{"name":"f","args":{"a":1}},"thoughtSignature":"czI="},
            {"functionCall":{"name":"g","id":"i"}},{"inlineData":{"mimeType":"image/png","data":"AA=="}},{"executableCode":{"code":"1"},"thoughtSignature":"czM="}
            """#)
        #expect(
            events == [
                .started(id: "r", model: "gemini-3"), .reasoning("hm"), .text("Say"), .reasoningSignature(Signature("czE=", issuer: .gemini)),
                .toolCall(index: 0, id: "call_r_0", name: "f"), .toolArguments(index: 0, #"{"a":1}"#), .toolSignature(index: 0, Signature("czI=", issuer: .gemini)),
                .toolCall(index: 1, id: "i", name: "g"), .toolArguments(index: 1, "{}"), .media(Media(type: "image/png", source: .base64("AA=="))),
                .opaque(#"{"executableCode":{"code":"1"},"thoughtSignature":"czM="}"#), .finished(.toolCalls), .ended,
            ])
    }

    static let reasons: [(String, FinishReason)] = [
        (#""STOP""#, .stop), ("1", .stop), (#""MAX_TOKENS""#, .length), ("2", .length), (#""SAFETY""#, .contentFilter), ("4", .contentFilter),
        (#""PROHIBITED_CONTENT""#, .contentFilter), (#""SPII""#, .contentFilter), (#""LANGUAGE""#, .other("LANGUAGE")),
        (#""MALFORMED_FUNCTION_CALL""#, .other("MALFORMED_FUNCTION_CALL")),
    ]

    @Test("each reason for the end has its meaning, by word and by number", arguments: reasons.indices)
    func finish(_ index: Int) throws {
        let (word, reason) = Self.reasons[index]
        #expect(try candidate(#"{"text":"a"}"#, #""finishReason":\#(word)"#).contains(.finished(reason)))
    }

    @Test("an end without an answer is a fault that another try may mend, and a filter's is none")
    func silent() throws {
        for word in ["MALFORMED_FUNCTION_CALL", "OTHER", "UNEXPECTED_TOOL_CALL"] {
            let fault = #expect(throws: Fault.self) { try candidate("", #""finishReason":"\#(word)","finishMessage":"why""#) }
            #expect(fault?.kind == .provider && fault?.code == word && fault?.message == "why")
        }
        #expect(try candidate("", #""finishReason":"SAFETY""#).contains(.finished(.contentFilter)))
        #expect(try candidate("").contains(.finished(.stop)))
    }

    @Test("a blocked prompt ends by the filter")
    func blocked() throws {
        let events = try whole(#"{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":3,"totalTokenCount":3}}"#)
        #expect(events == [.started(id: "", model: ""), .usage(Usage(input: 3, output: 0)), .finished(.contentFilter), .ended])
    }

    @Test("what is no answer is no answer", arguments: ["", "[", "{}", "[]", #"{"candidates":[]}"#, #"{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}"#])
    func none(_ body: String) {
        let fault = #expect(throws: Fault.self) { try whole(body) }
        #expect(fault?.kind == .transport)
    }

    @Test("sources are cited, quoted or found by a search")
    func citations() throws {
        let events = try candidate(
            #"{"text":"abc"}"#,
            #"""
            "finishReason":"STOP","citationMetadata":{"citationSources":[{"endIndex":2,"uri":"https://q"}]},
            "groundingMetadata":{"webSearchQueries":["x","y"],"groundingChunks":[{"web":{"uri":"https://w","title":"W"}}],"groundingSupports":[{"segment":{"startIndex":1,"endIndex":3},"groundingChunkIndices":[0,7]}]}
            """#)
        #expect(events.contains(.citation(Citation(url: "https://q", range: 0..<2))))
        #expect(events.contains(.citation(Citation(url: "https://w", title: "W", range: 1..<3))))
    }

    @Test("usage is split into classes that do not overlap")
    func usage() throws {
        let events = try whole(
            #"""
            {"candidates":[{"finishReason":"STOP","content":{"parts":[{"text":"a"}]}}],"usageMetadata":{"promptTokenCount":100,"cachedContentTokenCount":40,"toolUsePromptTokenCount":7,"candidatesTokenCount":50,
            "thoughtsTokenCount":9,"totalTokenCount":166,"promptTokensDetails":[{"modality":"TEXT","tokenCount":50},{"modality":"AUDIO","tokenCount":30},{"modality":2,"tokenCount":20}],
            "cacheTokensDetails":[{"modality":"AUDIO","tokenCount":10}],"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":45}]}}
            """#)
        var expected = Usage(input: 27, cacheRead: 30, output: 5, reasoning: 9)
        (expected.audioCacheRead, expected.audioInput, expected.imageInput, expected.imageOutput) = (10, 20, 20, 45)
        #expect(events.contains(.usage(expected)))
        #expect(expected.totalInput + expected.totalOutput == 166)
    }

    @Test("a reason that came early does not end the stream, and an error behind it is told")
    func lateError() throws {
        let stream = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\"}]}\r\n\r\n{\"error\":{\"code\":503,\"message\":\"overloaded\",\"status\":\"UNAVAILABLE\"}}"
        var parser = Dialect.gemini.frameParser(limit: 9_000)
        let events = AnswerCases.decode(try parser.frames(of: Bytes(stream.utf8)), .gemini)
        guard case .failed(let fault) = events.last else { return #expect(Bool(false), "ends with \(String(describing: events.last))") }
        #expect(fault.kind == .provider && fault.message == "overloaded")
        #expect(events.contains(.text("a")) && !events.contains(.ended))
    }

    // MARK: Written for callers

    static let events: [ChatEvent] = [
        .started(id: "m", model: "x"), .reasoning("hm"), .reasoningSignature(Signature("s", issuer: .anthropicMessages)),
        .redactedReasoning(Signature("b", issuer: .anthropicMessages)), .text("Say \"é\""), .reasoningSignature(Signature("Zw==", issuer: .gemini)),
        .citation(Citation(url: "https://x", title: "X", range: 1..<3)), .toolCall(index: 0, id: "t0", name: "f"), .toolCall(index: 1, id: "t1", name: "g"),
        .toolArguments(index: 0, #"{"a""#), .toolArguments(index: 1, "{}"), .toolArguments(index: 0, ":1}"),
        .toolSignature(index: 0, Signature("aGk=", issuer: .gemini)), .logprobs([TokenLogprob(chosen: .init(token: "a", logprob: "-0.5"), top: [.init(token: "b", logprob: "-1e-3")])]),
        .media(Media(type: "image/png", source: .base64("AA=="))), .finished(.toolCalls),
        .usage(Usage(input: 9, cacheRead: 4, output: 5, reasoning: 3)), .ended,
    ]

    private func frames(_ events: [ChatEvent]) -> [String] {
        var encoder = AnswerEncoder(dialect: .gemini, identity: AnswerEncodingTests.identity, includeUsage: false)
        return events.flatMap { encoder.encode($0) }.map(\.data.text)
    }

    @Test("a stream is as Gemini sends it: parts, calls whole, then the reason and the usage")
    func stream() {
        func chunk(_ candidate: String, _ usage: String = "") -> String {
            #"{"candidates":[{\#(candidate),"index":0}],\#(usage)"modelVersion":"claude-x","responseId":"req_1"}"#
        }
        func part(_ part: String) -> String { chunk(#""content":{"parts":[\#(part)],"role":"model"}"#) }
        #expect(
            frames(Self.events) == [
                part(#"{"text":"hm","thought":true}"#),
                part(#"{"text":"","thought":true,"thoughtSignature":"c2h1bnQ6YW50aHJvcGljLW1lc3NhZ2VzOnM="}"#),
                part(#"{"text":"","thought":true,"thoughtSignature":"c2VhbGVkOmFudGhyb3BpYy1tZXNzYWdlczpi"}"#),
                part(#"{"text":"Say \"é\""}"#), part(#"{"text":"","thoughtSignature":"Zw=="}"#),
                chunk(#""citationMetadata":{"citationSources":[{"startIndex":1,"endIndex":3,"uri":"https://x","title":"X"}]}"#),
                chunk(#""logprobsResult":{"topCandidates":[{"candidates":[{"token":"b","logProbability":-1e-3}]}],"chosenCandidates":[{"token":"a","logProbability":-0.5}]}"#),
                part(#"{"inlineData":{"mimeType":"image/png","data":"AA=="}}"#),
                part(#"{"functionCall":{"id":"t0","name":"f","args":{"a":1}},"thoughtSignature":"aGk="},{"functionCall":{"id":"t1","name":"g","args":{}}}"#),
                chunk(
                    #""content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP""#,
                    #""usageMetadata":{"promptTokenCount":13,"cachedContentTokenCount":4,"candidatesTokenCount":5,"thoughtsTokenCount":3,"totalTokenCount":21,"promptTokensDetails":[{"modality":"TEXT","tokenCount":13}],"cacheTokensDetails":[{"modality":"TEXT","tokenCount":4}],"candidatesTokensDetails":[{"modality":"TEXT","tokenCount":5}]},"#),
            ])
    }

    @Test("a whole answer holds the same parts in order")
    func document() {
        var assembler = AnswerAssembler()
        for event in Self.events { assembler.add(event) }
        let text = assembler.encodeWhole(.gemini, AnswerEncodingTests.identity).text
        #expect(
            text.hasPrefix(
                #"{"candidates":[{"content":{"parts":[{"text":"hm","thought":true,"thoughtSignature":"c2h1bnQ6YW50aHJvcGljLW1lc3NhZ2VzOnM="},{"text":"","thought":true,"thoughtSignature":"c2VhbGVkOmFudGhyb3BpYy1tZXNzYWdlczpi"},{"text":"Say \"é\""},{"text":"","thoughtSignature":"Zw=="},"#))
        #expect(text.hasSuffix(#""modelVersion":"claude-x","responseId":"req_1"}"#))
        #expect(text.contains(#""finishReason":"STOP""#) && text.contains(#""citationSources""#) && text.contains(#""logprobsResult""#))
    }

    @Test("what was written for a caller reads back the same, streamed and whole")
    func roundTrip() throws {
        let frames = frames(Self.events).map { ServerSentEvent(kind: .event, name: nil, data: Bytes($0.utf8)[...], raw: []) }
        let read = AnswerCases.decode(frames, .gemini)
        var expected = Reading(Self.events)
        expected.id = "req_1"
        expected.usage = Usage(input: 9, cacheRead: 4, output: 5, reasoning: 3)
        #expect(Reading(read) == expected)
        #expect(read.contains(.redactedReasoning(Signature("b", issuer: .anthropicMessages))))
        for event in [Self.events[2], Self.events[5], Self.events[6], Self.events[12], Self.events[13], Self.events[14]] { #expect(read.contains(event), "\(event)") }
    }

    @Test("a recorded answer of any other API, told to a Gemini caller, says the same", .enabled(if: Fixtures.available, "\(Fixtures.absence)"), arguments: AnswerCases.streams.filter { $0.answerDialect != .gemini })
    func translated(_ item: FixtureCase) throws {
        let events = AnswerCases.decode(try AnswerCases.events(item), item.answerDialect, model: item.model)
        let sent = frames(events).map { ServerSentEvent(kind: .event, name: nil, data: Bytes($0.utf8)[...], raw: []) }
        let (before, after) = (Reading(events), Reading(AnswerCases.decode(sent, .gemini)))
        #expect(after.reasoning == before.reasoning && after.signatures == before.signatures && after.sealed == before.sealed)
        #expect(after.calls.map(\.name) == before.calls.map(\.name))
        #expect(after.failed == before.failed)
        // A refusal is text here.
        let said = events.reduce(into: "") { said, event in
            switch event {
            case .text(let text), .refusal(let text): said += text
            default: break
            }
        }
        #expect(after.text == said)
        guard let usage = before.usage, !before.failed else { return }
        #expect(after.usage?.totalInput == usage.totalInput && after.usage?.totalOutput == usage.totalOutput)
    }

    @Test("errors are as Google's APIs tell them")
    func errors() {
        #expect(
            CallerError(status: 404, type: "invalid_request_error", message: "no \"x\"").body(.gemini).text
                == #"{"error":{"code":404,"message":"no \"x\"","status":"NOT_FOUND"}}"#)
        let rich = CallerError(status: 429, type: "rate_limit_error", code: "rate_limit_exceeded", message: "m", parameter: "contents", retryAfter: .milliseconds(3_050), requestID: "req_1")
        #expect(
            rich.body(.gemini).text
                == #"{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"RATE_LIMIT_EXCEEDED","domain":"shunt"},{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"contents","description":"m"}]},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"3.050s"},{"@type":"type.googleapis.com/google.rpc.RequestInfo","requestId":"req_1"}]}}"#)
        let words = [400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 413: "INVALID_ARGUMENT", 500: "INTERNAL", 502: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED"]
        for (status, word) in words { #expect(CallerError(status: status, type: "t", message: "m").body(.gemini).text.contains(#""status":"\#(word)""#)) }
        #expect(AnswerEncoder.errorFrame(rich, dialect: .gemini).data.starts(with: Bytes(#"{"error":"#.utf8)))
    }
}
