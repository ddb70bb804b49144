internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes an answer of the Messages API that is one JSON document.
enum AnthropicWholeDecoder {
    static func decode(_ body: Bytes) throws(Fault) -> [ChatEvent] {
        let root: JSONValue
        do {
            root = try JSONDocument.parse(body).root
        } catch {
            throw Fault(.transport, message: "the provider's answer is not JSON: \(error.message)")
        }
        guard let content = root["content"], content.kind == .array else { throw fault(in: root) }
        var events: [ChatEvent] = [.started(id: root["id"]?.string ?? "", model: root["model"]?.string ?? "")]
        var blocks = AnthropicBlocks()
        for (index, block) in content.elements.enumerated() {
            blocks.start(index, block, into: &events)
            blocks.stop(index, into: &events)
        }
        if let counts = root["usage"], counts.kind == .object {
            var usage = AnthropicUsage()
            usage.take(counts)
            events.append(.usage(usage.total))
        }
        if let explanation = AnthropicStop.explanation(root["stop_details"]) { events.append(.refusal(explanation)) }
        events.append(.finished(AnthropicStop.reason(root["stop_reason"]?.string ?? "end_turn", sequence: root["stop_sequence"])))
        events.append(.ended)
        return events
    }

    private static func fault(in root: JSONValue) -> Fault {
        guard root.kind == .object, root["error"] != nil || root["message"] != nil else {
            return Fault(.transport, message: "the provider's answer holds no content")
        }
        return FaultClassifier.fault(in: ErrorBody(event: root))
    }
}
