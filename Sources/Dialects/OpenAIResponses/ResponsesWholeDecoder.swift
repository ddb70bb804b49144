internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes a response that is one JSON document.
enum ResponsesWholeDecoder {
    static func decode(_ body: Bytes) throws(Fault) -> [ChatEvent] {
        let root: JSONValue
        do {
            root = try JSONDocument.parse(body).root
        } catch {
            throw Fault(.transport, message: "the provider's answer is not JSON: \(error.message)")
        }
        if let error = root["error"], !error.isNull { throw FaultClassifier.fault(in: ErrorBody(event: root)) }
        guard let output = root["output"], output.kind == .array else {
            guard root["detail"] != nil || root["message"] != nil else {
                throw Fault(.transport, message: "the provider's answer holds no output")
            }
            throw FaultClassifier.fault(in: ErrorBody(event: root))
        }
        if root["status"]?.isString("failed") == true {
            throw Fault(.provider, message: "the provider said that its answer failed, and not why")
        }
        var items = ResponsesItems()
        items.answer = root["id"]?.string ?? ""
        var events: [ChatEvent] = [.started(id: items.answer, model: root["model"]?.string ?? "")]
        items.end(root, into: &events)
        events.append(.ended)
        return events
    }
}
