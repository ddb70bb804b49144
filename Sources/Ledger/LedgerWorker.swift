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

    init(path: String, retention: LedgerRetention, state: LedgerSharedState, log: @escaping @Sendable (LogEntry) -> Void) {
        self.path = path
        self.retention = retention
        self.state = state
        self.log = log
        nextRetention = Clock.monotonic
        _ = try? open()
    }

    func write(_ rows: [LedgerEntry]) {
        waiting += rows
        do throws(DatabaseError) {
            let file = try open()
            try file.write(waiting)
            note(written: waiting.count, nil)
            waiting = []
            try retainIfDue(file)
        } catch {
            fail(error)
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
        guard isNew else { return }
        log(LogEntry(
            .error, messageID: MessageID.ledgerFailed.rawValue,
            message: "the ledger \(path) cannot be written: \(error); requests go on, entries wait, and the journal has them"))
    }

    private func note(written count: Int, _ error: String?) {
        let recovered = state.value.withLock { state in
            let recovered = state.error != nil
            state.written += count
            state.waiting = 0
            state.error = nil
            return recovered
        }
        if recovered { log(LogEntry(.notice, messageID: MessageID.ledgerFailed.rawValue, message: "the ledger \(path) can be written again")) }
    }
}

/// The state that the ledger's thread and the loop share.
final class LedgerSharedState: Sendable {
    let value = Mutex(LedgerState())
}
