internal import Conversation
internal import JSONText
internal import Primitives

/// Writes a whole answer as `generateContent` gives it, its parts in the order in which they came.
enum GeminiWholeEncoder {
    static func encode(_ answer: AnswerAssembler, _ identity: AnswerIdentity) -> Bytes {
        GeminiAnswerEncoder.document(identity, answer.usage ?? Usage()) { writer in
            GeminiAnswerEncoder.writeContent(into: &writer) { writer in
                for (place, piece) in answer.pieces.enumerated() { write(piece, at: place, of: answer, into: &writer) }
                if answer.pieces.isEmpty { GeminiPartEncoder.writeText("", isThought: false, into: &writer) }
            }
            writer.member("finishReason", GeminiFinish.word(answer.finish ?? .stop))
            if !answer.citations.isEmpty { GeminiGrounding.write(answer.citations, into: &writer) }
            if !answer.logprobs.isEmpty { GeminiLogprobs.write(answer.logprobs, into: &writer) }
        }
    }

    private static func write(_ piece: AnswerAssembler.Piece, at place: Int, of answer: AnswerAssembler, into writer: inout JSONWriter) {
        switch piece.kind {
        // A citation may stand beside no text of its own.
        case .text where piece.text.isEmpty && answer.pieces.count > 1: break
        case .text, .refusal: GeminiPartEncoder.writeText(piece.text, isThought: false, into: &writer)
        case .thought:
            // A signature alone belongs to the text before it.
            let isThought = !piece.text.isEmpty || place == 0
            GeminiPartEncoder.writeText(piece.text, isThought: isThought, signature: piece.signature.map(GeminiSignature.write), into: &writer)
        case .sealed:
            GeminiPartEncoder.writeText("", isThought: true, signature: piece.signature.map(GeminiSignature.seal), into: &writer)
        case .call(let id, let name):
            GeminiPartEncoder.write(ToolCall(id: id, name: name, arguments: piece.text, signature: piece.signature), into: &writer)
        case .media(let media): GeminiPartEncoder.write(media, into: &writer)
        }
    }
}
