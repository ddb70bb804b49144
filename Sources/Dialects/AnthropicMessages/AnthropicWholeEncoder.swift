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

    /// The pieces in the order in which the model made them.
    private static func write(_ answer: AnswerAssembler, into writer: inout JSONWriter) {
        for piece in answer.pieces {
            switch piece.kind {
            case .text, .refusal: if !piece.text.isEmpty || !piece.citations.isEmpty { writeText(piece, into: &writer) }
            case .thought, .sealed: writeThought(piece, into: &writer)
            case .call(let id, let name):
                write(ToolCall(id: id, name: name, arguments: piece.text), into: &writer)
                if let signature = piece.signature { writer.object { AnthropicCallSignature.write(signature, into: &$0) } }
            case .media: break
            }
        }
    }

    private static func writeText(_ piece: AnswerAssembler.Piece, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", "text")
            writer.member("text", piece.text)
            guard !piece.citations.isEmpty else { return }
            writer.array("citations") { writer in
                for citation in piece.citations { writer.object { AnthropicCitations.write(citation, into: &$0) } }
            }
        }
    }

    private static func write(_ call: ToolCall, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", "tool_use")
            writer.member("id", call.id)
            writer.member("name", call.name)
            writer.key("input")
            AnthropicBlockEncoder.writeInput(call.arguments, into: &writer)
        }
    }

    private static func writeThought(_ piece: AnswerAssembler.Piece, into writer: inout JSONWriter) {
        let signature = piece.signature.map { SignatureText.write($0, in: .anthropicMessages) } ?? ""
        writer.object { writer in
            if piece.kind == .sealed {
                writer.member("type", "redacted_thinking")
                writer.member("data", signature)
            } else {
                writer.member("type", "thinking")
                writer.member("thinking", piece.text)
                writer.member("signature", signature)
            }
        }
    }
}
