internal import Conversation
internal import JSONText
internal import Primitives

/// Writes content blocks for Converse.
struct ConverseContentEncoder {
    let model: ConverseModel
    private(set) var dropped: [String] = []
    private var identifiers = ToolIdentifiers(longest: 64)
    private var names = ConverseDocumentNames()

    init(model: ConverseModel) { self.model = model }

    /// Whether anything of `part` reaches the model: blank texts are refused.
    func saysSomething(_ part: ContentPart) -> Bool {
        switch part {
        case .text(let text, _): !text.isBlank
        case .refusal(let text): !Text(text).isBlank
        case .reasoning(_, let signature): signature.map(keeps) ?? false
        case .redactedReasoning(let data): keeps(data)
        case .image(let media, _): ConverseFormat.image(media.type) != nil && Self.isReachable(media)
        case .document(let media, _, _): ConverseFormat.document(media.type) != nil && Self.isReachable(media)
        case .audio(let media): Self.isReachable(media)
        case .toolCall, .toolResult: true
        }
    }

    /// Thoughts go back to who can read them: Claude reads its own wherever it ran, others those that came over Converse.
    private func keeps(_ signature: Signature) -> Bool {
        switch signature.issuer {
        case .bedrockConverse: model.claude?.thinking != ClaudeModel.Thinking.none
        case .anthropicMessages: model.claude.map { $0.thinking != .none } ?? false
        default: false
        }
    }

    /// Bedrock fetches nothing from the web.
    private static func isReachable(_ media: Media) -> Bool {
        switch media.source {
        case .base64: true
        case .url(let url): url.hasPrefix("s3://")
        case .file: false
        }
    }

    mutating func drop(_ what: String) {
        if !dropped.contains(what) { dropped.append(what) }
    }

    mutating func write(_ parts: [ContentPart], into writer: inout JSONWriter) {
        for part in parts { write(part, into: &writer) }
    }

    private mutating func write(_ part: ContentPart, into writer: inout JSONWriter) {
        guard saysSomething(part) else { return dropWhole(part) }
        writer.beginObject()
        switch part {
        case .text(let text, _): writer.member("text", text)
        case .refusal(let text): writer.member("text", text)
        case .image(let media, _): writeImage(media, into: &writer)
        case .document(let media, let name, _): writeDocument(media, name, into: &writer)
        case .audio(let media): writeAudio(media, into: &writer)
        case .toolCall(let call, _):
            let id = identifiers.call(call.id)
            writer.object("toolUse") { Self.writeCall(id: id, name: call.name, arguments: call.arguments, into: &$0) }
        case .toolResult(let result, _): write(result, into: &writer)
        case .reasoning(let text, let signature): writer.object("reasoningContent") { Self.writeThought(text, signature, into: &$0) }
        case .redactedReasoning(let data): writer.object("reasoningContent") { $0.member("redactedContent", ConverseSeal.plain(data)) }
        }
        writer.endObject()
        if let cache = part.cache { writePoint(cache, into: &writer) }
    }

    /// What is left out, by its name in most callers' requests. A blank text says nothing that could be missed.
    private mutating func dropWhole(_ part: ContentPart) {
        switch part {
        case .reasoning, .redactedReasoning: drop("reasoning")
        case .image: drop("image")
        case .document: drop("document")
        case .audio: drop("input_audio")
        case .text, .refusal, .toolCall, .toolResult: break
        }
    }

    mutating func writePoint(_ cache: CacheMarker, into writer: inout JSONWriter) {
        guard model.caches else { return drop("cache_control") }
        if cache.lifetime == .oneHour, !model.cachesLong { drop("cache_control.ttl") }
        writer.object { writer in
            writer.object("cachePoint") { writer in
                writer.member("type", "default")
                if cache.lifetime == .oneHour, model.cachesLong { writer.member("ttl", "1h") }
            }
        }
    }

    static func writeCall(id: String, name: String, arguments: String, into writer: inout JSONWriter) {
        writer.member("toolUseId", id)
        writer.member("name", name)
        writer.key("input")
        AnthropicBlockEncoder.writeInput(arguments, into: &writer)
    }

    private static func writeThought(_ text: String, _ signature: Signature?, into writer: inout JSONWriter) {
        writer.object("reasoningText") { writer in
            writer.member("text", text)
            if let signature { writer.member("signature", signature.text) }
        }
    }

    private mutating func write(_ result: ToolResult, into writer: inout JSONWriter) {
        writer.key("toolResult")
        writer.beginObject()
        writer.member("toolUseId", identifiers.result(result.callID))
        writer.key("content")
        writer.beginArray()
        write(result.parts, into: &writer)
        writer.endArray()
        if result.isError { writer.member("status", "error") }
        writer.endObject()
    }
}

// MARK: Media

extension ConverseContentEncoder {
    private mutating func writeImage(_ media: Media, into writer: inout JSONWriter) {
        if media.detail != nil { drop("image_url.detail") }
        writer.object("image") { writer in
            writer.member("format", ConverseFormat.image(media.type) ?? "png")
            Self.writeSource(media, into: &writer)
        }
    }

    private mutating func writeDocument(_ media: Media, _ name: String?, into writer: inout JSONWriter) {
        let name = names.name(name)
        writer.object("document") { writer in
            writer.member("format", ConverseFormat.document(media.type) ?? "pdf")
            writer.member("name", name)
            Self.writeSource(media, into: &writer)
        }
    }

    private func writeAudio(_ media: Media, into writer: inout JSONWriter) {
        writer.object("audio") { writer in
            writer.member("format", media.type.map { String($0.split(separator: "/").last ?? "wav") } ?? "wav")
            Self.writeSource(media, into: &writer)
        }
    }

    private static func writeSource(_ media: Media, into writer: inout JSONWriter) {
        writer.object("source") { writer in
            switch media.source {
            case .base64(let data): writer.member("bytes", data)
            case .url(let place), .file(let place): writer.object("s3Location") { $0.member("uri", place) }
            }
        }
    }
}
