internal import Exchange
internal import Synchronization

/// What the ledger's thread and the loop know of one another.
final class LedgerSharedState: Sendable {
    let value = Mutex(LedgerFigures())
    private let count = Atomic(0)
    private let tail = Atomic<UInt64>(0)
    private let isTailMissed = Atomic(false)

    /// Of the entries handed over so many, from the first on, are committed or given up.
    var settled: Int { count.load(ordering: .acquiring) }

    func settle(_ more: Int) { count.wrappingAdd(more, ordering: .releasing) }

    /// Entries that are given up before they reach the ledger's thread: they count as settled too, though others before them may not be.
    func lose(_ more: Int) {
        value.withLock { $0.lost += more }
        settle(more)
    }

    /// The loop keeps entries in the tail of this mark; 0 for none.
    func has(tail mark: UInt64) {
        tail.store(mark, ordering: .relaxed)
        isTailMissed.store(false, ordering: .relaxed)
    }

    /// Where the tail can be made, there is that of `mark`; 0 for none.
    func found(tail mark: UInt64) {
        if mark != tail.load(ordering: .relaxed) || mark == 0 { isTailMissed.store(true, ordering: .relaxed) }
    }

    /// Whether the tail that the loop writes is not the one in its place.
    var missesTail: Bool { isTailMissed.load(ordering: .relaxed) }
}
