internal import HTTPWire
internal import JSONText
internal import Primitives

/// The answer to a request for all models, in the shape that each API has for it.
enum ModelList {
    enum Shape: Sendable {
        case openAI, anthropic, gemini, bedrock

        /// Nil where the request is for something else.
        init?(_ head: RequestHead) {
            if head.path.hasSuffix("/foundation-models") {
                self = .bedrock
            } else if !head.path.hasSuffix("/models") {
                return nil
            } else if head.fields["x-goog-api-key"] != nil || head.path.hasPrefix("/v1beta/") {
                self = .gemini
            } else {
                self = head.fields["anthropic-version"] != nil ? .anthropic : .openAI
            }
        }
    }

    /// What is listed where no scenario says otherwise; any other name answers as well.
    static let names = ["sim-frontier", "sim-balanced", "sim-small", "sim-internal"]

    static func json(_ models: [String], _ shape: Shape) -> Bytes {
        let entries = models.map { entry(JSONWriter.quoted($0), shape) }.joined(separator: ",")
        let list = switch shape {
        case .openAI: "{\"object\":\"list\",\"data\":[\(entries)]}"
        case .anthropic: "{\"data\":[\(entries)],\"has_more\":false}"
        case .gemini: "{\"models\":[\(entries)]}"
        case .bedrock: "{\"modelSummaries\":[\(entries)]}"
        }
        return Bytes(list.utf8)
    }

    private static func entry(_ name: String, _ shape: Shape) -> String {
        switch shape {
        case .openAI: "{\"id\":\(name),\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"simulator\"}"
        case .anthropic: "{\"id\":\(name),\"type\":\"model\",\"display_name\":\(name),\"created_at\":\"2026-01-01T00:00:00Z\"}"
        case .gemini: "{\"name\":\"models/\(name.dropFirst()),\"displayName\":\(name),\"inputTokenLimit\":8192,\"outputTokenLimit\":8192,\"supportedGenerationMethods\":[\"generateContent\",\"countTokens\"]}"
        case .bedrock: "{\"modelId\":\(name),\"modelName\":\(name),\"providerName\":\"simulator\",\"inputModalities\":[\"TEXT\"],\"outputModalities\":[\"TEXT\"],\"responseStreamingSupported\":true}"
        }
    }

    /// The API whose head fields go with a list.
    static func api(_ shape: Shape) -> any ProviderAPI {
        shape == .anthropic ? AnthropicMessages() : OpenAIChat()
    }
}
