internal import Glibc
internal import Loop
internal import Primitives
internal import Telemetry

/// Entries between those who log and the one thread that writes.
final class LogQueue: @unchecked Sendable {
    private let capacity: Int
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    /// Signalled when there is something to write, or nothing left.
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    // Guarded by `mutex`.
    private var entries: [LogEntry] = []
    private var lost = 0
    private var isWriterWaiting = false
    private var isWriting = false
    private var flushers = 0

    init(capacity: Int) {
        self.capacity = capacity
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    func add(_ entry: LogEntry) {
        locked {
            guard entries.count < capacity else { return lost += 1 }
            entries.append(entry)
            if isWriterWaiting { pthread_cond_broadcast(changed) }
        }
    }

    /// Waits for entries, then takes them all, and how many were dropped since the last time.
    func takeAll() -> (entries: [LogEntry], lost: Int) {
        locked {
            isWriterWaiting = true
            while entries.isEmpty { pthread_cond_wait(changed, mutex) }
            isWriterWaiting = false
            isWriting = true
            defer { (entries, lost) = ([], 0) }
            return (entries, lost)
        }
    }

    /// What ``takeAll()`` returned is written.
    func finish() {
        locked {
            isWriting = false
            if flushers > 0 { pthread_cond_broadcast(changed) }
        }
    }

    func waitUntilEmpty(patience: Duration) -> Bool {
        let deadline = Clock.monotonic + patience
        var limit = timespec(
            tv_sec: Int(deadline.nanoseconds / 1_000_000_000), tv_nsec: Int(deadline.nanoseconds % 1_000_000_000))
        return locked {
            flushers += 1
            defer { flushers -= 1 }
            while !entries.isEmpty || isWriting {
                if pthread_cond_timedwait(changed, mutex, &limit) == ETIMEDOUT { return false }
            }
            return true
        }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
