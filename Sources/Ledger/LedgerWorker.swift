internal import Database
internal import Exchange
internal import Loop
internal import Primitives
internal import Synchronization
internal import Telemetry

/// Owns the ledger's file on its thread, and keeps entries while it cannot be written.
final class LedgerWorker: DatabaseWorker {
    private let place: LedgerPaths
    private let retention: LedgerRetention
    private let retryPause: Duration
    private let state: LedgerSharedState
    private let log: @Sendable (LogEntry) -> Void
    private var file: LedgerFile?
    private var backlog = LedgerBacklog()
    private var isFailing = false
    private var reminder: Reminder
    private var nextAttempt = Clock.monotonic
    private var nextRetention = Clock.monotonic

    /// `left`: entries of a daemon that was killed, as the tail has them.
    init(
        _ place: LedgerPaths, retention: LedgerRetention, pace: LedgerPace, state: LedgerSharedState, left: [[UInt8]],
        log: @escaping @Sendable (LogEntry) -> Void
    ) {
        self.place = place
        self.retention = retention
        (retryPause, reminder) = (pace.retry, Reminder(every: pace.reminder))
        self.state = state
        self.log = log
        for record in left where EntryCoding.entry(record) == nil || !backlog.add(record) { state.settle(1) }
        catchUp()
    }

    /// While the file fails the thread comes back by itself.
    var patience: Duration? { isFailing ? retryPause : nil }

    func write(_ rows: [LedgerEntry]) {
        if isFailing {
            keep(rows)
            if Clock.monotonic >= nextAttempt { catchUp() }
            return
        }
        do throws(DatabaseError) {
            try commit(rows)
        } catch {
            keep(rows)
            fail(error)
        }
        retainIfDue()
    }

    /// Before the end: what waits goes into the file, where that takes it.
    func finish() {
        if isFailing { catchUp() }
    }

    /// How many of them were new.
    func add(_ entries: [LedgerEntry]) -> Result<Int, LedgerFailure> {
        do throws(DatabaseError) {
            return .success(try open().write(entries))
        } catch {
            return .failure(LedgerFailure("the ledger \(place.file) cannot be written: \(error)"))
        }
    }

    func usage(_ query: UsageQuery) -> Result<[UsageRow], LedgerFailure> { read { file throws(DatabaseError) in try file.usage(query) } }

    func trace(_ query: TraceQuery) -> Result<[LedgerEntry], LedgerFailure> { read { file throws(DatabaseError) in try file.trace(query) } }

    private func read<Answer>(_ question: (LedgerFile) throws(DatabaseError) -> Answer) -> Result<Answer, LedgerFailure> {
        if isFailing { catchUp() }
        do throws(DatabaseError) {
            return .success(try question(try open()))
        } catch {
            return .failure(LedgerFailure("the ledger \(place.file) cannot be read: \(error)"))
        }
    }

    private func open() throws(DatabaseError) -> LedgerFile {
        if let file { return file }
        let opened = try LedgerFile(path: place.file)
        file = opened
        return opened
    }

    /// Returns once the entries are in the file that others find under its name.
    private func commit(_ entries: [LedgerEntry]) throws(DatabaseError) {
        let file = try open()
        let added = try file.write(entries)
        guard file.isInPlace else { throw .moved }
        state.value.withLock { $0.written += added }
        state.settle(entries.count)
        state.found(tail: place.tailMark)
    }

    private func retainIfDue() {
        guard let file, !isFailing, Clock.monotonic >= nextRetention else { return }
        nextRetention = Clock.monotonic + LedgerRetention.interval
        let oldest = Clock.unixNanoseconds / 1_000_000 - retention.age.inMilliseconds
        do throws(DatabaseError) {
            let gone = try file.retain(since: oldest, bytes: retention.bytes)
            if gone > 0 { log(LogEntry(.notice, message: "the ledger let go of its \(gone) oldest entries, beyond what [ledger] keeps")) }
        } catch {
            fail(error)
        }
    }
}

// A file that cannot be written.
extension LedgerWorker {
    /// Writes what waits, in parts: what is in the file waits no longer.
    private func catchUp() {
        do throws(DatabaseError) {
            repeat {
                let entries = backlog.first(Limits.importedEntries)
                try commit(entries)
                backlog.removeFirst(entries.count)
            } while !backlog.isEmpty
            recover()
        } catch {
            fail(error)
        }
    }

    /// Those that find no room are given up.
    private func keep(_ rows: [LedgerEntry]) {
        var lost = 0
        for row in rows where !backlog.add(row) { lost += 1 }
        state.value.withLock { $0.waiting = backlog.count }
        if lost > 0 { state.lose(lost) }
    }

    private func fail(_ error: DatabaseError) {
        if !error.isOfDisk || file?.isInPlace != true { file = nil }
        isFailing = true
        nextAttempt = Clock.monotonic + retryPause
        let figures = state.value.withLock { figures in
            figures.error = error.description
            figures.waiting = backlog.count
            return figures
        }
        guard reminder.isDue(at: Clock.monotonic) else { return }
        tell(.error, "the ledger \(place.file) cannot be written: \(error); requests go on, \(figures.waiting) entries wait\(Self.lost(figures)), and the journal has all of them")
    }

    private func recover() {
        isFailing = false
        let figures = state.value.withLock { figures in
            (figures.error, figures.waiting) = (nil, 0)
            return figures
        }
        guard reminder.end() else { return }
        tell(.notice, "the ledger \(place.file) can be written again\(Self.lost(figures)); \"shunt ledger import --from-journal\" adds what it lacks")
    }

    private static func lost(_ figures: LedgerFigures) -> String { figures.lost > 0 ? ", \(figures.lost) were given up since the daemon's start" : "" }

    private func tell(_ priority: LogEntry.Priority, _ message: String) {
        log(LogEntry(priority, messageID: MessageID.ledgerFailed.rawValue, message: message))
    }
}
