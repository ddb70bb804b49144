internal import Conversation
internal import JSONText

/// The words for why an answer ended.
enum AnthropicStop {
    static func reason(_ word: String, sequence: JSONValue?) -> FinishReason {
        switch word {
        case "end_turn": .stop
        case "stop_sequence": .stopSequence(sequence?.string)
        case "max_tokens", "model_context_window_exceeded": .length
        case "tool_use": .toolCalls
        case "refusal": .refusal
        case "pause_turn": .pause
        default: .other(word)
        }
    }

    /// The nearest of Anthropic's words.
    static func word(_ reason: FinishReason, hasCalls: Bool) -> String {
        switch reason {
        // Several services end a turn that calls tools with an ordinary stop.
        case .stop, .other: hasCalls ? "tool_use" : "end_turn"
        case .stopSequence(nil): hasCalls ? "tool_use" : "end_turn"
        case .stopSequence: "stop_sequence"
        case .length: "max_tokens"
        case .toolCalls: "tool_use"
        case .contentFilter, .refusal: "refusal"
        case .pause: "pause_turn"
        }
    }

    /// Why a refusal, where the provider says so.
    static func explanation(_ details: JSONValue?) -> String? {
        guard let text = details?["explanation"]?.string, !text.isEmpty else { return nil }
        return text
    }
}
