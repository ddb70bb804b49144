internal import CLinux
internal import Glibc

/// A program that this process started: its end, its signals, and what it writes.
@LoopActor
package final class ChildProcess {
    /// Where a standard stream of the child goes.
    package enum Stream: Sendable, Equatable {
        case null
        case inherited
        /// To ``ChildProcess/output``; standard output and error may share it.
        case captured
        /// An open descriptor, which stays the parent's.
        case descriptor(Int32)
    }

    /// How a child ended.
    package enum Exit: Hashable, Sendable {
        case status(Int32)
        case signal(Int32)
    }

    package nonisolated let pid: Int32
    /// What the child writes to its captured streams; nil where none is captured.
    package let output: StreamSocket?
    /// Nil while it runs.
    package private(set) var exit: Exit?

    private let descriptor: Descriptor
    private var watch: Watch?
    private var waiters: [Waiter<Exit, CancellationError>] = []

    /// Starts the program at `path` with the rest of its arguments, and with `environment` (`NAME=value`; nil: this process's own).
    /// It takes signals as a shell's child does, whatever this process blocks or ignores. `passing` opens further descriptors in it.
    package init(
        path: String, arguments: [String] = [], environment: [String]? = nil, output: Stream = .inherited, error: Stream = .inherited,
        passing: [(descriptor: Int32, as: Int32)] = []
    ) throws(SystemError) {
        let pair = output == .captured || error == .captured ? try SocketPair() : nil
        var plan = SpawnPlan()
        defer { plan.discard() }
        plan.connect(.null, to: 0, captured: nil)
        plan.connect(output, to: 1, captured: pair?.theirs)
        plan.connect(error, to: 2, captured: pair?.theirs)
        for descriptor in passing { plan.duplicate(descriptor.descriptor, as: descriptor.as) }
        let result = plan.run(path, arguments, environment)
        pair?.closeTheirs()
        guard result.code == 0 else {
            pair?.closeOurs()
            throw SystemError("start \(path)", code: result.code)
        }
        pid = result.pid
        let number = clinux_pidfd_open(result.pid)
        guard number >= 0 else { throw SystemError("watch process \(result.pid)", code: -number) }
        descriptor = Descriptor(adopting: number)
        self.output = try pair.map { pair throws(SystemError) in try StreamSocket(adopting: Descriptor(adopting: pair.ours)) }
        watch = try EventLoop.watch(number, .readable) { [weak self] _ in self?.reap() }
    }

    isolated deinit { watch?.cancel() }

    /// Sends it a signal; nothing once it has ended.
    package func send(signal: Int32) {
        if exit == nil { _ = kill(pid, signal) }
    }

    /// Waits for its end.
    package func ended() async throws(CancellationError) -> Exit {
        if let exit { return exit }
        let waiter = Waiter<Exit, CancellationError>(whenCancelled: CancellationError())
        waiters.append(waiter)
        return try await waiter.value()
    }

    private func reap() {
        var status: Int32 = 0
        guard exit == nil, waitpid(pid, &status, WNOHANG) == pid else { return }
        // The layout that WIFEXITED and its kin read.
        let exit: Exit = status & 0x7f == 0 ? .status((status >> 8) & 0xff) : .signal(status & 0x7f)
        self.exit = exit
        watch?.cancel()
        for waiter in waiters { waiter.resume(.success(exit)) }
        waiters = []
    }
}
