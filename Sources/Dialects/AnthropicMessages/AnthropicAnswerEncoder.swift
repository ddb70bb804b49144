internal import Conversation
internal import JSONText
internal import Primitives

/// Writes an answer as the event stream of the Messages API: one content block after another, each begun and ended.
struct AnthropicAnswerEncoder: AnswerStreamEncoder {
    private enum Block: Equatable { case text, thinking, call(Int) }

    /// A call that began while another was open. Elsewhere arguments of several calls may take turns; here blocks follow one another.
    private struct Waiting {
        let index: Int
        let id: String
        let name: String
        var arguments = ""
    }

    private let identity: AnswerIdentity
    private var open: Block?
    private var waiting: [Waiting] = []
    /// Signatures of calls, to be told behind them.
    private var signatures: [Int: Signature] = [:]
    /// Blocks begun so far.
    private var blocks = 0
    private var usage = Usage()
    private var finish: FinishReason?
    private var hasCalls = false
    /// The open block holds a citation.
    private var isCited = false
    private var hasStarted = false
    private var isOver = false

    init(identity: AnswerIdentity) { self.identity = identity }

    mutating func encode(_ event: ChatEvent) -> [AnswerFrame] {
        guard !isOver else { return [] }
        switch event {
        case .started: return start()
        case .text(let text), .refusal(let text):
            // What follows a cited text is another block.
            let before = open == .text && isCited ? close() : []
            return before + block(.text) + [delta("text_delta", "text", text)]
        case .citation(let citation): return cite(citation)
        case .reasoning(let text): return block(.thinking) + [delta("thinking_delta", "thinking", text)]
        case .reasoningSignature(let signature): return block(.thinking) + [delta("signature_delta", "signature", SignatureText.write(signature, in: .anthropicMessages))] + close()
        case .redactedReasoning(let data): return whole { writer in
            writer.member("type", "redacted_thinking")
            writer.member("data", SignatureText.write(data, in: .anthropicMessages))
        }
        case .toolCall(let index, let id, let name): return call(index, id, name)
        case .toolArguments(let index, let text):
            if open == .call(index) { return [delta("input_json_delta", "partial_json", text)] }
            if let place = waiting.firstIndex(where: { $0.index == index }) { waiting[place].arguments += text }
            return []
        case .toolSignature(let index, let signature):
            signatures[index] = signature
            return []
        case .media, .logprobs, .opaque: return []
        case .usage(let usage):
            self.usage = usage
            return []
        case .finished(let reason):
            finish = reason
            return start() + close()
        case .failed(let fault):
            isOver = true
            return [AnswerFrame(event: "error", data: CallerError(fault).body(.anthropicMessages))]
        case .ended: return end()
        }
    }

    private mutating func start() -> [AnswerFrame] {
        guard !hasStarted else { return [] }
        hasStarted = true
        return [
            Self.frame("message_start") { writer in
                writer.object("message") { writer in
                    AnthropicWholeEncoder.writeHead(identity, into: &writer)
                    writer.array("content") { _ in }
                    AnthropicWholeEncoder.writeStop(nil, hasCalls: false, into: &writer)
                    AnthropicUsageEncoder.write(usage, into: &writer)
                }
            }
        ]
    }

    /// Makes `kind` the open block.
    private mutating func block(_ kind: Block) -> [AnswerFrame] {
        if open == kind { return [] }
        let frames = begin(kind) { writer in
            switch kind {
            case .text:
                writer.member("type", "text")
                writer.member("text", "")
            case .thinking:
                writer.member("type", "thinking")
                writer.member("thinking", "")
                writer.member("signature", "")
            case .call: break
            }
        }
        return frames
    }

    private mutating func begin(_ kind: Block?, _ members: (inout JSONWriter) -> Void) -> [AnswerFrame] {
        let before = open == nil ? start() : close()
        open = kind
        isCited = false
        blocks += 1
        let index = blocks - 1
        return before + [
            Self.frame("content_block_start") { writer in
                writer.member("index", index)
                writer.object("content_block", members)
            }
        ]
    }

    private mutating func call(_ index: Int, _ id: String, _ name: String) -> [AnswerFrame] {
        hasCalls = true
        if case .call = open {
            waiting.append(Waiting(index: index, id: id, name: name))
            return []
        }
        return begin(.call(index)) { writer in
            writer.member("type", "tool_use")
            writer.member("id", id)
            writer.member("name", name)
            writer.object("input") { _ in }
        }
    }

    /// A block that is complete when it begins.
    private mutating func whole(_ members: (inout JSONWriter) -> Void) -> [AnswerFrame] {
        begin(nil, members) + [Self.frame("content_block_stop") { $0.member("index", blocks - 1) }]
    }

    private func delta(_ type: String, _ name: StaticString, _ text: String) -> AnswerFrame {
        Self.frame("content_block_delta") { writer in
            writer.member("index", blocks - 1)
            writer.object("delta") { writer in
                writer.member("type", type)
                writer.member(name, text)
            }
        }
    }

    private mutating func cite(_ citation: Citation) -> [AnswerFrame] {
        let before = block(.text)
        isCited = true
        let frame = Self.frame("content_block_delta") { writer in
            writer.member("index", blocks - 1)
            writer.object("delta") { writer in
                writer.member("type", "citations_delta")
                writer.object("citation") { AnthropicCitations.write(citation, into: &$0) }
            }
        }
        return before + [frame]
    }

    private mutating func close() -> [AnswerFrame] {
        var frames = stop()
        while !waiting.isEmpty {
            let next = waiting.removeFirst()
            frames += call(next.index, next.id, next.name)
            if !next.arguments.isEmpty { frames.append(delta("input_json_delta", "partial_json", next.arguments)) }
            frames += stop()
        }
        return frames
    }

    /// Ends the open block; behind a call stands its signature.
    private mutating func stop() -> [AnswerFrame] {
        guard let closed = open else { return [] }
        open = nil
        let end = Self.frame("content_block_stop") { $0.member("index", blocks - 1) }
        guard case .call(let index) = closed, let signature = signatures.removeValue(forKey: index) else { return [end] }
        blocks += 1
        let start = Self.frame("content_block_start") { writer in
            writer.member("index", blocks - 1)
            writer.object("content_block") { AnthropicCallSignature.write(signature, into: &$0) }
        }
        return [end, start, Self.frame("content_block_stop") { $0.member("index", blocks - 1) }]
    }

    private mutating func end() -> [AnswerFrame] {
        let before = start() + close()
        isOver = true
        return before + [
            Self.frame("message_delta") { writer in
                writer.object("delta") { AnthropicWholeEncoder.writeStop(finish ?? .stop, hasCalls: hasCalls, into: &$0) }
                AnthropicUsageEncoder.write(usage, into: &writer)
            },
            Self.frame("message_stop") { _ in },
        ]
    }

    private static func frame(_ type: String, _ members: (inout JSONWriter) -> Void) -> AnswerFrame {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("type", type)
            members(&writer)
        }
        return AnswerFrame(event: type, data: writer.bytes)
    }
}
