internal import Conversation
internal import JSONText
internal import Primitives

/// Writes the parts of an answer's content.
enum GeminiPartEncoder {
    static func writeText(_ text: String, isThought: Bool, signature: String? = nil, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("text", text)
            if isThought { writer.member("thought", true) }
            if let signature { writer.member("thoughtSignature", signature) }
        }
    }

    /// Calls are told whole.
    static func write(_ call: ToolCall, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.object("functionCall") { writer in
                writer.member("id", call.id)
                writer.member("name", call.name)
                writer.key("args")
                AnthropicBlockEncoder.writeInput(call.arguments, into: &writer)
            }
            if let signature = call.signature { writer.member("thoughtSignature", GeminiSignature.write(signature)) }
        }
    }

    static func write(_ media: Media, into writer: inout JSONWriter) {
        writer.object { writer in
            if !GeminiMedia.write(media, fallback: nil, into: &writer), case .file(let id) = media.source {
                writer.object("fileData") { $0.member("fileUri", id) }
            }
        }
    }
}
