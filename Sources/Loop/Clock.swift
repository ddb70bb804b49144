internal import Glibc
package import Primitives

/// The kernel's clocks, read afresh at each call. Code on the loop that can live with the time of its tick asks ``EventLoop/now``.
package enum Clock {
    /// The monotonic clock.
    package static var monotonic: Instant { Instant(nanoseconds: nanoseconds(of: CLOCK_MONOTONIC) &+ skipped) }

    /// What a test's loop has passed over instead of waiting: see ``EventLoop/skipIdleTime()``. Only the loop's thread changes it.
    nonisolated(unsafe) static var skipped: Int64 = 0

    /// Nanoseconds of wall time since 1970.
    package static var unixNanoseconds: Int64 { nanoseconds(of: CLOCK_REALTIME) }

    /// Whole seconds of wall time since 1970.
    package static var unixSeconds: Int { Int(unixNanoseconds / 1_000_000_000) }

    private static func nanoseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
