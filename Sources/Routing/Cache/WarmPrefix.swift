package import Conversation
package import Primitives

/// What tells one conversation of a session from another: system prompt, tools and first user message, the beginning of every prompt.
///
/// A digest of their lengths and both ends of each, since it is taken on every request: a change between the ends that keeps the length
/// goes unseen, which the next usage shows.
package struct ConversationMark: Hashable, Sendable {
    package let value: UInt64

    package init(value: UInt64) { self.value = value }

    package init(_ parts: [ByteSlice]) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ bytes: ByteSlice) { for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 } }
        for part in parts {
            hash = Rendezvous.mix(hash ^ UInt64(part.count))
            add(part.prefix(Limits.markBytes))
            add(part.dropFirst(Limits.markBytes).suffix(Limits.markBytes))
        }
        value = hash
    }
}

/// A conversation's beginning that one provider keeps for one model and key.
package struct WarmPrefix: Sendable, Equatable {
    package let place: Health.Place
    package let conversation: ConversationMark
    /// As the model was called with; nil is its own.
    package let effort: Effort?
    /// The tier that it was called for; nil where the caller named the model.
    package let tier: TierName?
    /// What is kept; 0 where the provider tells of nothing.
    package let tokens: Int
    package let lifetime: Duration
    /// When it is cold, unless it is read before.
    package let until: Instant
    /// When it was last read or written.
    let used: Instant
    /// It is kept for the longer time, at the price of that.
    package let isLong: Bool
    /// The request marked it, or its provider keeps every prompt.
    package let isMarked: Bool

    /// What `call` leaves warm; `before` is what the same place kept of the conversation until then.
    init(after call: AnsweredCall, before: WarmPrefix?) {
        let usage = call.usage ?? Usage(input: 0, output: 0)
        place = call.place
        conversation = call.conversation
        effort = call.effort
        tier = call.tier
        isLong = usage.cacheWrite1h > 0 || usage.cacheWrite5m == 0 && before?.isLong == true
        isMarked = call.model.keepsWhatIsMarked && usage.cacheRead + usage.cacheWrite > 0
        lifetime = call.model.cacheLifetime(isLong: isLong)
        used = call.started
        until = used + lifetime
        let kept = call.model.kept(after: usage)
        // What was thought warm and was not found is believed only as far as it was read.
        let wasMissed = before.map { $0.until > call.started && usage.cacheRead < $0.tokens / 2 } ?? false
        tokens = wasMissed ? min(kept, usage.cacheRead) : kept
    }

    /// Whether a call so made reads it.
    func fits(_ place: Health.Place, _ conversation: ConversationMark, _ effort: Effort?, _ dialect: Dialect) -> Bool {
        self.place == place && self.conversation == conversation && (self.effort == effort || !dialect.keepsByEffort)
    }
}
