internal import JSONText
internal import Primitives

/// What stands between the parts of a body.
enum GeminiFraming: Sendable, Equatable {
    /// No stream.
    case whole
    /// With `alt=sse`: events that end in two CRLF.
    case events
    /// Without: one array, an element each.
    case array

    /// `object` as the part of a stream that it is.
    func framed(_ object: String, first: Bool) -> Bytes {
        switch self {
        case .events: Bytes("data: \(object)\r\n\r\n".utf8)
        case .array, .whole: Bytes("\(first ? "" : ",\n")\(object)\n".utf8)
        }
    }
}

/// The `GenerateContentResponse` objects of one answer: a whole one, or one for each token. A call of a function comes in one piece,
/// finishes with `STOP` and carries the signature of what was thought; where there is no call, the last text part carries it.
struct GeminiChunks {
    private let answer: Answer
    private let report: Script.UsageReport
    private let vertex: Bool

    init(_ answer: Answer, _ report: Script.UsageReport, vertex: Bool) {
        self.answer = answer
        self.report = report
        self.vertex = vertex
    }

    var whole: Bytes {
        var parts: [String] = []
        if let thought { parts.append(thought) }
        if !answer.text.isEmpty { parts.append("{\"text\":\(JSONWriter.quoted(answer.text.joined()))\(signature)}") }
        parts += calls
        return Bytes(object(parts, finish: word, output: answer.outputTokens).utf8)
    }

    private var thought: String? {
        answer.reasoning.isEmpty || !answer.showsReasoning ? nil : Self.thought(answer.reasoning.joined())
    }

    private static func thought(_ text: String) -> String { "{\"text\":\(JSONWriter.quoted(text)),\"thought\":true}" }

    private var calls: [String] {
        answer.toolCalls.enumerated().map { index, call in
            // AI Studio gives calls an id, Vertex does not.
            let id = vertex ? "" : ",\"id\":\"\(call.id)\""
            let arguments = call.pieces.joined()
            return "{\"functionCall\":{\"name\":\(JSONWriter.quoted(call.name)),\"args\":\(arguments)\(id)}\(index == 0 ? signature : "")}"
        }
    }

    private var signature: String {
        answer.reasoning.isEmpty ? "" : ",\"thoughtSignature\":\"\(Base64.encode("simulated \(answer.id)".utf8))\""
    }

    private var word: String {
        switch answer.finish {
        case .stop, .toolCall: "STOP"
        case .length: "MAX_TOKENS"
        case .word(let word): word
        }
    }
}

// MARK: Streams

extension GeminiChunks {
    func stream(_ framing: GeminiFraming) -> StreamRendering {
        var stream = StreamRendering()
        if framing == .array { stream.opening = Bytes("[".utf8) }
        for (index, part) in streamed.enumerated() {
            stream.tokens.append(framing.framed(object([part], finish: nil, output: index + 1), first: index == 0))
        }
        let last = "{\"text\":\"\"\(answer.toolCalls.isEmpty ? signature : "")}"
        stream.finish = framing.framed(object([last], finish: word, output: answer.outputTokens), first: stream.tokens.isEmpty)
        if framing == .array { stream.done = Bytes("]\n".utf8) }
        return stream
    }

    private var streamed: [String] {
        let thoughts = answer.showsReasoning ? answer.reasoning.map(Self.thought) : []
        return thoughts + answer.text.map { "{\"text\":\(JSONWriter.quoted($0))}" } + calls
    }

    private func object(_ parts: [String], finish: String?, output: Int) -> String {
        let reason = finish.map { ",\"finishReason\":\"\($0)\"" } ?? ""
        let usage = report == .none ? "" : "\"usageMetadata\":\(usage(output)),"
        return """
            {"candidates":[{"content":{"parts":[\(parts.joined(separator: ","))],"role":"model"}\(reason),"index":0}],\
            \(usage)"modelVersion":\(JSONWriter.quoted(answer.model)),"responseId":"\(answer.id)"}
            """
    }

    /// `promptTokenCount` includes what was cached, `candidatesTokenCount` leaves out what was thought.
    private func usage(_ output: Int) -> String {
        let thought = answer.reasoningTokens
        let candidates = max(0, output - thought)
        let cached = answer.cache.read > 0 ? ",\"cachedContentTokenCount\":\(answer.cache.read),\"cacheTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":\(answer.cache.read)}]" : ""
        let thoughts = thought > 0 ? ",\"thoughtsTokenCount\":\(thought)" : ""
        let tier = vertex ? ",\"trafficType\":\"ON_DEMAND\"" : ",\"serviceTier\":\"standard\""
        return """
            {"promptTokenCount":\(answer.inputTokens),"candidatesTokenCount":\(candidates),"totalTokenCount":\(answer.inputTokens + candidates + thought)\(cached),\
            "promptTokensDetails":[{"modality":"TEXT","tokenCount":\(answer.inputTokens)}]\(thoughts)\(tier)}
            """
    }
}
