internal import HTTPWire
internal import JSONText
internal import Primitives

/// Anthropic's count of a request's tokens (https://docs.anthropic.com/en/api/messages-count-tokens).
enum AnthropicTokenCount: TokenCountAPI {
    /// The request as it is, but for the metadata, which say nothing here and may hold shunt's mode.
    static func request(_ body: JSONValue, model: String) -> OutgoingBody {
        var edits = SourceEdits(of: body)
        let member = Bytes(#""model":"#.utf8) + PlainJSON.quoted(model)
        if !edits.replaceMember("model", of: body, with: member) { edits.insert(member, into: body) }
        edits.remove(["metadata"], from: body)
        return OutgoingBody(path: "/messages/count_tokens", fields: AnthropicPlace.directFields, body: edits.applied())
    }

    static func tokens(in answer: Bytes) -> Int? {
        guard let root = try? JSONDocument.parse(answer).root else { return nil }
        return root["input_tokens"]?.int
    }

    static func answer(_ tokens: Int) -> Bytes {
        var writer = JSONWriter()
        writer.object { $0.member("input_tokens", tokens) }
        return writer.bytes
    }
}
