internal import Conversation
internal import JSONText
internal import Primitives

/// Reads embeddings for what they used; the vectors go to the caller as they are
/// (https://platform.openai.com/docs/api-reference/embeddings/object).
enum EmbeddingsAnswer {
    static func decode(_ body: Bytes) throws(Fault) -> [ChatEvent] {
        let root: JSONValue
        do {
            root = try JSONDocument.parse(body).root
        } catch {
            throw Fault(.transport, message: "the provider's answer is not JSON: \(error.message)")
        }
        if let error = root["error"], !error.isNull { throw FaultClassifier.fault(in: ErrorBody(event: root)) }
        guard let data = root["data"], data.kind == .array, !data.isEmptyOrNull else {
            throw Fault(.transport, message: "the provider's answer holds no data")
        }
        var events: [ChatEvent] = [.started(id: root["id"]?.string ?? "", model: root["model"]?.string ?? "")]
        if let usage = root["usage"].flatMap(tokens) { events.append(.usage(usage)) }
        events.append(.ended)
        return events
    }

    /// Embeddings have no output, and nothing of theirs is cached: all is input. Voyage and Jina name the total alone.
    private static func tokens(_ usage: JSONValue) -> Usage? {
        guard let count = usage["prompt_tokens"]?.int ?? usage["total_tokens"]?.int else { return nil }
        return Usage(input: Usage.believable(count), output: 0)
    }
}
