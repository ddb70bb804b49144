internal import Conversation
internal import JSONText
internal import Primitives

/// Writes an answer as Gemini's stream of chunks: a part each, and a last one with the reason for the end and the usage.
struct GeminiAnswerEncoder: AnswerStreamEncoder {
    private let identity: AnswerIdentity
    /// Calls are told whole, and arguments of several may take turns: they wait for the end.
    private var calls: [ToolCall] = []
    /// Whether the last part was a thought, so that a signature completes it.
    private var inThought = false
    private var finish: FinishReason?
    private var usage: Usage?
    private var isOver = false

    init(identity: AnswerIdentity) { self.identity = identity }

    mutating func encode(_ event: ChatEvent) -> [AnswerFrame] {
        guard !isOver else { return [] }
        switch event {
        case .started, .opaque: return []
        case .text(let text), .refusal(let text):
            inThought = false
            return part { GeminiPartEncoder.writeText(text, isThought: false, into: &$0) }
        case .reasoning(let text):
            inThought = true
            return part { GeminiPartEncoder.writeText(text, isThought: true, into: &$0) }
        case .reasoningSignature(let signature):
            let isThought = inThought
            inThought = false
            return part { GeminiPartEncoder.writeText("", isThought: isThought, signature: GeminiSignature.write(signature), into: &$0) }
        case .redactedReasoning(let data):
            return part { GeminiPartEncoder.writeText("", isThought: true, signature: GeminiSignature.seal(data), into: &$0) }
        case .toolCall(let index, let id, let name): if index == calls.count { calls.append(ToolCall(id: id, name: name, arguments: "")) }
        case .toolArguments(let index, let text): if calls.indices.contains(index) { calls[index].arguments += text }
        case .toolSignature(let index, let signature): if calls.indices.contains(index) { calls[index].signature = signature }
        case .citation(let citation): return [chunk { GeminiGrounding.write([citation], into: &$0) }]
        case .media(let media): return part { GeminiPartEncoder.write(media, into: &$0) }
        case .logprobs(let tokens): return [chunk { GeminiLogprobs.write(tokens, into: &$0) }]
        case .finished(let reason): finish = reason
        case .usage(let usage): self.usage = usage
        case .failed(let fault):
            isOver = true
            return [AnswerFrame(event: nil, data: CallerError(fault).body(.gemini))]
        case .ended: return end()
        }
        return []
    }

    private mutating func end() -> [AnswerFrame] {
        isOver = true
        let parts = calls
        var frames: [AnswerFrame] = []
        if !parts.isEmpty { frames += part { writer in for call in parts { GeminiPartEncoder.write(call, into: &writer) } } }
        let word = GeminiFinish.word(finish ?? .stop)
        frames.append(
            chunk(usage: usage ?? Usage()) { writer in
                Self.writeContent(into: &writer) { GeminiPartEncoder.writeText("", isThought: false, into: &$0) }
                writer.member("finishReason", word)
            })
        return frames
    }

    private func part(_ fill: (inout JSONWriter) -> Void) -> [AnswerFrame] { [chunk { Self.writeContent(into: &$0, fill) }] }

    static func writeContent(into writer: inout JSONWriter, _ fill: (inout JSONWriter) -> Void) {
        writer.object("content") { writer in
            writer.array("parts", fill)
            writer.member("role", "model")
        }
    }

    private func chunk(usage: Usage? = nil, _ candidate: (inout JSONWriter) -> Void) -> AnswerFrame {
        AnswerFrame(event: nil, data: Self.document(identity, usage, candidate))
    }

    /// A chunk, or a whole answer, around the members of its candidate.
    static func document(_ identity: AnswerIdentity, _ usage: Usage?, _ candidate: (inout JSONWriter) -> Void) -> Bytes {
        var writer = JSONWriter()
        writer.object { writer in
            writer.array("candidates") { writer in
                writer.object { writer in
                    candidate(&writer)
                    writer.member("index", 0)
                }
            }
            if let usage { GeminiUsageEncoder.write(usage, into: &writer) }
            writer.member("modelVersion", identity.model)
            writer.member("responseId", identity.id)
        }
        return writer.bytes
    }
}
