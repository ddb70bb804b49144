internal import Database
package import Exchange
package import Loop
internal import Primitives
package import Routing

/// What is spent of budgets, on disk: a file of its own, so that it is kept where no ledger is, and waits for none of its entries.
@LoopActor
package final class BudgetBook: BudgetStore {
    private let path: String
    /// Begins with the first use: without budgets there is neither thread nor file.
    private var thread: DatabaseThread<BudgetWorker>?
    private var isClosed = false

    package init(path: String) { self.path = path }

    package func load() async throws(LedgerFailure) -> [BudgetRow] {
        let thread = try begun()
        return try await withCheckedContinuation { continuation in
            thread.perform { continuation.resume(returning: $0.load(now: Clock.unixSeconds)) }
        }.get()
    }

    package func write(_ rows: [BudgetRow]) async throws(LedgerFailure) {
        let thread = try begun()
        try await withCheckedContinuation { continuation in
            thread.perform { continuation.resume(returning: $0.keep(rows)) }
        }.get()
    }

    /// False where it takes longer than `patience`.
    @discardableResult
    package func close(patience: Duration) -> Bool {
        isClosed = true
        return thread?.stop(patience: patience) ?? true
    }

    private func begun() throws(LedgerFailure) -> DatabaseThread<BudgetWorker> {
        if isClosed { throw LedgerFailure("\(path) is closed") }
        if let thread { return thread }
        let begun = DatabaseThread(capacity: 0, interval: .zero) { [path] in BudgetWorker(path: path) }
        thread = begun
        return begun
    }
}
