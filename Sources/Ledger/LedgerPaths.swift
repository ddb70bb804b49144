internal import Database

/// Where the ledger's files are.
struct LedgerPaths: Sendable {
    let file: String

    /// What is not yet committed, of ``Database/Tail``.
    var tail: String { "\(file)-tail" }

    /// Of the tail that is there now; 0 where there is none.
    var tailMark: UInt64 { Tail.mark(of: tail) }
}
