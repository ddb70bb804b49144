internal import Conversation

/// The words for why an answer ended.
enum OpenAIFinish {
    static func reason(_ word: String?, hasCalls: Bool) -> FinishReason {
        switch word {
        case nil: hasCalls ? .toolCalls : .stop
        case "stop", "eos", "eos_token", "end_turn", "STOP": .stop
        case "stop_sequence": .stopSequence(nil)
        case "length", "max_tokens", "model_length", "MAX_TOKENS": .length
        case "tool_calls", "function_call", "tool_use": .toolCalls
        case "content_filter", "SAFETY": .contentFilter
        case "refusal": .refusal
        case let other?: .other(other)
        }
    }

    /// The nearest of the words that OpenAI's SDKs know.
    static func word(_ reason: FinishReason) -> String {
        switch reason {
        case .stop, .stopSequence, .other: "stop"
        // A paused turn is cut short, too, and goes on when asked again.
        case .length, .pause: "length"
        case .toolCalls: "tool_calls"
        case .contentFilter, .refusal: "content_filter"
        }
    }

    /// A reason that is a failure: the provider broke off.
    static func fault(_ word: String?) -> Fault? {
        switch word {
        case "error": Fault(.provider, code: "error", message: "the provider ended its answer with an error")
        case "insufficient_system_resource":
            Fault(.provider, code: word, message: "the provider broke off for want of resources")
        default: nil
        }
    }
}
