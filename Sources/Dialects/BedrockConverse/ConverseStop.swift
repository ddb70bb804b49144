internal import Conversation
internal import JSONText

/// The words for why an answer ended.
enum ConverseStop {
    /// `extra`: what the model says beside Converse's own words, where the caller asked for the stop sequence.
    static func reason(_ word: String, extra: JSONValue? = nil) -> FinishReason {
        switch word {
        case "end_turn": .stop
        case "stop_sequence": .stopSequence(extra?["stop_sequence"]?.string)
        case "max_tokens", "model_context_window_exceeded": .length
        case "tool_use": .toolCalls
        case "guardrail_intervened", "content_filtered": .contentFilter
        case "refusal": .refusal
        case "pause_turn": .pause
        default: .other(word)
        }
    }

    /// The nearest of Converse's words.
    static func word(_ reason: FinishReason, hasCalls: Bool) -> String {
        switch reason {
        case .stop, .other, .pause: hasCalls ? "tool_use" : "end_turn"
        case .stopSequence: "stop_sequence"
        case .length: "max_tokens"
        case .toolCalls: "tool_use"
        case .contentFilter, .refusal: "content_filtered"
        }
    }
}
