internal import Conversation
internal import Primitives

/// The part of an answer that its caller has, for as long as another model could go on with it: plain text, and nothing else.
///
/// A call that is open cannot be gone on with, and neither can thoughts that only their issuer can sign.
struct Draft {
    private(set) var text = ""
    private(set) var isPlain = true
    private var start = ChatEvent.started(id: "", model: "")
    private var hasThought = false

    mutating func add(_ event: ChatEvent) {
        switch event {
        case .started: start = event
        case .text(let more):
            text += more
            if text.utf8.count > Limits.prefillBytes { isPlain = false }
        case .reasoning:
            hasThought = true
            if !text.isEmpty { isPlain = false }
        case .usage: break
        case .refusal, .reasoningSignature, .redactedReasoning, .toolCall, .toolArguments, .toolSignature, .citation, .media, .logprobs, .opaque, .finished, .failed,
            .ended:
            isPlain = false
        }
    }

    /// Several APIs refuse a last message that ends in white space.
    var beginning: String { String(text[..<(text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? text.startIndex)]) }

    /// What ``beginning`` lacks: the model may write it once more.
    var trail: Substring { text[text.index(text.startIndex, offsetBy: beginning.count)...] }

    /// What stands for all of it to an encoder that goes on from here.
    var said: [ChatEvent] { [start] + (hasThought ? [.reasoning(" ")] : []) + [.text(text)] }
}
