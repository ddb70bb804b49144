internal import Conversation
internal import JSONText
internal import Primitives

/// Writes a whole answer as a message.
enum AnthropicWholeEncoder {
    static func encode(_ answer: AnswerAssembler, _ identity: AnswerIdentity) -> Bytes {
        var writer = JSONWriter()
        writer.object { writer in
            writeHead(identity, into: &writer)
            writer.array("content") { write(answer, into: &$0) }
            writeStop(answer.finish ?? .stop, hasCalls: !answer.toolCalls.isEmpty, into: &writer)
            AnthropicUsageEncoder.write(answer.usage ?? Usage(), into: &writer)
        }
        return writer.bytes
    }

    static func writeHead(_ identity: AnswerIdentity, into writer: inout JSONWriter) {
        writer.member("id", identity.id)
        writer.member("type", "message")
        writer.member("role", "assistant")
        writer.member("model", identity.model)
    }

    static func writeStop(_ reason: FinishReason?, hasCalls: Bool, into writer: inout JSONWriter) {
        writer.key("stop_reason")
        if let reason { writer.value(AnthropicStop.word(reason, hasCalls: hasCalls)) } else { writer.null() }
        writer.key("stop_sequence")
        if case .stopSequence(let text?) = reason { writer.value(text) } else { writer.null() }
    }

    private static func write(_ answer: AnswerAssembler, into writer: inout JSONWriter) {
        for thought in answer.thoughts { write(thought, into: &writer) }
        for text in [answer.text, answer.refusal] where !text.isEmpty {
            writer.object { writer in
                writer.member("type", "text")
                writer.member("text", text)
            }
        }
        for call in answer.toolCalls {
            writer.object { writer in
                writer.member("type", "tool_use")
                writer.member("id", call.id)
                writer.member("name", call.name)
                writer.key("input")
                AnthropicBlockEncoder.writeInput(call.arguments, into: &writer)
            }
        }
    }

    private static func write(_ thought: AnswerAssembler.Thought, into writer: inout JSONWriter) {
        writer.object { writer in
            if let sealed = thought.sealed {
                writer.member("type", "redacted_thinking")
                writer.member("data", SignatureText.write(sealed, in: .anthropicMessages))
            } else {
                writer.member("type", "thinking")
                writer.member("thinking", thought.text)
                writer.member("signature", thought.signature.map { SignatureText.write($0, in: .anthropicMessages) } ?? "")
            }
        }
    }
}
