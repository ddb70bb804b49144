package import Conversation
package import Primitives

/// What somebody wants to know of the ledger.
package struct UsageQuery: Sendable, Equatable {
    /// What requests can be told apart by.
    package enum Column: String, Sendable, CaseIterable {
        case mode, tier, profile, model, provider, agent, user, uid, unit, session, tag, revision, status, kind, day, hour, `switch`, verdict
    }

    /// Unix milliseconds, the end not included; nil is open.
    package var since: Int64?
    package var until: Int64?
    package var by: [Column] = []
    /// Only what this user did.
    package var uid: Int?
    /// So many rows alone, those with the most requests first; nil is all, by their columns.
    package var most: Int?

    package init(since: Int64? = nil, until: Int64? = nil, by: [Column] = []) {
        self.since = since
        self.until = until
        self.by = by
    }
}

/// What requests of one kind used and cost together.
package struct UsageRow: Sendable, Equatable {
    /// Their values of the query's columns; nil where they have none.
    package var values: [String?]
    /// Those that counted tokens are among them only where the query tells kinds apart.
    package var requests = 0
    /// When the last of them was settled, in Unix milliseconds; 0 where there are none.
    package var last: Int64 = 0
    package var failed = 0
    package var usage = Usage()
    package var cost = Money.zero
    package var saved = Money.zero
    /// The part of ``cost`` that went to calls which others outpaced.
    package var hedged = Money.zero
    /// Answers whose cost is unknown: it is not in ``cost``.
    package var unpriced = 0
    /// Those before which staying on a warm model was weighed against changing to another, and what either was expected to cost together: see
    /// ``Routing/Comparison``.
    package var compared = 0
    package var stay = Money.zero
    package var change = Money.zero

    package init(values: [String?]) { self.values = values }
}
