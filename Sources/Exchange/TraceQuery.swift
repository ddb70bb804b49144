/// Which entries of the ledger somebody wants to have one by one, in the order of their settlement.
package struct TraceQuery: Sendable, Equatable {
    /// Unix milliseconds, the end not included; nil is open.
    package var since: Int64?
    package var until: Int64?
    /// Only what this user did.
    package var uid: Int?
    /// Only what comes after that entry.
    package var after: (time: Int64, request: String)?
    package var limit: Int
    /// Where there are more than that, the last of them and not the first.
    package var isLatest = false

    package init(since: Int64? = nil, until: Int64? = nil, limit: Int) {
        self.since = since
        self.until = until
        self.limit = limit
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.since == right.since && left.until == right.until && left.uid == right.uid && left.limit == right.limit
            && left.isLatest == right.isLatest
            && left.after?.time == right.after?.time && left.after?.request == right.after?.request
    }
}
