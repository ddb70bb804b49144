internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes an answer that is one JSON document: an answer, or the array of chunks that a stream without `alt=sse` is.
enum GeminiWholeDecoder {
    static func decode(_ body: Bytes) throws(Fault) -> [ChatEvent] {
        let root: JSONValue
        do {
            root = try JSONDocument.parse(body).root
        } catch {
            throw Fault(.transport, message: "the provider's answer is not JSON: \(error.message)")
        }
        var answer = GeminiAnswer()
        var events: [ChatEvent] = []
        for chunk in root.kind == .array ? Array(root.elements) : [root] {
            if let error = chunk["error"], !error.isNull { throw FaultClassifier.fault(in: ErrorBody(event: chunk)) }
            guard chunk["candidates"] != nil || chunk["promptFeedback"] != nil || chunk["usageMetadata"] != nil else {
                throw Fault(.transport, message: "the provider's answer holds no candidates")
            }
            answer.take(chunk, into: &events)
        }
        guard answer.isComplete else { throw Fault(.transport, message: "the provider's answer does not say why it ended") }
        try answer.end(&events)
        return events
    }
}
