internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes an answer of Converse that is one JSON document
/// (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html).
enum ConverseWholeDecoder {
    static func decode(_ body: Bytes, model: String) throws(Fault) -> [ChatEvent] {
        let root: JSONValue
        do {
            root = try JSONDocument.parse(body).root
        } catch {
            throw Fault(.transport, message: "the provider's answer is not JSON: \(error.message)")
        }
        guard let content = root["output"]?["message"]?["content"], content.kind == .array else { throw fault(in: root) }
        var events: [ChatEvent] = [.started(id: "", model: "")]
        var blocks = ConverseBlocks(model: model)
        for block in content.elements { blocks.take(block, into: &events) }
        if let counts = root["usage"], counts.kind == .object { events.append(.usage(ConverseUsage.read(counts))) }
        events.append(.finished(ConverseStop.reason(root["stopReason"]?.string ?? "end_turn", extra: root["additionalModelResponseFields"])))
        events.append(.ended)
        return events
    }

    private static func fault(in root: JSONValue) -> Fault {
        guard root.kind == .object, root["message"] != nil || root["Message"] != nil else {
            return Fault(.transport, message: "the provider's answer holds no message")
        }
        return FaultClassifier.fault(in: ErrorBody(event: root))
    }
}
