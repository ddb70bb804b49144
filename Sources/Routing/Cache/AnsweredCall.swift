package import Conversation
package import Primitives

/// One answered call, as ``RoutingMemory`` learns from it.
package struct AnsweredCall: Sendable {
    package var session: SessionID
    /// Whose habits it shows: a unit, else a user.
    package var caller: String
    /// Nil where the request named none that the table knows.
    package var mode: ModeName?
    /// The tier whose model answered; nil where the caller named the model.
    package var tier: TierName?
    package var model: Model
    package var place: Health.Place
    package var effort: Effort?
    package var conversation: ConversationMark
    /// Tokens of input as they were estimated.
    package var estimate: Int
    /// Nil where the provider told nothing.
    package var usage: Usage?
    /// When the upstream call began.
    package var started: Instant

    package init(
        session: SessionID, caller: String, model: Model, place: Health.Place, conversation: ConversationMark, estimate: Int, usage: Usage?,
        started: Instant
    ) {
        self.session = session
        self.caller = caller
        self.model = model
        self.place = place
        self.conversation = conversation
        self.estimate = estimate
        self.usage = usage
        self.started = started
    }
}
