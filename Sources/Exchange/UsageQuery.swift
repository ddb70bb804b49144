package import Conversation
package import Primitives

/// What somebody wants to know of the ledger.
package struct UsageQuery: Sendable, Equatable {
    /// What requests can be told apart by.
    package enum Column: String, Sendable, CaseIterable {
        case mode, tier, profile, model, provider, uid, unit, session, tag, revision, status, day, hour
    }

    /// Unix milliseconds, the end not included; nil is open.
    package var since: Int64?
    package var until: Int64?
    package var by: [Column] = []
    /// Only what this user did.
    package var uid: Int?

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
    package var requests = 0
    package var failed = 0
    package var usage = Usage()
    package var cost = Money.zero
    package var saved = Money.zero
    /// The part of ``cost`` that went to calls which others outpaced.
    package var hedged = Money.zero
    /// Answers whose cost is unknown: it is not in ``cost``.
    package var unpriced = 0

    package init(values: [String?]) { self.values = values }
}
