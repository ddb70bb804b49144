package import Exchange
package import JSONText
package import Loop

/// Stands where no ledger is kept.
@LoopActor
package final class NoLedger: LedgerService {
    private let reason: String

    /// `reason`: why there is none, and what to do about it.
    package init(reason: String) { self.reason = reason }

    package func record(_ entry: LedgerEntry) {}

    package func add(_ entries: [LedgerEntry]) async throws(LedgerFailure) -> Int { throw LedgerFailure(reason) }

    package func usage(_ query: UsageQuery) async throws(LedgerFailure) -> [UsageRow] { throw LedgerFailure(reason) }

    package func trace(_ query: TraceQuery) async throws(LedgerFailure) -> [LedgerEntry] { throw LedgerFailure(reason) }

    package var figures: LedgerFigures? { nil }

    package func status(into writer: inout JSONWriter) {}
}
