internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes the parts of a Responses message's content, and of a tool's output.
enum ResponsesContent {
    /// Nil for a part that ``ContentPart`` has no case for.
    static func part(_ part: JSONValue, _ path: String) throws(DialectError) -> ContentPart? {
        guard part.kind == .object else { throw .wrongType(path, "an object") }
        switch try Field.required(part["type"], "\(path).type") {
        case "input_text", "output_text": return .text(try Field.text(part["text"], "\(path).text"))
        case "refusal": return .refusal(try Field.required(part["refusal"], "\(path).refusal"))
        case "input_image": return .image(try image(part, path))
        case "input_file": return try file(part, path)
        case "input_audio": return try OpenAIContent.parts(part, path).first
        default: return nil
        }
    }

    private static func image(_ part: JSONValue, _ path: String) throws(DialectError) -> Media {
        let detail = try Field.string(part["detail"], "\(path).detail")
        if let id = try Field.string(part["file_id"], "\(path).file_id") { return Media(type: nil, source: .file(id), detail: detail) }
        let url = try Field.required(part["image_url"], "\(path).image_url")
        return try OpenAIContent.media(url, detail: detail, "\(path).image_url")
    }

    private static func file(_ part: JSONValue, _ path: String) throws(DialectError) -> ContentPart {
        let name = try Field.string(part["filename"], "\(path).filename")
        if let id = try Field.string(part["file_id"], "\(path).file_id") {
            return .document(Media(type: nil, source: .file(id)), name: name)
        }
        if let url = try Field.string(part["file_url"], "\(path).file_url") {
            return .document(try OpenAIContent.media(url, detail: nil, "\(path).file_url"), name: name)
        }
        let data = try Field.required(part["file_data"], "\(path).file_data")
        return .document(try OpenAIContent.media(data, detail: nil, "\(path).file_data"), name: name)
    }
}
