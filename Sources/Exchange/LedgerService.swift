package import JSONText
package import Loop
package import Routing

/// What was decided for a request, and whom that made shunt call.
package final class LedgerRecord: Sendable {
    package let decision: DecisionRecord
    package let attempts: [Attempt]
    /// The one that answered, or gave the beginning of an answer; else the last.
    package let last: Attempt?

    package init(decision: DecisionRecord, attempts: [Attempt], answered: Attempt? = nil) {
        self.decision = decision
        self.attempts = attempts
        last = answered ?? attempts.last
    }
}

/// The durable record of what each request used and cost.
@LoopActor
package protocol LedgerService: AnyObject {
    /// Keeps an entry; never waits, and never fails a request.
    func record(_ entry: LedgerEntry)
    /// Adds entries that came some other way, each request once; returns how many were new.
    func add(_ entries: [LedgerEntry]) async throws(LedgerFailure) -> Int
    /// What was used since some time, by some columns.
    func usage(_ query: UsageQuery) async throws(LedgerFailure) -> [UsageRow]
    /// Entries one by one.
    func trace(_ query: TraceQuery) async throws(LedgerFailure) -> [LedgerEntry]
    /// Writes the members of the `ledger` object of `status`.
    func status(into writer: inout JSONWriter)
    /// Nil where none is kept.
    var figures: LedgerFigures? { get }
}

/// Why the ledger has no answer, in an operator's words.
package struct LedgerFailure: Error, Sendable {
    package let message: String

    package init(_ message: String) { self.message = message }
}
