internal import Conversation

/// The words for why an answer ended (https://ai.google.dev/api/generate-content#FinishReason).
enum GeminiFinish {
    static func reason(_ word: String, hasCalls: Bool) -> FinishReason {
        switch word {
        // There is no word for "calls tools": a turn that does so just stops.
        case "STOP", "FINISH_REASON_UNSPECIFIED": hasCalls ? .toolCalls : .stop
        // A call of a tool that was not offered is the caller's to refuse.
        case "UNEXPECTED_TOOL_CALL" where hasCalls: .toolCalls
        case "MAX_TOKENS": .length
        case "CONTINUATION": .pause
        case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION", "MODEL_ARMOR", "ESCALATION":
            .contentFilter
        default: .other(word)
        }
    }

    /// The nearest of Gemini's words.
    static func word(_ reason: FinishReason) -> String {
        switch reason {
        case .stop, .stopSequence, .toolCalls: "STOP"
        case .length, .pause: "MAX_TOKENS"
        case .contentFilter, .refusal: "SAFETY"
        case .other(let word): ownWords.contains(word) ? word : "STOP"
        }
    }

    private static let ownWords = Set(GeminiWord.finishReasons.values).union(["MISSING_THOUGHT_SIGNATURE", "MALFORMED_RESPONSE"])

    /// A reason that is a failure where the model said nothing: another try or another model may do better.
    static func fault(_ word: String, _ message: String?) -> Fault? {
        switch word {
        case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "MISSING_THOUGHT_SIGNATURE",
            "MALFORMED_RESPONSE", "OTHER", "NO_IMAGE", "IMAGE_OTHER":
            Fault(.provider, code: word, message: message ?? "the provider ended without an answer: \(word)")
        default: nil
        }
    }
}
