internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes content blocks of a Converse request. A block is an object whose one member says what it is.
struct ConverseContent {
    private(set) var unsaid: [String] = []

    mutating func parts(_ content: JSONValue?, _ path: String) throws(DialectError) -> [ContentPart] {
        guard let blocks = try Field.array(content, path) else { return [] }
        var parts: [ContentPart] = []
        for (index, block) in blocks.elements.enumerated() {
            let place = "\(path)[\(index)]"
            guard block.kind == .object else { throw .wrongType(place, "an object") }
            if let cache = Self.cacheMarker(block) {
                mark(&parts, cache, place)
            } else {
                let read = try self.parts(block, at: place)
                if read.isEmpty { unsaid.append(place) }
                parts += read
            }
        }
        return parts
    }

    /// A cache point is a block of its own and means all that stands before it.
    static func cacheMarker(_ block: JSONValue) -> CacheMarker? {
        guard let point = block["cachePoint"] else { return nil }
        return CacheMarker(lifetime: point["ttl"]?.isString("1h") == true ? .oneHour : .fiveMinutes)
    }

    private mutating func mark(_ parts: inout [ContentPart], _ cache: CacheMarker, _ path: String) {
        guard let last = parts.last, let marked = last.marked(cache) else { return unsaid.append(path) }
        parts[parts.count - 1] = marked
    }

    /// Empty for a block that has no place elsewhere.
    private mutating func parts(_ block: JSONValue, at path: String) throws(DialectError) -> [ContentPart] {
        for (key, value) in block.members where !value.isNull {
            switch key {
            case "text": return [.text(try Field.required(value, "\(path).text"))]
            case "image": return try media(value, "image", "\(path).image").map { [.image($0)] } ?? []
            case "document":
                let name = try Field.string(value["name"], "\(path).document.name")
                return try media(value, "document", "\(path).document").map { [.document($0, name: name)] } ?? []
            case "audio": return try media(value, "audio", "\(path).audio").map { [.audio($0)] } ?? []
            case "toolUse": return [.toolCall(try call(value, "\(path).toolUse"))]
            case "toolResult": return [.toolResult(try result(value, "\(path).toolResult"))]
            case "reasoningContent": return try thought(value, "\(path).reasoningContent").map { [$0] } ?? []
            // What a guardrail is to look at is text to the model.
            case "guardContent": return try Field.string(value["text"]?["text"], "\(path).guardContent.text.text").map { [.text($0)] } ?? []
            case "citationsContent": return value["content"]?.elements.compactMap { $0["text"]?.string.map { .text($0) } } ?? []
            default: break
            }
        }
        return []
    }

    private func call(_ block: JSONValue, _ path: String) throws(DialectError) -> ToolCall {
        ToolCall(
            id: try Field.required(block["toolUseId"], "\(path).toolUseId"), name: try Field.required(block["name"], "\(path).name"),
            arguments: try Field.object(block["input"], "\(path).input")?.raw.text ?? "{}")
    }

    /// Results hold text, JSON and media, but no further results: one within another is not followed.
    private mutating func result(_ block: JSONValue, _ path: String) throws(DialectError) -> ToolResult {
        var held: [ContentPart] = []
        for (index, inner) in (try Field.array(block["content"], "\(path).content")?.elements.map { $0 } ?? []).enumerated() {
            let place = "\(path).content[\(index)]"
            if let json = inner["json"] {
                held.append(.text(json.raw.text))
            } else {
                let read = inner["toolResult"] == nil ? try parts(inner, at: place) : []
                if read.isEmpty { unsaid.append(place) }
                held += read
            }
        }
        return ToolResult(
            callID: try Field.required(block["toolUseId"], "\(path).toolUseId"), parts: held, isError: block["status"]?.isString("error") == true)
    }

    private func thought(_ block: JSONValue, _ path: String) throws(DialectError) -> ContentPart? {
        if let data = try Field.string(block["redactedContent"], "\(path).redactedContent") { return .redactedReasoning(ConverseSeal.read(data)) }
        guard let thought = try Field.object(block["reasoningText"], "\(path).reasoningText") else { return nil }
        let signature = try Field.string(thought["signature"], "\(path).reasoningText.signature").flatMap { $0.isEmpty ? nil : $0 }
        return .reasoning(
            text: try Field.required(thought["text"], "\(path).reasoningText.text"),
            signature: signature.map { SignatureText.read($0, in: .bedrockConverse) })
    }

    /// Nil for a source that has no place elsewhere, such as a list of blocks.
    private func media(_ block: JSONValue, _ kind: String, _ path: String) throws(DialectError) -> Media? {
        let format = try Field.string(block["format"], "\(path).format")
        guard let source = try Field.object(block["source"], "\(path).source") else { throw .missing("\(path).source") }
        let type = format.map { ConverseFormat.type($0, kind) }
        if let bytes = try Field.string(source["bytes"], "\(path).source.bytes") {
            return Media(type: type, source: .base64(try Base64.checked(bytes, "\(path).source.bytes")))
        }
        if let text = try Field.string(source["text"], "\(path).source.text") {
            return Media(type: type ?? "text/plain", source: .base64(Base64.encode(Bytes(text.utf8))))
        }
        guard let place = source["s3Location"] else { return nil }
        return Media(type: type, source: .url(try Field.required(place["uri"], "\(path).source.s3Location.uri")))
    }
}
