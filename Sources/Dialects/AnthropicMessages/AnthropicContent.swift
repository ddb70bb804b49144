internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes content blocks of a Messages request.
struct AnthropicContent {
    private(set) var unsaid: [String] = []

    mutating func parts(_ content: JSONValue?, _ path: String) throws(DialectError) -> [ContentPart] {
        guard let content, !content.isNull else { return [] }
        if let text = Text(content) { return [.text(text)] }
        guard content.kind == .array else { throw .wrongType(path, "a string or an array") }
        var parts: [ContentPart] = []
        for (index, block) in content.elements.enumerated() {
            let place = "\(path)[\(index)]"
            guard block.kind == .object else { throw .wrongType(place, "an object") }
            if let part = try part(block, place) { parts.append(part) } else { unsaid.append(place) }
        }
        return AnthropicCallSignature.joined(parts)
    }

    private mutating func part(_ block: JSONValue, _ path: String) throws(DialectError) -> ContentPart? {
        let cache = OpenAIContent.cacheMarker(block["cache_control"])
        switch try Field.required(block["type"], "\(path).type") {
        case "text": return .text(try Field.text(block["text"], "\(path).text"), cache: cache)
        case "image": return try source(block["source"], "\(path).source").map { .image($0, cache: cache) }
        case "document":
            let name = try Field.string(block["title"], "\(path).title")
            return try source(block["source"], "\(path).source").map { .document($0, name: name, cache: cache) }
        case "tool_use":
            return .toolCall(
                ToolCall(
                    id: try Field.required(block["id"], "\(path).id"), name: try Field.required(block["name"], "\(path).name"),
                    arguments: try Field.object(block["input"], "\(path).input")?.raw.text ?? "{}"), cache: cache)
        case "tool_result": return try result(block, path, cache)
        case "thinking":
            let signature = try Field.string(block["signature"], "\(path).signature").flatMap { $0.isEmpty ? nil : $0 }
                .map { SignatureText.read($0, in: .anthropicMessages) }
            return .reasoning(text: try Field.required(block["thinking"], "\(path).thinking"), signature: signature)
        case "redacted_thinking": 
            return .redactedReasoning(SignatureText.read(try Field.required(block["data"], "\(path).data"), in: .anthropicMessages))
        default: return nil
        }
    }

    /// Results hold text and media, but no further results: one within another is not followed.
    private mutating func result(_ block: JSONValue, _ path: String, _ cache: CacheMarker?) throws(DialectError) -> ContentPart {
        let id = try Field.required(block["tool_use_id"], "\(path).tool_use_id")
        var held: [ContentPart] = []
        if let content = block["content"], content.kind == .array {
            for (index, inner) in content.elements.enumerated() {
                let place = "\(path).content[\(index)]"
                let isResult = inner["type"]?.isString("tool_result") == true
                if !isResult, let part = try part(inner, place) { held.append(part) } else { unsaid.append(place) }
            }
        } else {
            held = try parts(block["content"], "\(path).content")
        }
        let isError = try Field.bool(block["is_error"], "\(path).is_error") ?? false
        return .toolResult(ToolResult(callID: id, parts: held, isError: isError), cache: cache)
    }

    /// Nil for a source that has no place elsewhere, such as a list of blocks.
    private func source(_ value: JSONValue?, _ path: String) throws(DialectError) -> Media? {
        guard let source = try Field.object(value, path) else { throw .missing(path) }
        let type = try Field.string(source["media_type"], "\(path).media_type")
        switch try Field.required(source["type"], "\(path).type") {
        case "base64":
            let data = try Field.required(source["data"], "\(path).data")
            return Media(type: type, source: .base64(try Base64.checked(data, "\(path).data")))
        case "url": return Media(type: type, source: .url(try Field.required(source["url"], "\(path).url")))
        case "file": return Media(type: type, source: .file(try Field.required(source["file_id"], "\(path).file_id")))
        case "text":
            let text = try Field.required(source["data"], "\(path).data")
            return Media(type: type ?? "text/plain", source: .base64(Base64.encode(Bytes(text.utf8))))
        default: return nil
        }
    }
}
