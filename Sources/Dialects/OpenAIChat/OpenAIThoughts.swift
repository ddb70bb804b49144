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
            if let text = nonEmpty(detail["signature"]) { events.append(.reasoningSignature(signature(text, of: detail))) }
            if let data = nonEmpty(detail["data"]) { events.append(.redactedReasoning(signature(data, of: detail))) }
        }
    }

    /// OpenRouter names who wrote a detail by its `format`, such as `anthropic-claude-v1`; where there is no such word, the text is marked.
    static func signature(_ text: String, of detail: JSONValue) -> Signature {
        let format = detail["format"]?.string
        let named = Dialect.allCases.first { dialect in dialect.detailFormat.flatMap { format?.hasPrefix($0) } ?? false }
        return named.map { Signature(text, issuer: $0) } ?? SignatureText.read(text, in: .openAIChat)
    }

    /// As ``signature(_:of:)`` reads it.
    static func write(_ name: StaticString, _ signature: Signature, into writer: inout JSONWriter) {
        guard let format = signature.issuer.detailFormat else { return writer.member(name, SignatureText.write(signature, in: .openAIChat)) }
        writer.member(name, signature.text)
        writer.member("format", format)
    }

    private static func nonEmpty(_ value: JSONValue?) -> String? {
        guard let value, value.kind == .string, !value.isEmptyOrNull else { return nil }
        return value.string
    }
}

extension Dialect {
    /// What the `format` of a reasoning detail begins with where this dialect's provider issued it; nil where there is no such word.
    var detailFormat: String? {
        switch self {
        case .anthropicMessages: "anthropic-claude-v1"
        case .gemini: "google-gemini-v1"
        case .openAIResponses: "openai-responses-v1"
        case .openAIChat, .bedrockConverse: nil
        }
    }
}
