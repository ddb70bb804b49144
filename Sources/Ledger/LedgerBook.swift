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

    /// `log` is called on the ledger's thread.
    package init(path: String, retention: LedgerRetention, log: @escaping @Sendable (LogEntry) -> Void) {
        self.path = path
        thread = DatabaseThread(capacity: Limits.ledgerBacklog, interval: .milliseconds(Limits.ledgerCommitMilliseconds)) { [state] in
            LedgerWorker(path: path, retention: retention, state: state, log: log)
        }
    }

    package func record(_ entry: LedgerEntry) {
        if !thread.add(entry) { state.value.withLock { $0.lost += 1 } }
    }

    package func usage(_ query: UsageQuery) async throws(LedgerFailure) -> [UsageRow] {
        let thread = thread
        let result = await withCheckedContinuation { continuation in
            thread.perform { continuation.resume(returning: $0.usage(query)) }
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
    package func close(patience: Duration) -> Bool { thread.stop(patience: patience) }
}
