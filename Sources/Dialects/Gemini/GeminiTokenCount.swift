internal import HTTPWire
internal import JSONText
internal import Primitives

/// Gemini's count of a request's tokens (https://ai.google.dev/api/tokens).
enum GeminiTokenCount: TokenCountAPI {
    /// Contents alone are asked about as they are; what stands beside them counts only as a part of a whole request.
    static func request(_ body: JSONValue, model: String) -> OutgoingBody {
        let path = "/models/\(PathSegment.encoded(model)):countTokens"
        let fields = GeminiRequestEncoder.fields
        if body.members.allSatisfy({ $0.key == "contents" }) { return OutgoingBody(path: path, fields: fields, body: Bytes(body.raw)) }
        var writer = JSONWriter()
        writer.object { writer in
            writer.object("generateContentRequest") { writer in
                writer.member("model", "models/\(model)")
                for (key, value) in body.members where !(key == "model") {
                    writer.key(key.text)
                    writer.value(value)
                }
            }
        }
        return OutgoingBody(path: path, fields: fields, body: writer.bytes)
    }

    static func tokens(in answer: Bytes) -> Int? {
        guard let root = try? JSONDocument.parse(answer).root else { return nil }
        return root["totalTokens"]?.int
    }

    static func answer(_ tokens: Int) -> Bytes {
        var writer = JSONWriter()
        writer.object { $0.member("totalTokens", tokens) }
        return writer.bytes
    }
}
