package import Primitives

/// What decisions learn from the calls before them: the memory of sessions and the habits of callers.
///
/// A plain value in one owner's hands, bounded in both.
package struct RoutingMemory: Sendable {
    private var sessions: SessionStore
    private var callers: RecentStore<String, Habits>

    package init(sessions: Int = Limits.sessions) {
        self.sessions = SessionStore(capacity: sessions)
        callers = RecentStore(capacity: Limits.habitualCallers)
    }

    /// How many sessions are remembered.
    package var capacity: Int {
        get { sessions.capacity }
        set { if sessions.capacity != newValue { sessions.capacity = newValue } }
    }

    /// Tells the query what is remembered of its session and its caller.
    package func recall(into query: inout RouteQuery) {
        query.habits = callers[query.caller]
        guard let memory = sessions.memory(of: query.session) else { return }
        query.affinity = memory.warmModels(now: query.now)
        query.memory = memory
    }

    package func remembers(_ session: SessionID) -> Bool { sessions.memory(of: session) != nil }

    /// The last answered call of a conversation; nil where none is known.
    package func answered(_ session: SessionID, _ conversation: ConversationMark) -> SessionMemory.Answered? {
        sessions.memory(of: session)?.course(of: conversation)?.answered
    }

    /// Learns from an answered call. `isFallBack`: another model would have answered had it been well, so that the session does not
    /// stay with this one.
    package mutating func remember(_ call: AnsweredCall, isFallBack: Bool = false) {
        var learnt: (step: Habits.Step, use: ModelUses.Use?)?
        sessions.change(call.session) { memory in
            let step = memory.follow(call)
            learnt = (step, isFallBack ? nil : memory.remember(call))
        }
        guard let learnt else { return }
        callers.update(call.caller, fresh: Habits()) { habits in
            habits.note(learnt.step)
            if let use = learnt.use { habits.note(use) }
        }
    }
}
