internal import Glibc
internal import Synchronization

/// What works on a database in a thread of its own.
package protocol DatabaseWorker: AnyObject {
    associatedtype Row: Sendable
    /// Writes rows that gathered, in the order in which they came. What cannot be written is the worker's to keep or to tell of.
    func write(_ rows: [Row])
    /// How long the thread may sleep at most until it calls ``write(_:)`` without rows, so that what failed is tried again; nil where nothing waits.
    var patience: Duration? { get }
}

extension DatabaseWorker {
    package var patience: Duration? { nil }
}

/// A thread that owns a database: it takes rows without ever blocking who hands them over, and writes what gathered together.
package final class DatabaseThread<Worker: DatabaseWorker>: Sendable {
    package typealias Job = @Sendable (Worker) -> Void

    private struct Mail: Sendable {
        var rows: [Worker.Row] = []
        var jobs: [Job] = []
        var mustStop = false

        var isEmpty: Bool { rows.isEmpty && jobs.isEmpty && !mustStop }
    }

    private let mail = Mutex(Mail())
    private let bell = Bell()
    private let ended = Bell()
    private let capacity: Int
    private let interval: Duration
    private let make: @Sendable () -> Worker

    /// `make` runs on the new thread. Rows wait for at most `interval` for others to be written with; more than `capacity` of them are refused.
    package init(capacity: Int, interval: Duration, make: @escaping @Sendable () -> Worker) {
        self.capacity = capacity
        self.interval = interval
        self.make = make
        start()
    }

    /// Hands a row over; false where as many as may are waiting already.
    package func add(_ row: consuming Worker.Row) -> Bool {
        let row = row
        let (isTaken, isFirst) = mail.withLock { mail in
            guard mail.rows.count < capacity else { return (false, false) }
            let isFirst = mail.isEmpty
            mail.rows.append(row)
            return (true, isFirst)
        }
        if isFirst { bell.ring() }
        return isTaken
    }

    /// Runs `job` on the thread, behind all rows that were handed over before it.
    package func perform(_ job: @escaping Job) {
        mail.withLock { $0.jobs.append(job) }
        bell.ring()
    }

    /// Writes what is left and ends the thread; false where it takes longer than `patience`.
    @discardableResult
    package func stop(patience: Duration) -> Bool {
        mail.withLock { $0.mustStop = true }
        bell.ring()
        return ended.wait(for: patience)
    }

    private func start() {
        let context = Unmanaged.passRetained(self as AnyObject).toOpaque()
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, { context in
            guard let context else { return nil }
            (Unmanaged<AnyObject>.fromOpaque(context).takeRetainedValue() as? any Runnable)?.run()
            return nil
        }, context)
        guard code == 0 else { fatalError("pthread_create: \(code)") }
        pthread_detach(thread)
    }
}

/// Hides the worker's type from the C function that a thread begins with.
private protocol Runnable { func run() }

extension DatabaseThread: Runnable {
    fileprivate func run() {
        // A thread that took a signal would take it from the loop.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        let worker = make()
        while true {
            guard wakes(worker) else {
                worker.write([])
                continue
            }
            // Rows gather; a job or the end takes those that there are along at once.
            if mail.withLock({ $0.jobs.isEmpty && !$0.mustStop }) { _ = bell.wait(for: interval) }
            let taken = mail.withLock { mail in
                let taken = mail
                mail = Mail()
                mail.mustStop = taken.mustStop
                return taken
            }
            if !taken.rows.isEmpty { worker.write(taken.rows) }
            for job in taken.jobs { job(worker) }
            if taken.mustStop, mail.withLock({ $0.rows.isEmpty && $0.jobs.isEmpty }) { break }
        }
        ended.ring()
    }

    /// False where nothing came for as long as the worker waits at most.
    private func wakes(_ worker: Worker) -> Bool {
        if let patience = worker.patience { return bell.wait(for: patience) }
        bell.wait()
        return true
    }
}
