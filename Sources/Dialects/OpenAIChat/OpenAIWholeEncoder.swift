internal import Conversation
internal import JSONText
internal import Primitives

/// Writes a whole answer as a chat completion.
enum OpenAIWholeEncoder {
    static func encode(_ answer: AnswerAssembler, _ identity: AnswerIdentity) -> Bytes {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("id", identity.id)
            writer.member("object", "chat.completion")
            writer.member("created", identity.created)
            writer.member("model", identity.model)
            writer.array("choices") { writer in
                writer.object { writer in
                    writer.member("index", 0)
                    writer.object("message") { write(answer, into: &$0) }
                    writer.key("logprobs")
                    if answer.logprobs.isEmpty { writer.null() } else { OpenAILogprobs.write(answer.logprobs, into: &writer) }
                    writer.member("finish_reason", OpenAIFinish.word(answer.finish ?? .stop))
                }
            }
            if let usage = answer.usage {
                writer.key("usage")
                OpenAIUsageEncoder.write(usage, into: &writer)
            }
        }
        return writer.bytes
    }

    private static func write(_ answer: AnswerAssembler, into writer: inout JSONWriter) {
        writer.member("role", "assistant")
        writer.key("content")
        if answer.text.isEmpty, !(answer.toolCalls.isEmpty && answer.refusal.isEmpty) { writer.null() } else { writer.value(answer.text) }
        writer.key("refusal")
        if answer.refusal.isEmpty { writer.null() } else { writer.value(answer.refusal) }
        var thoughts = OpenAIThoughtEncoder()
        for thought in answer.thoughts {
            if let sealed = thought.sealed { thoughts.addSealed(sealed) } else { thoughts.add(thought.text, thought.signature) }
        }
        thoughts.write(into: &writer)
        if !answer.toolCalls.isEmpty { OpenAIMessageEncoder.write(answer.toolCalls, signed: true, into: &writer) }
        writeAnnotations(answer, into: &writer)
        let images = answer.media.filter(OpenAIMedia.isImage)
        if !images.isEmpty {
            writer.array("images") { writer in
                for image in images { OpenAIMedia.write(image, into: &writer) }
            }
        }
    }

    private static func writeAnnotations(_ answer: AnswerAssembler, into writer: inout JSONWriter) {
        guard answer.citations.contains(where: { $0.url != nil }) else { return }
        var passages = Passages()
        writer.array("annotations") { writer in
            for piece in answer.pieces where piece.kind == .text {
                passages.add(piece.text)
                for citation in piece.citations { OpenAICitations.write(citation, passage: passages.cite(), into: &writer) }
            }
        }
    }
}
