internal import Conversation
internal import Exchange
internal import Primitives

/// How long the beginning of a stream is held back: until it shows that it is sound, within ``Limits/heldBytes`` and ``Limits/heldTime``.
///
/// What a stream begins with proves nothing: some providers send a first event and then an error. A second event that means
/// something does, and so does the end.
struct CommitHold {
    private var bytes = 0
    private var meaningful = 0
    private var isOver = false

    /// Whether something that means anything is there: from then on time counts.
    var hasBegun: Bool { meaningful > 0 }

    /// Whether what is held may be given to the caller.
    var isSound: Bool { meaningful > 1 || isOver || bytes >= Limits.heldBytes }

    mutating func took(_ count: Int, _ parts: ArraySlice<AnswerPart>) {
        bytes += count
        for part in parts {
            for event in part.events where event.isMeaningful {
                meaningful += 1
                if event.isLast { isOver = true }
            }
        }
    }
}

extension ChatEvent {
    /// Whether the provider has begun to answer, rather than only to speak.
    var isMeaningful: Bool {
        switch self {
        case .text, .refusal, .reasoning: isProgress
        case .toolCall, .redactedReasoning, .opaque, .finished, .ended: true
        default: false
        }
    }

    /// Whether the answer has come further by it.
    var isProgress: Bool {
        switch self {
        case .text(let text), .refusal(let text), .reasoning(let text), .toolArguments(_, let text): !text.isEmpty
        case .started, .usage: false
        default: true
        }
    }

    fileprivate var isLast: Bool {
        switch self {
        case .finished, .ended: true
        default: false
        }
    }
}
