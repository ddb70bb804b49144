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
    private let path: String
    /// Holds what is not yet committed, for the case that this process is killed; nil where it cannot be kept.
    private let tail: Tail?
    /// Entries that were handed over so far, and the bytes of the last.
    private var handed: Int
    private var bytes: [UInt8] = []

    /// Takes in what a daemon that was killed left behind. `log` is called on the ledger's thread.
    package init(path: String, retention: LedgerRetention, log: @escaping @Sendable (LogEntry) -> Void) {
        self.path = path
        let tail: Tail?
        do throws(DatabaseError) {
            tail = try Tail(path: Self.tail(of: path), bytes: Limits.ledgerTailBytes)
        } catch {
            tail = nil
            log(LogEntry(.warning, messageID: MessageID.ledgerFailed.rawValue, message: "the ledger's tail cannot be kept: \(error); a daemon that is killed leaves its last requests to the journal alone"))
        }
        let left = tail?.left ?? []
        self.tail = tail
        handed = left.count
        thread = DatabaseThread(capacity: Limits.ledgerBacklog, interval: .milliseconds(Limits.ledgerCommitMilliseconds)) { [state] in
            LedgerWorker(path: path, retention: retention, state: state, left: left, log: log)
        }
    }

    private static func tail(of path: String) -> String { "\(path)-tail" }

    package func record(_ entry: LedgerEntry) {
        handed += 1
        if let tail {
            EntryCoding.write(entry, to: &bytes)
            // Where it has no room the entry is as safe as the journal makes it.
            _ = tail.append(bytes, number: handed, settled: state.settled)
        }
        if !thread.add(entry) { state.lose(1) }
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
        let state = state.value.withLock { $0 }
        writer.object("ledger") {
            $0.member("path", path)
            $0.member("written", state.written)
            $0.member("waiting", state.waiting)
            $0.member("lost", state.lost)
            if let error = state.error { $0.member("error", error) }
        }
    }

    /// Writes what is left; false where it takes longer than `patience`.
    @discardableResult
    package func close(patience: Duration) -> Bool {
        let isDone = thread.stop(patience: patience)
        if isDone, state.settled >= handed { tail?.clear() }
        return isDone
    }
}
