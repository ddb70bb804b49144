internal import Conversation
internal import JSONText
internal import Primitives

/// Writes a conversation as the items of a Responses request.
struct ResponsesInputEncoder {
    /// Whether the service reads thoughts that nobody signed; OpenAI refuses them.
    let takesUnsignedThoughts: Bool
    private(set) var dropped: [String] = []

    init(takesUnsignedThoughts: Bool) { self.takesUnsignedThoughts = takesUnsignedThoughts }

    mutating func encode(_ request: ChatRequest, into writer: inout JSONWriter) {
        if case .text(let text, let cache)? = request.system.first {
            if cache != nil { drop("cache_control") }
            writer.member("instructions", text)
        }
        writer.key("input")
        writer.beginArray()
        if request.system.count > 1 { writeMessage("system", Array(request.system.dropFirst()), into: &writer) }
        for message in request.messages {
            switch message.role {
            case .user: writeUser(message.parts, into: &writer)
            case .assistant: writeAssistant(message.parts, into: &writer)
            }
        }
        writer.endArray()
    }

    private mutating func drop(_ what: String) {
        if !dropped.contains(what) { dropped.append(what) }
    }

    private mutating func writeMessage(_ role: String, _ parts: [ContentPart], into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", "message")
        writer.member("role", role)
        writer.key("content")
        writeContent(parts, into: &writer)
        writer.endObject()
    }

    private mutating func writeUser(_ parts: [ContentPart], into writer: inout JSONWriter) {
        var content: [ContentPart] = []
        for part in parts {
            guard case .toolResult(let result, let cache) = part else {
                content.append(part)
                continue
            }
            if !content.isEmpty { writeMessage("user", content, into: &writer) }
            content = []
            if cache != nil { drop("cache_control") }
            write(result, into: &writer)
        }
        if !content.isEmpty { writeMessage("user", content, into: &writer) }
    }

    private mutating func write(_ result: ToolResult, into writer: inout JSONWriter) {
        if result.isError { drop("tool_result.is_error") }
        writer.beginObject()
        writer.member("type", "function_call_output")
        writer.member("call_id", result.callID)
        writer.key("output")
        writeContent(result.parts, into: &writer)
        writer.endObject()
    }

    /// One plain text is a string; anything else is a list of parts.
    private mutating func writeContent(_ parts: [ContentPart], into writer: inout JSONWriter) {
        if parts.isEmpty { return writer.value("") }
        if parts.count == 1, case .text(let text, let cache) = parts[0] {
            if cache != nil { drop("cache_control") }
            return writer.value(text)
        }
        writer.beginArray()
        for part in parts { write(part, into: &writer) }
        writer.endArray()
    }

    private mutating func write(_ part: ContentPart, into writer: inout JSONWriter) {
        switch part {
        case .text(let text, let cache):
            if cache != nil { drop("cache_control") }
            writer.object { writer in
                writer.member("type", "input_text")
                writer.member("text", text)
            }
        case .image(let media, let cache):
            if cache != nil { drop("cache_control") }
            write(image: media, into: &writer)
        case .document(let media, let name, let cache):
            if cache != nil { drop("cache_control") }
            write(document: media, name, into: &writer)
        case .audio(let media): write(audio: media, into: &writer)
        case .refusal, .toolCall, .toolResult, .reasoning, .redactedReasoning: drop("content of a foreign role")
        }
    }
}

// MARK: Media

extension ResponsesInputEncoder {
    private func write(image media: Media, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", "input_image")
            switch media.source {
            case .file(let id): writer.member("file_id", id)
            case .url(let url): writer.member("image_url", url)
            case .base64(let data): writer.member("image_url", DataURL.text(type: media.type ?? "image/png", base64: data))
            }
            if let detail = media.detail { writer.member("detail", detail) }
        }
    }

    /// Inline files need a name, and its ending tells what they are.
    private func write(document media: Media, _ name: String?, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", "input_file")
            switch media.source {
            case .file(let id): writer.member("file_id", id)
            case .url(let url): writer.member("file_url", url)
            case .base64(let data):
                let isText = media.type?.hasPrefix("text/") == true
                writer.member("filename", name ?? (isText ? "document.txt" : "document.pdf"))
                writer.member("file_data", DataURL.text(type: media.type ?? "application/pdf", base64: data))
            }
            if let name, media.isReference { writer.member("filename", name) }
        }
    }

    private mutating func write(audio media: Media, into writer: inout JSONWriter) {
        guard case .base64(let data) = media.source else { return drop("audio by reference") }
        writer.object { writer in
            writer.member("type", "input_audio")
            writer.object("input_audio") { writer in
                writer.member("data", data)
                // The format is the media type's second half.
                if let type = media.type { writer.member("format", String(type.split(separator: "/").last ?? "")) }
            }
        }
    }
}

