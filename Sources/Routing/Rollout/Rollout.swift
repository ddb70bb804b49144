package import Primitives

/// How a table wants to come into use: for a share of sessions at first, watched by a guard.
package struct Rollout: Sendable, Equatable {
    /// How much worse than the revision before it the new one may do before it is rolled back. What a bound compares are averages over
    /// the window.
    package struct Bounds: Sendable, Equatable {
        /// Percentage points by which more requests may fail.
        package var errorRate = 5
        /// Percent by which the first token may come later.
        package var firstToken = 100
        /// Percent by which a request may cost more.
        package var cost = 50
        /// What is older does not count.
        package var window = Duration.seconds(600)
        /// Requests within the window below which nothing is concluded.
        package var minimum = 20

        package init() {}
    }

    /// Percent of sessions that the new revision serves.
    package var share: Int
    package var bounds: Bounds

    package init(share: Int, bounds: Bounds = Bounds()) {
        self.share = share
        self.bounds = bounds
    }

    /// Whether the new revision serves this session: the same answer as long as it lasts, and a session that is in at a small share is in at
    /// any larger one.
    package func includes(_ session: SessionID) -> Bool {
        // Apart from the draw among weighted candidates, which hashes the session as well.
        let mixed = Rendezvous.mix(Rendezvous.hash(session.text) ^ 0x726f_6c6c_6f75_7421)
        return Int(((mixed >> 32) * 100) >> 32) < share
    }
}
