package import Conversation
package import Primitives

/// Gathers an answer's events into the whole answer.
package struct AnswerAssembler: Sendable {
    /// Thoughts of one block, in the order in which they came.
    struct Thought: Equatable {
        var text = ""
        var signature: String?
        /// Sealed thoughts, which only their issuer can read; then there is no text.
        var sealed: String?
    }

    package private(set) var text = ""
    package private(set) var refusal = ""
    package private(set) var toolCalls: [ToolCall] = []
    package private(set) var finish: FinishReason?
    package private(set) var usage: Usage?
    private(set) var thoughts: [Thought] = []

    package init() {}

    /// The thoughts as one text.
    package var reasoning: String { thoughts.reduce(into: "") { $0 += $1.text } }

    package mutating func add(_ event: ChatEvent) {
        switch event {
        case .text(let part): text += part
        case .refusal(let part): refusal += part
        case .reasoning(let part): think(part)
        case .reasoningSignature(let signature): sign(signature)
        case .redactedReasoning(let data): thoughts.append(Thought(sealed: data))
        case .toolCall(let index, let id, let name):
            // Calls are numbered from 0 without gaps.
            guard index == toolCalls.count else { break }
            toolCalls.append(ToolCall(id: id, name: name, arguments: ""))
        case .toolArguments(let index, let part):
            if toolCalls.indices.contains(index) { toolCalls[index].arguments += part }
        case .finished(let reason): finish = reason
        case .usage(let usage): self.usage = usage
        case .started, .opaque, .failed, .ended: break
        }
    }

    private mutating func think(_ part: String) {
        if let last = thoughts.last, last.signature == nil, last.sealed == nil {
            thoughts[thoughts.count - 1].text += part
        } else {
            thoughts.append(Thought(text: part))
        }
    }

    private mutating func sign(_ signature: String) {
        if let last = thoughts.last, last.signature == nil, last.sealed == nil {
            thoughts[thoughts.count - 1].signature = signature
        } else {
            thoughts.append(Thought(signature: signature))
        }
    }

    /// The answer as one document of the dialect.
    package func encodeWhole(_ dialect: Dialect, _ identity: AnswerIdentity) -> Bytes {
        switch dialect {
        case .openAIChat: OpenAIWholeEncoder.encode(self, identity)
        case .anthropicMessages: AnthropicWholeEncoder.encode(self, identity)
        }
    }
}
