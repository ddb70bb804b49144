package import Conversation
package import JSONText

extension Dialect {
    /// The API that a request's body is written in, by the fields that it has and no other API; OpenAI's chat where nothing tells.
    package init(shapeOf body: JSONValue) {
        if body["contents"] != nil {
            self = .gemini
        } else if body["inferenceConfig"] != nil || body["toolConfig"] != nil || Self.holdsBareParts(body["messages"]) {
            self = .bedrockConverse
        } else if body["system"] != nil || body["anthropic_version"] != nil || body["stop_sequences"] != nil || Self.hasInputSchema(body["tools"]) {
            self = .anthropicMessages
        } else if body["input"] != nil || body["previous_response_id"] != nil {
            self = .openAIResponses
        } else {
            self = .openAIChat
        }
    }

    /// Parts of a message without a `type`: the name of their one member tells what they are.
    private static func holdsBareParts(_ messages: JSONValue?) -> Bool {
        guard let part = messages?.elements.first(where: { _ in true })?["content"]?.elements.first(where: { _ in true }) else { return false }
        return part.kind == .object && part["type"] == nil
    }

    private static func hasInputSchema(_ tools: JSONValue?) -> Bool {
        tools?.elements.first { _ in true }?["input_schema"] != nil
    }
}
