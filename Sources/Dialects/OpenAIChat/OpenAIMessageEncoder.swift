internal import Conversation
internal import JSONText
internal import Primitives

/// Writes a conversation as chat-completions messages.
struct OpenAIMessageEncoder {
    /// Whether the service takes cache markers.
    let marksCache: Bool
    /// Whether the service takes thoughts of earlier turns.
    let takesThoughts: Bool
    private let model: String
    private(set) var dropped: [String] = []
    private var identifiers: ToolIdentifiers

    init(model: String) {
        self.model = model
        marksCache = OpenAIRequestEncoder.marksCache(model)
        takesThoughts = !OpenAIRequestEncoder.isOpenAIs(model)
        identifiers = ToolIdentifiers(.ofChatModel(model))
    }

    mutating func encode(_ request: ChatRequest, into writer: inout JSONWriter) {
        writer.key("messages")
        writer.beginArray()
        if !request.system.isEmpty { write("system", request.system, into: &writer) }
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

    private mutating func write(_ role: String, _ parts: [ContentPart], into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("role", role)
        writer.key("content")
        writeContent(parts, into: &writer)
        writer.endObject()
    }

    /// Results of tools are messages of their own and come first. They carry text alone, so images go into the user's message behind them.
    private mutating func writeUser(_ parts: [ContentPart], into writer: inout JSONWriter) {
        var rest: [ContentPart] = []
        for part in parts {
            guard case .toolResult(let result, let cache) = part else {
                rest.append(part)
                continue
            }
            let texts = result.parts.filter { if case .text = $0 { true } else { false } }
            writeResult(result, texts, cache, into: &writer)
            rest += result.parts.filter { if case .text = $0 { false } else { true } }
        }
        if !rest.isEmpty || parts.isEmpty { write("user", rest, into: &writer) }
    }

    private mutating func writeResult(_ result: ToolResult, _ texts: [ContentPart], _ cache: CacheMarker?, into writer: inout JSONWriter) {
        if result.isError { drop("tool_result.is_error") }
        var texts = texts
        if let cache, case .text(let text, _) = texts.last { texts[texts.count - 1] = .text(text, cache: cache) }
        writer.beginObject()
        writer.member("role", "tool")
        writer.member("tool_call_id", identifiers.result(result.callID))
        writer.key("content")
        writeContent(texts, into: &writer)
        writer.endObject()
    }

    private mutating func writeAssistant(_ parts: [ContentPart], into writer: inout JSONWriter) {
        var thoughts = OpenAIThoughtEncoder()
        var calls: [ToolCall] = []
        var refusal: String?
        var content: [ContentPart] = []
        for part in parts {
            switch part {
            case .reasoning where !takesThoughts, .redactedReasoning where !takesThoughts: drop("reasoning")
            case .reasoning(let text, let signature): thoughts.add(text, signature.flatMap { isRead($0) ? $0 : nil })
            case .redactedReasoning(let data): if isRead(data) { thoughts.addSealed(data) } else { drop("reasoning") }
            case .toolCall(var call, _):
                call.id = identifiers.call(call.id)
                calls.append(call)
            case .refusal(let text): refusal = (refusal ?? "") + text
            default: content.append(part)
            }
        }
        writer.beginObject()
        writer.member("role", "assistant")
        if content.isEmpty {
            writer.key("content")
            if calls.isEmpty, refusal == nil { writer.value("") } else { writer.null() }
        } else {
            writer.key("content")
            writeContent(content, into: &writer)
        }
        if let refusal { writer.member("refusal", refusal) }
        thoughts.write(into: &writer)
        if !calls.isEmpty { Self.write(calls, signed: GoogleExtra.isRead(by: model), into: &writer) }
        writer.endObject()
    }

    /// Whether the model behind the service is one that may read what the issuer sealed or signed.
    private func isRead(_ signature: Signature) -> Bool {
        switch signature.issuer {
        case .openAIChat: true
        case .anthropicMessages: model.includes("claude")
        case .gemini: GoogleExtra.isRead(by: model)
        case .openAIResponses, .bedrockConverse: false
        }
    }

    /// `signed`: whoever reads the calls takes the signatures of others with them.
    static func write(_ calls: [ToolCall], signed: Bool, into writer: inout JSONWriter) {
        writer.array("tool_calls") { writer in
            for call in calls {
                writer.object { writer in
                    writer.member("id", call.id)
                    writer.member("type", "function")
                    writer.object("function") { writer in
                        writer.member("name", call.name)
                        writer.member("arguments", call.arguments)
                    }
                    if signed, let signature = call.signature { GoogleExtra.write(signature, into: &writer) }
                }
            }
        }
    }
}

// MARK: Content

extension OpenAIMessageEncoder {
    /// One plain text is written as a string, which every service takes; anything else as a list of parts.
    private mutating func writeContent(_ parts: [ContentPart], into writer: inout JSONWriter) {
        if parts.isEmpty { return writer.value("") }
        if parts.count == 1, case .text(let text, let cache) = parts[0], cache == nil || !marksCache {
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
            writer.beginObject()
            writer.member("type", "text")
            writer.member("text", text)
            close(cache, into: &writer)
        case .image(let media, let cache):
            guard let url = url(media, "image") else { return }
            writer.beginObject()
            writer.member("type", "image_url")
            writer.object("image_url") { writer in
                writer.member("url", url)
                if let detail = media.detail { writer.member("detail", detail) }
            }
            close(cache, into: &writer)
        case .document(let media, let name, let cache):
            writer.beginObject()
            writer.member("type", "file")
            writer.object("file") { writer in
                if case .file(let id) = media.source { writer.member("file_id", id) }
                if let url = OpenAIMessageEncoder.url(media) { writer.member("file_data", url) }
                if let name { writer.member("filename", name) }
            }
            close(cache, into: &writer)
        case .audio(let media): writeAudio(media, into: &writer)
        case .refusal(let text):
            writer.object { writer in
                writer.member("type", "refusal")
                writer.member("refusal", text)
            }
        case .toolCall, .toolResult, .reasoning, .redactedReasoning: drop("content of a foreign role")
        }
    }

    private mutating func close(_ cache: CacheMarker?, into writer: inout JSONWriter) {
        if let cache {
            if marksCache { CacheControl.write(cache, into: &writer) } else { drop("cache_control") }
        }
        writer.endObject()
    }

    private mutating func writeAudio(_ media: Media, into writer: inout JSONWriter) {
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

    private mutating func url(_ media: Media, _ what: String) -> String? {
        if let url = Self.url(media) { return url }
        drop("\(what) by file id")
        return nil
    }

    private static func url(_ media: Media) -> String? {
        switch media.source {
        case .url(let url): url
        case .base64(let data): DataURL.text(type: media.type, base64: data)
        case .file: nil
        }
    }
}
