package import Conversation
package import Primitives
package import Routing

/// One call of a trace: what was asked, and what it used; nothing that was said. contrib/traces describes its form as JSON.
package struct TraceCall: Sendable, Equatable {
    /// When it came, in Unix milliseconds.
    package var time: Int64
    package var session: SessionID
    /// Whose habits it shows: a unit, else a user.
    package var caller = ""
    /// As it was claimed, folded; nil where the call named none.
    package var mode: ModeName?
    /// Nil where the caller named a tier or a model itself: see ``asked``.
    package var profile: ProfileName?
    /// What the caller named instead of a profile.
    package var asked: String?
    /// Where it went then; nil in traces of calls that were never made.
    package var tier: TierName?
    package var model: ModelID?
    package var provider: ProviderName?
    /// Which of the session's conversations it belongs to.
    package var conversation: ConversationMark
    package var needs: Abilities = []
    package var effort: Effort?
    package var maxOutput: Int?
    /// Tokens of input as they were estimated; nil: as they were counted.
    package var estimate: Int?
    /// Nil where nothing was used.
    package var usage: Usage?
    /// Nil is unknown.
    package var cost: Money?
    package var status = "ok"
    package var attempts: Int?
    package var firstTokenMilliseconds: Int?
    package var durationMilliseconds: Int?

    package init(time: Int64, session: SessionID, conversation: ConversationMark) {
        self.time = time
        self.session = session
        self.conversation = conversation
    }
}
