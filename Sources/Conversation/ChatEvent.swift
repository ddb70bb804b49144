/// One step of an answer, streamed or whole, in no API's words.
///
/// A sound answer is `started`, then content in order, `finished`, `usage` at any time and any number of times
/// (each replaces the last), and `ended`. Nothing follows `ended` or `failed`.
package enum ChatEvent: Sendable, Equatable {
    /// The provider's id for the answer and the model that it says ran; either may be empty.
    case started(id: String, model: String)
    case text(String)
    case refusal(String)
    /// Thoughts as text.
    case reasoning(String)
    /// Completes the thoughts before it; only its issuer can read it.
    case reasoningSignature(Signature)
    /// Thoughts that only their issuer can read.
    case redactedReasoning(Signature)
    /// Opens call number `index` of this answer, counted from 0.
    case toolCall(index: Int, id: String, name: String)
    /// Appends to the arguments of call `index`.
    case toolArguments(index: Int, String)
    /// Belongs to call `index`, and must be replayed with it to its issuer (Gemini).
    case toolSignature(index: Int, Signature)
    /// Of the text before it.
    case citation(Citation)
    /// An image or sound that the model made.
    case media(Media)
    /// Of the text's next tokens, in order.
    case logprobs([TokenLogprob])
    /// A server tool's item or other content that shunt carries but does not read: the dialect's own JSON.
    case opaque(String)
    case finished(FinishReason)
    /// Running totals: replaces any usage before it.
    case usage(Usage)
    /// The provider gave up in mid-answer.
    case failed(Fault)
    /// The provider said that the answer is complete. A stream that stops without it was cut.
    case ended
}

package enum FinishReason: Sendable, Equatable {
    case stop
    case stopSequence(String?)
    case length
    case toolCalls
    case contentFilter
    case refusal
    /// The provider pauses a long turn and expects to be called again.
    case pause
    /// A reason that no other API knows, in the provider's word.
    case other(String)

    /// The word by which callers of the NDJSON protocol know it; the provider's own where no other fits.
    package var name: String {
        switch self {
        case .stop: "stop"
        case .stopSequence: "stop_sequence"
        case .length: "length"
        case .toolCalls: "tool_calls"
        case .contentFilter: "content_filter"
        case .refusal: "refusal"
        case .pause: "pause"
        case .other(let word): word
        }
    }
}
