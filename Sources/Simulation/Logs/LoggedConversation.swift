internal import Conversation
internal import Routing

/// Tells one conversation of an agent from the next: where its prompt shrinks to less than half, or the log says that it was made shorter, what
/// a cache holds of it is of no use any more.
struct LoggedConversation: Sendable {
    private var generation = 0
    private var prompt = 0

    mutating func mark(of call: LoggedCall, beside: Bool) -> ConversationMark {
        if beside { return ConversationMark(value: LoggedCall.identity(call.thread, "beside")) }
        let input = call.usage.totalInput
        if prompt > 0, call.isCompacted || input < prompt / 2 { generation += 1 }
        prompt = input
        return ConversationMark(value: LoggedCall.identity(call.thread, String(generation)))
    }
}
