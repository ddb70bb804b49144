internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes a chat completion that is one JSON document.
enum OpenAIWholeDecoder {
    static func decode(_ body: Bytes) throws(Fault) -> [ChatEvent] {
        let root: JSONValue
        do {
            root = try JSONDocument.parse(body).root
        } catch {
            throw Fault(.transport, message: "the provider's answer is not JSON: \(error.message)")
        }
        guard let choices = root["choices"], !choices.isEmptyOrNull, choices.kind == .array else { throw fault(in: root) }
        if let error = root["error"], !error.isNull { throw fault(in: root) }
        var answer = OpenAIAnswer()
        var events: [ChatEvent] = []
        answer.name(id: root["id"]?.string, model: root["model"]?.string)
        answer.start(&events)
        for choice in choices.elements { answer.take(choice: choice, isWhole: true, into: &events) }
        if let usage = root["usage"].flatMap(OpenAIUsage.decode) { events.append(.usage(usage)) }
        if let fault = OpenAIFinish.fault(answer.finish) { throw fault }
        answer.end(&events)
        return events
    }

    private static func fault(in root: JSONValue) -> Fault {
        guard root.kind == .object, root["error"] != nil || root["detail"] != nil || root["message"] != nil else {
            return Fault(.transport, message: "the provider's answer holds no choices")
        }
        return FaultClassifier.fault(in: ErrorBody(event: root))
    }
}
