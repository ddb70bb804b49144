internal import Database
package import Exchange
package import JSONText
package import Loop
internal import Primitives
internal import Synchronization
package import Telemetry

/// The ledger as the loop sees it: entries go to a thread that commits them in groups, questions come back from it.
@LoopActor
package final class LedgerBook: LedgerService {
    private let thread: DatabaseThread<LedgerWorker>
    private let state = LedgerSharedState()
    private let place: LedgerPaths
    private let log: @Sendable (LogEntry) -> Void
    /// Holds what is not yet committed, for the case that this process is killed; nil where it cannot be kept.
    private var tail: Tail?
    /// Entries that were handed over so far, and the bytes of the last.
    private var handed: Int
    private var bytes: [UInt8] = []
    private var reminder: Reminder

    /// Takes in what a daemon that was killed left behind. `log` is called on the ledger's thread, too.
    package init(path: String, retention: LedgerRetention, pace: LedgerPace = LedgerPace(), log: @escaping @Sendable (LogEntry) -> Void) {
        let place = LedgerPaths(file: path)
        self.place = place
        self.log = log
        reminder = Reminder(every: pace.reminder)
        do throws(DatabaseError) {
            tail = try Tail(path: place.tail, bytes: Limits.ledgerTailBytes)
        } catch {
            log(LogEntry(.warning, messageID: MessageID.ledgerFailed.rawValue, message: "the ledger's tail cannot be kept: \(error); a daemon that is killed leaves its last requests to the journal alone"))
        }
        let left = tail?.takeLeft() ?? []
        handed = left.count
        state.has(tail: tail?.mark ?? 0)
        thread = DatabaseThread(capacity: Limits.ledgerBacklog, interval: .milliseconds(Limits.ledgerCommitMilliseconds)) { [state] in
            LedgerWorker(place, retention: retention, pace: pace, state: state, left: left, log: log)
        }
    }

    package func record(_ entry: LedgerEntry) {
        if state.missesTail { reopenTail() }
        handed += 1
        if let tail {
            EntryCoding.write(entry, to: &bytes)
            // Where it has no room the entry is as safe as the journal makes it.
            _ = tail.append(bytes, number: handed, settled: state.settled)
        }
        if !thread.add(entry) { lose() }
    }

    /// After the folder, or the file in it, was taken away.
    private func reopenTail() {
        tail = try? Tail(path: place.tail, bytes: Limits.ledgerTailBytes, before: handed)
        state.has(tail: tail?.mark ?? 0)
        let left = tail?.takeLeft() ?? []
        handed += left.count
        for record in left {
            guard let entry = EntryCoding.entry(record), thread.add(entry) else {
                state.settle(1)
                continue
            }
        }
    }

    /// The thread is too far behind.
    private func lose() {
        state.lose(1)
        guard reminder.isDue(at: EventLoop.now) else { return }
        log(LogEntry(
            .error, messageID: MessageID.ledgerFailed.rawValue,
            message: "the ledger \(place.file) is written too slowly: \(Limits.ledgerBacklog) entries wait, and further ones are left to the journal alone"))
    }

    package func add(_ entries: [LedgerEntry]) async throws(LedgerFailure) -> Int {
        let thread = thread
        let result = await withCheckedContinuation { continuation in
            thread.perform { continuation.resume(returning: $0.add(entries)) }
        }
        return try result.get()
    }

    package func usage(_ query: UsageQuery) async throws(LedgerFailure) -> [UsageRow] {
        let thread = thread
        let result = await withCheckedContinuation { continuation in
            thread.perform { continuation.resume(returning: $0.usage(query)) }
        }
        return try result.get()
    }

    package func trace(_ query: TraceQuery) async throws(LedgerFailure) -> [LedgerEntry] {
        let thread = thread
        let result = await withCheckedContinuation { continuation in
            thread.perform { continuation.resume(returning: $0.trace(query)) }
        }
        return try result.get()
    }

    package func status(into writer: inout JSONWriter) {
        let figures = state.value.withLock { $0 }
        writer.object("ledger") {
            $0.member("path", place.file)
            $0.member("written", figures.written)
            $0.member("waiting", figures.waiting)
            $0.member("lost", figures.lost)
            if let error = figures.error { $0.member("error", error) }
        }
    }

    package var figures: LedgerFigures? { state.value.withLock { $0 } }

    /// Writes what is left; false where it takes longer than `patience`.
    @discardableResult
    package func close(patience: Duration) -> Bool {
        thread.perform { $0.finish() }
        let isDone = thread.stop(patience: patience)
        if isDone, state.settled >= handed { tail?.clear() }
        return isDone
    }
}
