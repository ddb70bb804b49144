internal import Glibc

/// Wakes a thread that waits for it. Rings that come before the wait, or together, count as one.
final class Bell: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// Guarded by `mutex`.
    private var hasRung = false

    init() {
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

    func ring() {
        pthread_mutex_lock(mutex)
        hasRung = true
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }

    func wait() {
        pthread_mutex_lock(mutex)
        while !hasRung { pthread_cond_wait(changed, mutex) }
        hasRung = false
        pthread_mutex_unlock(mutex)
    }

    /// Returns whether it rang within `patience`.
    func wait(for patience: Duration) -> Bool {
        var limit = timespec()
        clock_gettime(CLOCK_MONOTONIC, &limit)
        let (seconds, attoseconds) = patience.components
        let nanoseconds = limit.tv_nsec + Int(attoseconds / 1_000_000_000)
        limit.tv_sec += Int(seconds) + nanoseconds / 1_000_000_000
        limit.tv_nsec = nanoseconds % 1_000_000_000
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !hasRung {
            if pthread_cond_timedwait(changed, mutex, &limit) == ETIMEDOUT, !hasRung { return false }
        }
        hasRung = false
        return true
    }
}
