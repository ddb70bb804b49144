internal import Database
internal import Exchange
internal import Loop
internal import Primitives
internal import Synchronization
internal import Telemetry

/// What the loop may know of the ledger's thread.
struct LedgerState: Sendable {
    var written = 0
    /// Entries that wait for a file that could not be written.
    var waiting = 0
    /// Entries that were given up: the journal has them.
    var lost = 0
    /// Why the last attempt to write failed; nil where it did not.
    var error: String?
}

/// Owns the ledger's file on its thread, and keeps entries while it cannot be written.
final class LedgerWorker: DatabaseWorker {
    private let path: String
    private let retention: LedgerRetention
    private let state: LedgerSharedState
    private let log: @Sendable (LogEntry) -> Void
    private var file: LedgerFile?
    private var waiting: [LedgerEntry] = []
    private var nextRetention: Instant

    /// `left`: entries of a daemon that was killed, as the tail has them.
    init(path: String, retention: LedgerRetention, state: LedgerSharedState, left: [[UInt8]], log: @escaping @Sendable (LogEntry) -> Void) {
        self.path = path
        self.retention = retention
        self.state = state
        self.log = log
        nextRetention = Clock.monotonic
        waiting = left.compactMap { EntryCoding.entry($0) }
        state.settle(left.count - waiting.count)
        if waiting.isEmpty { _ = try? open() } else { write([]) }
    }

    func write(_ rows: [LedgerEntry]) {
        waiting += rows
        do throws(DatabaseError) {
            let file = try open()
            note(written: try file.write(waiting), of: waiting.count)
            waiting = []
            try retainIfDue(file)
        } catch {
            fail(error)
        }
    }

    /// How many of them were new.
    func add(_ entries: [LedgerEntry]) -> Result<Int, LedgerFailure> {
        do throws(DatabaseError) {
            return .success(try open().write(entries))
        } catch {
            return .failure(LedgerFailure("the ledger \(path) cannot be written: \(error)"))
        }
    }

    func usage(_ query: UsageQuery) -> Result<[UsageRow], LedgerFailure> {
        do throws(DatabaseError) {
            if !waiting.isEmpty { write([]) }
            return .success(try open().usage(query))
        } catch {
            return .failure(LedgerFailure("the ledger \(path) cannot be read: \(error)"))
        }
    }

    func trace(_ query: TraceQuery) -> Result<[LedgerEntry], LedgerFailure> {
        do throws(DatabaseError) {
            if !waiting.isEmpty { write([]) }
            return .success(try open().trace(query))
        } catch {
            return .failure(LedgerFailure("the ledger \(path) cannot be read: \(error)"))
        }
    }

    private func open() throws(DatabaseError) -> LedgerFile {
        if let file { return file }
        let opened = try LedgerFile(path: path)
        file = opened
        return opened
    }

    private func retainIfDue(_ file: LedgerFile) throws(DatabaseError) {
        guard Clock.monotonic >= nextRetention else { return }
        nextRetention = Clock.monotonic + LedgerRetention.interval
        let oldest = Clock.unixNanoseconds / 1_000_000 - retention.age.inMilliseconds
        let gone = try file.retain(since: oldest, bytes: retention.bytes)
        if gone > 0 { log(LogEntry(.notice, message: "the ledger let go of its \(gone) oldest entries, beyond what [ledger] keeps")) }
    }

    /// Shouts when it begins, keeps what it can hold, and tries again with the next entries.
    private func fail(_ error: DatabaseError) {
        file = nil
        let excess = max(0, waiting.count - Limits.ledgerBacklog)
        waiting.removeFirst(excess)
        let isNew = state.value.withLock { state in
            let isNew = state.error == nil
            state.error = error.description
            state.waiting = waiting.count
            state.lost += excess
            return isNew
        }
        state.settle(excess)
        guard isNew else { return }
        log(LogEntry(
            .error, messageID: MessageID.ledgerFailed.rawValue,
            message: "the ledger \(path) cannot be written: \(error); requests go on, entries wait, and the journal has them"))
    }

    /// `written` of `count` were new: the others were committed before this process began.
    private func note(written: Int, of count: Int) {
        let recovered = state.value.withLock { state in
            let recovered = state.error != nil
            state.written += written
            state.waiting = 0
            state.error = nil
            return recovered
        }
        state.settle(count)
        if recovered { log(LogEntry(.notice, messageID: MessageID.ledgerFailed.rawValue, message: "the ledger \(path) can be written again")) }
    }
}

/// The state that the ledger's thread and the loop share.
final class LedgerSharedState: Sendable {
    let value = Mutex(LedgerState())
    private let count = Atomic(0)

    /// Of the entries handed over so many, from the first on, are committed or given up.
    var settled: Int { count.load(ordering: .acquiring) }

    func settle(_ more: Int) { count.wrappingAdd(more, ordering: .releasing) }

    /// Entries that are given up before they reach the ledger's thread: they count as settled too, though others before them may not be.
    func lose(_ more: Int) {
        value.withLock { $0.lost += more }
        settle(more)
    }
}
