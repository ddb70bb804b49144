internal import Conversation
internal import JSONText
internal import Primitives

/// Writes an answer as the events of ConverseStream: one content block after another, of which only tools' have a beginning.
struct ConverseAnswerEncoder: AnswerStreamEncoder {
    private enum Block: Equatable { case text, thinking, call(Int) }

    /// A call that began while another was open. Elsewhere arguments of several calls may take turns; here blocks follow one another.
    private struct Waiting {
        let index: Int
        let id: String
        let name: String
        var arguments = ""
    }

    private var open: Block?
    private var waiting: [Waiting] = []
    /// Blocks begun so far.
    private var blocks = 0
    private var usage = Usage()
    private var finish: FinishReason?
    private var hasCalls = false
    private var hasStarted = false
    private var isOver = false

    mutating func encode(_ event: ChatEvent) -> [AnswerFrame] {
        guard !isOver else { return [] }
        switch event {
        case .started: return start()
        case .text(let text), .refusal(let text): return block(.text) + [delta { $0.member("text", text) }]
        case .reasoning(let text): return block(.thinking) + [thought { $0.member("text", text) }]
        case .reasoningSignature(let signature):
            return block(.thinking) + [thought { $0.member("signature", SignatureText.write(signature, in: .bedrockConverse)) }] + close()
        case .redactedReasoning(let data):
            return close() + block(.thinking) + [thought { $0.member("redactedContent", ConverseSeal.write(data)) }] + close()
        case .toolCall(let index, let id, let name): return call(index, id, name)
        case .toolArguments(let index, let text):
            if open == .call(index) { return [input(text)] }
            if let place = waiting.firstIndex(where: { $0.index == index }) { waiting[place].arguments += text }
            return []
        case .citation(let citation): return block(.text) + [delta { ConverseCitation.write(citation, into: &$0) }]
        case .toolSignature, .media, .logprobs, .opaque: return []
        case .usage(let usage):
            self.usage = usage
            return []
        case .finished(let reason):
            finish = reason
            return start() + close()
        case .failed(let fault):
            isOver = true
            return [BedrockConverseAPI.errorFrame(CallerError(fault))]
        case .ended: return end()
        }
    }

    private mutating func start() -> [AnswerFrame] {
        guard !hasStarted else { return [] }
        hasStarted = true
        return [Self.frame("messageStart") { $0.member("role", "assistant") }]
    }

    /// Makes `kind` the open block.
    private mutating func block(_ kind: Block) -> [AnswerFrame] {
        if open == kind { return [] }
        let before = start() + close()
        open = kind
        blocks += 1
        return before
    }

    private mutating func call(_ index: Int, _ id: String, _ name: String) -> [AnswerFrame] {
        hasCalls = true
        if case .call = open {
            waiting.append(Waiting(index: index, id: id, name: name))
            return []
        }
        return block(.call(index)) + [
            Self.frame("contentBlockStart") { writer in
                writer.member("contentBlockIndex", blocks - 1)
                writer.object("start") { writer in
                    writer.object("toolUse") { writer in
                        writer.member("toolUseId", id)
                        writer.member("name", name)
                    }
                }
            }
        ]
    }

    private func input(_ text: String) -> AnswerFrame { delta { writer in writer.object("toolUse") { $0.member("input", text) } } }

    private func thought(_ member: (inout JSONWriter) -> Void) -> AnswerFrame { delta { $0.object("reasoningContent", member) } }

    private func delta(_ member: (inout JSONWriter) -> Void) -> AnswerFrame {
        Self.frame("contentBlockDelta") { writer in
            writer.member("contentBlockIndex", blocks - 1)
            writer.object("delta", member)
        }
    }

    private mutating func close() -> [AnswerFrame] {
        guard open != nil else { return [] }
        open = nil
        var frames = [Self.frame("contentBlockStop") { $0.member("contentBlockIndex", blocks - 1) }]
        while !waiting.isEmpty {
            let next = waiting.removeFirst()
            frames += call(next.index, next.id, next.name)
            if !next.arguments.isEmpty { frames.append(input(next.arguments)) }
            open = nil
            frames.append(Self.frame("contentBlockStop") { $0.member("contentBlockIndex", blocks - 1) })
        }
        return frames
    }

    private mutating func end() -> [AnswerFrame] {
        let before = start() + close()
        isOver = true
        return before + [
            Self.frame("messageStop") { $0.member("stopReason", ConverseStop.word(finish ?? .stop, hasCalls: hasCalls)) },
            Self.frame("metadata") { writer in
                ConverseUsage.write(usage, into: &writer)
                ConverseWholeEncoder.writeMetrics(into: &writer)
            },
        ]
    }

    private static func frame(_ type: String, _ members: (inout JSONWriter) -> Void) -> AnswerFrame {
        var writer = JSONWriter()
        writer.object(members)
        return AnswerFrame(event: type, data: writer.bytes)
    }
}
