internal import Conversation
internal import JSONText
internal import Primitives

/// Writes an answer as chat-completion chunks: the role first, deltas, the finish reason, the usage where it was asked for, `[DONE]`.
struct OpenAIAnswerEncoder: AnswerStreamEncoder {
    /// A chunk up to its delta, and behind it, as long as the answer goes on.
    private let opening: Bytes
    private let running: Bytes
    private let includeUsage: Bool
    private let identity: AnswerIdentity
    private var usage: Usage?
    private var hasStarted = false
    private var hasFinished = false
    private var isOver = false

    init(identity: AnswerIdentity, includeUsage: Bool) {
        self.identity = identity
        self.includeUsage = includeUsage
        opening = Self.head(identity) + Bytes(#","choices":[{"index":0,"delta":{"#.utf8)
        running = Bytes(#"},"logprobs":null,"finish_reason":null}]"#.utf8) + Self.tail(includeUsage)
    }

    mutating func encode(_ event: ChatEvent) -> [AnswerFrame] {
        guard !isOver else { return [] }
        switch event {
        case .started: return start()
        case .text(let text): return deltas { $0.member("content", text) }
        case .refusal(let text): return deltas { $0.member("refusal", text) }
        case .reasoning(let text): return deltas { $0.member("reasoning_content", text) }
        case .reasoningSignature(let signature):
            return deltas { $0.array("reasoning_details") { OpenAIThoughtEncoder.writeSigned(nil, signature, 0, into: &$0) } }
        case .redactedReasoning(let data):
            return deltas { $0.array("reasoning_details") { OpenAIThoughtEncoder.writeSealed(data, 0, into: &$0) } }
        case .toolCall(let index, let id, let name): return deltas { Self.write(index, id: id, name: name, arguments: "", into: &$0) }
        case .toolArguments(let index, let text): return deltas { Self.write(index, arguments: text, into: &$0) }
        case .toolSignature, .citation, .media, .logprobs, .opaque: return []
        case .finished(let reason): return finish(reason)
        case .usage(let usage):
            self.usage = usage
            return []
        case .failed(let fault):
            isOver = true
            return [AnswerFrame(event: nil, data: CallerError(fault).body(.openAIChat))]
        case .ended: return end()
        }
    }

    private mutating func start() -> [AnswerFrame] {
        guard !hasStarted else { return [] }
        hasStarted = true
        return [
            delta { writer in
                writer.member("role", "assistant")
                writer.member("content", "")
                writer.key("refusal")
                writer.null()
            }
        ]
    }

    private mutating func deltas(_ members: (inout JSONWriter) -> Void) -> [AnswerFrame] { start() + [delta(members)] }

    private func delta(_ members: (inout JSONWriter) -> Void) -> AnswerFrame {
        var writer = JSONWriter(into: opening)
        members(&writer)
        return AnswerFrame(event: nil, data: writer.bytes + running)
    }

    private mutating func finish(_ reason: FinishReason) -> [AnswerFrame] {
        guard !hasFinished else { return [] }
        hasFinished = true
        let word = OpenAIFinish.word(reason)
        let data = opening + Bytes(#"},"logprobs":null,"finish_reason":"\#(word)"}]"#.utf8) + Self.tail(includeUsage)
        return start() + [AnswerFrame(event: nil, data: data)]
    }

    private mutating func end() -> [AnswerFrame] {
        var frames = finish(.stop)
        isOver = true
        if includeUsage, let usage {
            var writer = JSONWriter(into: Self.head(identity) + Bytes(#","choices":[],"usage":"#.utf8))
            OpenAIUsageEncoder.write(usage, into: &writer)
            frames.append(AnswerFrame(event: nil, data: writer.bytes + [UInt8(ascii: "}")]))
        }
        return frames + [.done]
    }

    private static func head(_ identity: AnswerIdentity) -> Bytes {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("id", identity.id)
        writer.member("object", "chat.completion.chunk")
        writer.member("created", identity.created)
        writer.member("model", identity.model)
        return writer.bytes
    }

    /// Callers that asked for the usage get a `null` for it on every other chunk.
    private static func tail(_ includeUsage: Bool) -> Bytes { Bytes((includeUsage ? #","usage":null}"# : "}").utf8) }

    private static func write(_ index: Int, id: String? = nil, name: String? = nil, arguments: String, into writer: inout JSONWriter) {
        writer.array("tool_calls") { writer in
            writer.object { writer in
                writer.member("index", index)
                if let id {
                    writer.member("id", id)
                    writer.member("type", "function")
                }
                writer.object("function") { writer in
                    if let name { writer.member("name", name) }
                    writer.member("arguments", arguments)
                }
            }
        }
    }
}
