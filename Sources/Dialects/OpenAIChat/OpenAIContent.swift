internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes the parts of a chat-completions message's content.
enum OpenAIContent {
    /// Empty for a part that ``ContentPart`` has no case for.
    static func parts(_ part: JSONValue, _ path: String) throws(DialectError) -> [ContentPart] {
        guard part.kind == .object else { throw .wrongType(path, "an object") }
        let cache = cacheMarker(part["cache_control"])
        switch try Field.required(part["type"], "\(path).type") {
        case "text": return [.text(try Field.text(part["text"], "\(path).text"), cache: cache)]
        case "refusal": return [.refusal(try Field.required(part["refusal"], "\(path).refusal"))]
        case "image_url": return [.image(try image(part["image_url"], "\(path).image_url"), cache: cache)]
        case "input_audio": return [try audio(part["input_audio"], "\(path).input_audio")]
        case "file": return [try file(part["file"], "\(path).file", cache)]
        case "thinking": return [.reasoning(text: thinking(part["thinking"]), signature: nil)]
        default: return []
        }
    }

    static func cacheMarker(_ value: JSONValue?) -> CacheMarker? {
        guard let value, value["type"]?.isString("ephemeral") == true else { return nil }
        return CacheMarker(lifetime: value["ttl"]?.isString("1h") == true ? .oneHour : .fiveMinutes)
    }

    /// Mistral takes the URL alone; everybody else an object around it.
    private static func image(_ value: JSONValue?, _ path: String) throws(DialectError) -> Media {
        if let url = value?.string { return try media(url, detail: nil, path) }
        guard let image = try Field.object(value, path) else { throw .missing(path) }
        let url = try Field.required(image["url"], "\(path).url")
        return try media(url, detail: try Field.string(image["detail"], "\(path).detail"), "\(path).url")
    }

    private static func audio(_ value: JSONValue?, _ path: String) throws(DialectError) -> ContentPart {
        guard let audio = try Field.object(value, path) else { throw .missing(path) }
        let format = try Field.string(audio["format"], "\(path).format")
        let data = try Field.required(audio["data"], "\(path).data")
        return .audio(Media(type: format.map { "audio/\($0)" }, source: .base64(try Base64.checked(data, "\(path).data"))))
    }

    private static func file(_ value: JSONValue?, _ path: String, _ cache: CacheMarker?) throws(DialectError) -> ContentPart {
        guard let file = try Field.object(value, path) else { throw .missing(path) }
        let name = try Field.string(file["filename"], "\(path).filename")
        if let id = try Field.string(file["file_id"], "\(path).file_id") {
            return .document(Media(type: nil, source: .file(id)), name: name, cache: cache)
        }
        let data = try Field.required(file["file_data"], "\(path).file_data")
        return .document(try media(data, detail: nil, "\(path).file_data"), name: name, cache: cache)
    }

    /// What the URL in the field `path` leads to or holds.
    static func media(_ url: String, detail: String?, _ path: String) throws(DialectError) -> Media {
        guard let inline = DataURL(url) else { return Media(type: nil, source: .url(url), detail: detail) }
        return Media(type: inline.type, source: .base64(try Base64.checked(inline.base64, path)), detail: detail)
    }

    /// Mistral's thoughts: a list of text parts.
    static func thinking(_ value: JSONValue?) -> String {
        guard let value else { return "" }
        if let text = value.string { return text }
        return value.elements.reduce(into: "") { $0 += $1["text"]?.string ?? "" }
    }
}
