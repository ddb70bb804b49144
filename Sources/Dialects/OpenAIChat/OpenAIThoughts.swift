internal import Conversation
internal import JSONText
internal import Primitives

/// Reads a model's thoughts from the fields in which services send them.
enum OpenAIThoughts {
    /// The same text often stands in two or three of the fields: the first that holds any counts. Signatures and sealed data only
    /// stand in `reasoning_details`.
    static func decode(_ content: JSONValue?, _ reasoning: JSONValue?, _ details: JSONValue?, into events: inout [ChatEvent]) {
        let text = nonEmpty(content) ?? nonEmpty(reasoning)
        if let text { events.append(.reasoning(text)) }
        guard let details else { return }
        for detail in details.elements {
            if text == nil, let told = nonEmpty(detail["text"]) ?? nonEmpty(detail["summary"]) { events.append(.reasoning(told)) }
            if let signature = nonEmpty(detail["signature"]) { events.append(.reasoningSignature(signature)) }
            if let data = nonEmpty(detail["data"]) { events.append(.redactedReasoning(data: data)) }
        }
    }

    private static func nonEmpty(_ value: JSONValue?) -> String? {
        guard let value, value.kind == .string, !value.isEmptyOrNull else { return nil }
        return value.string
    }
}
