package import Primitives

/// What is remembered of a bounded number of sessions: the one unused longest goes first.
package struct SessionStore: Sendable {
    private var sessions: RecentStore<SessionID, SessionMemory>

    package init(capacity: Int = Limits.sessions) { sessions = RecentStore(capacity: capacity) }

    package var count: Int { sessions.count }

    package var capacity: Int {
        get { sessions.capacity }
        set { sessions.resize(to: newValue) }
    }

    /// Nil for a session that is unknown.
    package func memory(of session: SessionID) -> SessionMemory? { sessions[session] }

    /// The session's models whose cache is still warm, the latest first; empty for a session that is unknown.
    package func warmModels(_ session: SessionID, now: Instant) -> [ModelID] { sessions[session]?.warmModels(now: now) ?? [] }

    package mutating func change(_ session: SessionID, _ change: (inout SessionMemory) -> Void) {
        sessions.update(session, fresh: SessionMemory(), change)
    }
}
