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
    private var passages = Passages()
    /// The index of the reasoning detail that is being told, and whether it has begun with text.
    private var details = 0
    private var isThinking = false
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
        case .text(let text):
            passages.add(text)
            return deltas { $0.member("content", text) }
        case .refusal(let text): return deltas { $0.member("refusal", text) }
        case .reasoning(let text): return think(text)
        case .reasoningSignature(let signature): return sign(signature)
        case .redactedReasoning(let data): return seal(data)
        case .toolCall(let index, let id, let name): return deltas { Self.write(index, id: id, name: name, arguments: "", into: &$0) }
        case .toolArguments(let index, let text): return deltas { Self.write(index, arguments: text, into: &$0) }
        case .toolSignature(let index, let signature): return deltas { Self.write(index, signature, into: &$0) }
        case .citation(let citation): return cite(citation)
        case .media(let media):
            guard OpenAIMedia.isImage(media) else { return [] }
            return deltas { $0.array("images") { OpenAIMedia.write(media, into: &$0) } }
        case .logprobs(let tokens): return start() + [chunk(tokens)]
        case .opaque: return []
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

    private mutating func deltas(_ members: (inout JSONWriter) -> Void) -> [AnswerFrame] {
        if hasStarted { return [delta(members)] }
        return start() + [delta(members)]
    }

    private func delta(_ members: (inout JSONWriter) -> Void) -> AnswerFrame {
        var writer = JSONWriter(into: opening)
        members(&writer)
        writer.bytes.append(contentsOf: running)
        return AnswerFrame(event: nil, data: writer.bytes)
    }

    /// A chunk that holds log probabilities and no content.
    private func chunk(_ logprobs: [TokenLogprob]) -> AnswerFrame {
        var writer = JSONWriter(into: opening + Bytes(#"},"logprobs":"#.utf8))
        OpenAILogprobs.write(logprobs, into: &writer)
        writer.bytes.append(#","finish_reason":null}]"#)
        return AnswerFrame(event: nil, data: writer.bytes + Self.tail(includeUsage))
    }

    private mutating func cite(_ citation: Citation) -> [AnswerFrame] {
        guard citation.url != nil else { return [] }
        let passage = passages.cite()
        return deltas { $0.array("annotations") { OpenAICitations.write(citation, passage: passage, into: &$0) } }
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
}

// MARK: Thoughts

extension OpenAIAnswerEncoder {
    /// As text for most callers, and as a detail for those who hand details back: its signature follows under the same index.
    private mutating func think(_ text: String) -> [AnswerFrame] {
        isThinking = true
        let index = details
        return deltas { writer in
            writer.member("reasoning_content", text)
            writer.array("reasoning_details") { OpenAIThoughtEncoder.writeText(text, index, into: &$0) }
        }
    }

    private mutating func sign(_ signature: Signature) -> [AnswerFrame] {
        let index = details
        let frames = deltas { $0.array("reasoning_details") { OpenAIThoughtEncoder.writeSigned(nil, signature, index, into: &$0) } }
        details += 1
        isThinking = false
        return frames
    }

    private mutating func seal(_ data: Signature) -> [AnswerFrame] {
        if isThinking { details += 1 }
        let index = details
        let frames = deltas { $0.array("reasoning_details") { OpenAIThoughtEncoder.writeSealed(data, index, into: &$0) } }
        details += 1
        isThinking = false
        return frames
    }
}

// MARK: Tool calls

extension OpenAIAnswerEncoder {
    private static func write(_ index: Int, id: String? = nil, name: String? = nil, arguments: String, into writer: inout JSONWriter) {
        call(index, into: &writer) { writer in
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

    private static func write(_ index: Int, _ signature: Signature, into writer: inout JSONWriter) {
        call(index, into: &writer) { GoogleExtra.write(signature, into: &$0) }
    }

    private static func call(_ index: Int, into writer: inout JSONWriter, _ members: (inout JSONWriter) -> Void) {
        writer.array("tool_calls") { writer in
            writer.object { writer in
                writer.member("index", index)
                members(&writer)
            }
        }
    }
}
