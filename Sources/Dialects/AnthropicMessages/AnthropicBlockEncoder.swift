internal import Conversation
internal import JSONText
internal import Primitives

/// Writes content blocks for Anthropic's Messages API.
struct AnthropicBlockEncoder {
    let keepsThoughts: Bool
    private(set) var dropped: [String] = []
    private var identifiers = ToolIdentifiers()

    init(keepsThoughts: Bool) { self.keepsThoughts = keepsThoughts }

    /// Anthropic refuses blocks of empty or blank text.
    static func saysSomething(_ part: ContentPart) -> Bool {
        switch part {
        case .text(let text, _): !text.isBlank
        case .refusal(let text): !Text(text).isBlank
        case .reasoning(_, let signature): signature?.issuer == .anthropicMessages
        case .redactedReasoning(let data): data.issuer == .anthropicMessages
        case .audio: false
        case .image(let media, _), .document(let media, _, _): if case .file = media.source { false } else { true }
        default: true
        }
    }

    mutating func write(_ parts: [ContentPart], into writer: inout JSONWriter) {
        for part in Self.withoutBlanks(parts) { write(part, into: &writer) }
    }

    /// Blank text is left out; a marker on it means what stands before it.
    private static func withoutBlanks(_ parts: [ContentPart]) -> [ContentPart] {
        guard parts.contains(where: { if case .text(let text, _?) = $0 { text.isBlank } else { false } }) else { return parts }
        return parts.reduce(into: []) { kept, part in
            guard case .text(let text, let marker?) = part, text.isBlank else { return kept.append(part) }
            if let last = kept.last, last.cache == nil { kept[kept.count - 1] = last.marked(marker) ?? last }
        }
    }

    private mutating func drop(_ what: String) {
        if !dropped.contains(what) { dropped.append(what) }
    }

    private mutating func write(_ part: ContentPart, into writer: inout JSONWriter) {
        switch part {
        case .text(let text, let cache): writeText(text, cache, into: &writer)
        case .refusal(let text): writeText(Text(text), nil, into: &writer)
        case .image(let media, let cache): writeImage(media, cache, into: &writer)
        case .document(let media, let name, let cache): writeDocument(media, name, cache, into: &writer)
        case .audio: drop("input_audio")
        case .toolCall(let call, let cache): write(call, cache, into: &writer)
        case .toolResult(let result, let cache): write(result, cache, into: &writer)
        case .reasoning(let text, let signature): writeThought(text, signature, into: &writer)
        case .redactedReasoning(let data):
            guard keepsThoughts, data.issuer == .anthropicMessages else { return drop("reasoning") }
            writer.object { writer in
                writer.member("type", "redacted_thinking")
                writer.member("data", data.text)
            }
        }
    }

    private func writeText(_ text: Text, _ cache: CacheMarker?, into writer: inout JSONWriter) {
        guard !text.isBlank else { return }
        writer.object { writer in
            writer.member("type", "text")
            writer.member("text", text)
            if let cache { CacheControl.write(cache, into: &writer) }
        }
    }

    /// Thoughts without their issuer's signature are refused.
    private mutating func writeThought(_ text: String, _ signature: Signature?, into writer: inout JSONWriter) {
        guard keepsThoughts, let signature, signature.issuer == .anthropicMessages else { return drop("reasoning") }
        writer.object { writer in
            writer.member("type", "thinking")
            writer.member("thinking", text)
            writer.member("signature", signature.text)
        }
    }

    private mutating func write(_ call: ToolCall, _ cache: CacheMarker?, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", "tool_use")
        writer.member("id", identifiers.call(call.id))
        writer.member("name", call.name)
        writer.key("input")
        Self.writeInput(call.arguments, into: &writer)
        if let cache { CacheControl.write(cache, into: &writer) }
        writer.endObject()
    }

    /// What a model wrote instead of an object is kept where the next one can see it.
    static func writeInput(_ arguments: String, into writer: inout JSONWriter) {
        if (try? JSONDocument.parse(arguments).root.kind) == .object {
            writer.rawOnOneLine(Bytes(arguments.utf8)[...])
        } else if Text(arguments).isBlank {
            writer.object { _ in }
        } else {
            writer.object { $0.member("arguments", arguments) }
        }
    }

    private mutating func write(_ result: ToolResult, _ cache: CacheMarker?, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", "tool_result")
        writer.member("tool_use_id", identifiers.result(result.callID))
        if result.parts.contains(where: Self.saysSomething) {
            writer.key("content")
            writer.beginArray()
            write(result.parts, into: &writer)
            writer.endArray()
        }
        if result.isError { writer.member("is_error", true) }
        if let cache { CacheControl.write(cache, into: &writer) }
        writer.endObject()
    }
}

// MARK: Media

extension AnthropicBlockEncoder {
    private mutating func writeImage(_ media: Media, _ cache: CacheMarker?, into writer: inout JSONWriter) {
        if media.detail != nil { drop("image_url.detail") }
        if case .file = media.source { return drop("image by file id") }
        writer.object { writer in
            writer.member("type", "image")
            writer.object("source") { Self.writeSource(media, fallback: "image/png", into: &$0) }
            if let cache { CacheControl.write(cache, into: &writer) }
        }
    }

    private mutating func writeDocument(_ media: Media, _ name: String?, _ cache: CacheMarker?, into writer: inout JSONWriter) {
        if case .file = media.source { return drop("file.file_id") }
        writer.object { writer in
            writer.member("type", "document")
            writer.object("source") { writer in
                if media.type?.hasPrefix("text/") == true, case .base64(let data) = media.source, let text = Base64.decode(data) {
                    writer.member("type", "text")
                    writer.member("media_type", "text/plain")
                    writer.member("data", text.text)
                } else {
                    Self.writeSource(media, fallback: "application/pdf", into: &writer)
                }
            }
            if let name { writer.member("title", name) }
            if let cache { CacheControl.write(cache, into: &writer) }
        }
    }

    private static func writeSource(_ media: Media, fallback: String, into writer: inout JSONWriter) {
        switch media.source {
        case .base64(let data):
            writer.member("type", "base64")
            writer.member("media_type", media.type ?? fallback)
            writer.member("data", data)
        case .url(let url):
            writer.member("type", "url")
            writer.member("url", url)
        case .file(let id):
            writer.member("type", "file")
            writer.member("file_id", id)
        }
    }
}
