internal import Glibc
internal import Primitives

/// What the kernel accounts to a process, of all its threads; it must belong to the same user or be a child.
package struct ProcessAccount: Sendable, Equatable {
    /// Time on a processor, in user and kernel mode, in nanoseconds as the scheduler counts them.
    package let processorTime: Duration
    /// Bytes of memory that are resident, and those of them that no file backs.
    package let residentBytes: Int
    package let anonymousBytes: Int

    /// Nil where there is no such process.
    package init?(of pid: Int32) {
        guard let time = Self.processorTime(of: pid) else { return nil }
        processorTime = time
        guard let status = try? FileReader.contents(of: "/proc/\(pid)/status", limit: 64 << 10) else { return nil }
        residentBytes = Self.kilobytes("VmRSS:", status.text) << 10
        anonymousBytes = Self.kilobytes("RssAnon:", status.text) << 10
    }

    /// Processor time alone: cheap enough to ask at every turn.
    package static func processorTime(of pid: Int32) -> Duration? {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    private static func kilobytes(_ name: String, _ status: String) -> Int {
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return 0 }
        return line.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) } ?? 0
    }
}
