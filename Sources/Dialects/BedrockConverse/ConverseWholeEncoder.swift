internal import Conversation
internal import JSONText
internal import Primitives

/// Writes a whole answer as Converse does.
enum ConverseWholeEncoder {
    static func encode(_ answer: AnswerAssembler) -> Bytes {
        var writer = JSONWriter()
        writer.object { writer in
            writer.object("output") { writer in
                writer.object("message") { writer in
                    writer.member("role", "assistant")
                    writer.array("content") { writer in for piece in answer.pieces { write(piece, into: &writer) } }
                }
            }
            writer.member("stopReason", ConverseStop.word(answer.finish ?? .stop, hasCalls: !answer.toolCalls.isEmpty))
            ConverseUsage.write(answer.usage ?? Usage(), into: &writer)
            writeMetrics(into: &writer)
        }
        return writer.bytes
    }

    /// SDKs want the member; how long the provider took is in shunt's own fields.
    static func writeMetrics(into writer: inout JSONWriter) { writer.object("metrics") { $0.member("latencyMs", 0) } }

    private static func write(_ piece: AnswerAssembler.Piece, into writer: inout JSONWriter) {
        if piece.kind == .text, piece.text.isEmpty, piece.citations.isEmpty { return }
        writer.object { writer in
            switch piece.kind {
            case .text where !piece.citations.isEmpty: writeCited(piece, into: &writer)
            case .text, .refusal: writer.member("text", piece.text)
            case .thought, .sealed: writer.object("reasoningContent") { writeThought(piece, into: &$0) }
            case .call(let id, let name):
                writer.object("toolUse") { ConverseContentEncoder.writeCall(id: id, name: name, arguments: piece.text, into: &$0) }
            // Converse has no place for what models draw or say aloud.
            case .media: writer.member("text", "")
            }
        }
    }

    private static func writeCited(_ piece: AnswerAssembler.Piece, into writer: inout JSONWriter) {
        writer.object("citationsContent") { writer in
            writer.array("content") { $0.object { $0.member("text", piece.text) } }
            writer.array("citations") { writer in
                for citation in piece.citations { writer.object { ConverseCitation.writeMembers(citation, into: &$0) } }
            }
        }
    }

    private static func writeThought(_ piece: AnswerAssembler.Piece, into writer: inout JSONWriter) {
        if piece.kind == .sealed {
            writer.member("redactedContent", piece.signature.map(ConverseSeal.write) ?? "")
        } else {
            writer.object("reasoningText") { writer in
                writer.member("text", piece.text)
                if let signature = piece.signature { writer.member("signature", SignatureText.write(signature, in: .bedrockConverse)) }
            }
        }
    }
}
