package import Conversation
package import Primitives

/// A mode as a caller claims it, and where it said so.
package struct ModeClaim: Sendable, Equatable {
    package enum Source: String, Sendable {
        case header, parameter, body
        /// The part behind the colon of `shunt/auto:planning`.
        case model
        /// A rule of the table for the agent that asks.
        case agent
        /// What the request is for: embeddings have a mode of their own where the table has one.
        case request
    }

    package let name: ModeName
    package let source: Source

    package init(_ name: ModeName, from source: Source) {
        self.name = name
        self.source = source
    }
}

/// Everything that a decision depends on besides the table.
package struct RouteQuery: Sendable {
    package var facts: RequestFacts
    /// What the caller wrote as its model; nil and empty are `shunt/auto`.
    package var requestedModel: String?
    /// From anywhere but the model's suffix, which the decision reads by itself and which yields to this.
    package var mode: ModeClaim?
    /// What the table's agent rules say of the request; their mode yields to every other.
    package var agent: AgentMatch?
    package var session: SessionID
    /// What the request is written in; nil for one in no API's words.
    package var dialect: Dialect?
    package var policy = CallerPolicy.unrestricted
    package var callerKeys = CallerKeys.none
    package var health = Health()
    /// How models count tokens.
    package var tokens = TokenEstimates()
    /// Models that hold a warm cache of this session, the latest first: ``SessionStore/warmModels(_:now:)``.
    package var affinity: [ModelID] = []
    /// What is remembered of the session; nil for one that is new.
    package var memory: SessionMemory?
    /// Whose habits count: see ``AnsweredCall/caller``.
    package var caller = ""
    /// What is learnt of that caller; nil where nothing is.
    package var habits: Habits?
    /// Which of the session's conversations it is.
    package var conversation = ConversationMark(value: 0)
    /// Set where a budget lets the request down to another tier than the one that it would come to.
    package var descent: Descent?
    package var now: Instant
    /// The same moment in Unix seconds, for prices that depend on the time.
    package var time = 0

    package init(facts: RequestFacts, session: SessionID, now: Instant) {
        self.facts = facts
        requestedModel = facts.model
        self.session = session
        self.now = now
    }

    /// Tokens of its input, as well as they are known.
    var inputTokens: Int {
        memory?.course(of: conversation)?.corrected(facts.estimatedInputTokens) ?? facts.estimatedInputTokens
    }

    /// Nothing is remembered of its session.
    var isNew: Bool { memory == nil && affinity.isEmpty }
}