extension Media {
    fileprivate var isReference: Bool { if case .base64 = source { false } else { true } }
}

// MARK: What the model said

extension ResponsesInputEncoder {
    /// An item for each thought, stretch of text and call. Thoughts that nothing follows are refused.
    private mutating func writeAssistant(_ parts: [ContentPart], into writer: inout JSONWriter) {
        var content: [ContentPart] = []
        var thoughts: [ContentPart] = []
        for part in parts {
            switch part {
            case .reasoning, .redactedReasoning:
                flush(&thoughts, &content, into: &writer)
                thoughts.append(part)
            case .toolCall(let call, let cache):
                flush(&thoughts, &content, into: &writer)
                writeThoughts(&thoughts, into: &writer)
                if cache != nil { drop("cache_control") }
                if call.signature != nil { drop("reasoning") }
                Self.write(call, into: &writer)
            default: content.append(part)
            }
        }
        flush(&thoughts, &content, into: &writer)
        if !thoughts.isEmpty { drop("reasoning") }
    }

    private mutating func flush(_ thoughts: inout [ContentPart], _ content: inout [ContentPart], into writer: inout JSONWriter) {
        guard !content.isEmpty else { return }
        writeThoughts(&thoughts, into: &writer)
        writer.beginObject()
        writer.member("type", "message")
        writer.member("role", "assistant")
        writer.key("content")
        writer.beginArray()
        for part in content { writeSaid(part, into: &writer) }
        writer.endArray()
        writer.endObject()
        content = []
    }

    private mutating func writeSaid(_ part: ContentPart, into writer: inout JSONWriter) {
        switch part {
        case .text(let text, let cache):
            if cache != nil { drop("cache_control") }
            writer.object { writer in
                writer.member("type", "output_text")
                writer.member("text", text)
            }
        case .refusal(let text):
            writer.object { writer in
                writer.member("type", "refusal")
                writer.member("refusal", text)
            }
        default: drop("content of a foreign role")
        }
    }

    private mutating func writeThoughts(_ thoughts: inout [ContentPart], into writer: inout JSONWriter) {
        for thought in thoughts {
            switch thought {
            case .reasoning(let text, let signature?) where signature.issuer == .openAIResponses: Self.write(text, signature, into: &writer)
            case .redactedReasoning(let data) where data.issuer == .openAIResponses: Self.write(nil, data, into: &writer)
            case .reasoning(let text, _) where takesUnsignedThoughts && !text.isEmpty: Self.write(unsigned: text, into: &writer)
            default: drop("reasoning")
            }
        }
        thoughts = []
    }

    private static func write(_ text: String?, _ signature: Signature, into writer: inout JSONWriter) {
        let (id, encrypted) = ResponsesSignature.members(signature)
        writer.object { writer in
            writer.member("type", "reasoning")
            if let id { writer.member("id", id) }
            writer.array("summary") { writer in
                guard let text else { return }
                writer.object { writer in
                    writer.member("type", "summary_text")
                    writer.member("text", text)
                }
            }
            writer.member("encrypted_content", encrypted)
        }
    }

    private static func write(unsigned text: String, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", "reasoning")
            writer.array("summary") { _ in }
            writer.array("content") { writer in
                writer.object { writer in
                    writer.member("type", "reasoning_text")
                    writer.member("text", text)
                }
            }
        }
    }

    private static func write(_ call: ToolCall, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", "function_call")
            writer.member("call_id", call.id)
            writer.member("name", call.name)
            writer.member("arguments", call.arguments)
        }
    }
}
