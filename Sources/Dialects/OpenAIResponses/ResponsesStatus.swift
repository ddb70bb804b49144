internal import Conversation
internal import JSONText

/// Why a response ended: its `status`, and where it is `incomplete` the reason for that.
enum ResponsesStatus {
    static func reason(_ response: JSONValue, hasCalls: Bool, hasRefusal: Bool) -> FinishReason {
        switch response["status"]?.string {
        case "incomplete":
            switch response["incomplete_details"]?["reason"]?.string {
            case "max_output_tokens", "max_tokens", nil: return .length
            case "content_filter": return .contentFilter
            case let other?: return .other(other)
            }
        // Answers in the background that are not there yet.
        case let word? where ["queued", "in_progress", "cancelled"].contains(word): return .other(word)
        default: return hasCalls ? .toolCalls : hasRefusal ? .refusal : .stop
        }
    }

    /// The reason for an incomplete answer; nil where it is complete.
    static func incomplete(_ reason: FinishReason) -> String? {
        switch reason {
        case .stop, .stopSequence, .toolCalls, .refusal, .other: nil
        // A paused turn is cut short, too, and goes on when asked again.
        case .length, .pause: "max_output_tokens"
        case .contentFilter: "content_filter"
        }
    }
}
