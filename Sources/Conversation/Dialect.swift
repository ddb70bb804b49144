/// A wire API that callers or providers speak.
package enum Dialect: String, Sendable, CaseIterable {
    case openAIChat = "openai-chat"
    case openAIResponses = "openai-responses"
    case anthropicMessages = "anthropic-messages"
    case gemini
    case bedrockConverse = "bedrock-converse"
}
