internal import Glibc
package import Primitives

/// The process's event loop: one thread, one epoll set, timers, signals, and the executor of ``LoopActor``.
package enum EventLoop {
    @LoopActor static let core = LoopCore()

    /// Makes the calling thread the loop's and runs `root`, and everything below it, until it returns. Once per process.
    package static func run(_ root: @escaping @LoopActor @Sendable () async -> Void) {
        Signals.prepareProcess()
        LoopExecutor.shared.adoptCurrentThread()
        Task(executorPreference: LoopExecutor.shared) { await runToTheEnd(root) }
        assumeOnLoop { core.run() }
    }

    @LoopActor
    private static func runToTheEnd(_ root: @LoopActor () async -> Void) async {
        await root()
        core.stop()
    }

    /// Runs the loop on a thread of its own for the rest of the process, where it does not run so already: for tests.
    package static func start() { _ = thread }

    private static let thread: Void = {
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, { _ in
            Signals.prepareProcess()
            LoopExecutor.shared.adoptCurrentThread()
            EventLoop.assumeOnLoop { EventLoop.core.run() }
            return nil
        }, nil)
        guard code == 0 else { fatalError("pthread_create: \(SystemError.text(of: code))") }
        pthread_detach(thread)
    }()

    /// From now on time passes on the loop only while there is something to do: where nothing is ready, the clocks of the
    /// process go forward to the nearest timer. For tests in processes of their own.
    @LoopActor
    package static func skipIdleTime() { core.skipsIdleTime = true }

    /// Runs `body` as the loop's code, for callbacks from C and the like that are known to come on its thread. Traps elsewhere.
    package static func assumeOnLoop<Result>(_ body: @LoopActor () throws -> Result) rethrows -> Result {
        LoopExecutor.shared.checkIsolated()
        typealias Unisolated = () throws -> Result
        return try withoutActuallyEscaping(body) { body in
            // Isolation is no part of a function's representation; the check above is what it stands for.
            try unsafeBitCast(body, to: Unisolated.self)()
        }
    }

    /// Starts an unstructured task on the loop. `Task { @LoopActor in … }` would lack the loop as its preference and take
    /// detours at each of its calls and resumptions; a child task inherits it.
    @discardableResult
    package static func spawn<Result: Sendable>(
        _ body: @escaping @LoopActor @Sendable () async throws -> Result
    ) -> Task<Result, any Error> {
        Task(executorPreference: LoopExecutor.shared) { try await counted(body) }
    }

    /// As above, for what cannot fail.
    @discardableResult
    package static func spawn<Result: Sendable>(
        _ body: @escaping @LoopActor @Sendable () async -> Result
    ) -> Task<Result, Never> {
        Task(executorPreference: LoopExecutor.shared) { await counted(body) }
    }

    @LoopActor
    private static func counted<Result>(_ body: @LoopActor () async throws -> Result) async rethrows -> Result {
        core.tasks += 1
        defer { core.tasks -= 1 }
        return try await body()
    }

    /// Tasks that were spawned and have not ended, the root aside.
    @LoopActor package static var tasks: Int { core.tasks }

    /// Runs `action` on the loop soon, from any thread.
    package static func submit(_ action: @escaping @LoopActor @Sendable () -> Void) {
        Task(executorPreference: LoopExecutor.shared) { @LoopActor in action() }
    }

    /// The time of this tick; ``Clock/monotonic`` is the exact one.
    @LoopActor package static var now: Instant { core.now }

    /// Runs `action` once, `delay` from now, never early.
    @LoopActor @discardableResult
    package static func schedule(after delay: Duration, _ action: @escaping @LoopActor () -> Void) -> TimerToken {
        core.timers.add(at: Clock.monotonic + delay, action)
    }

    /// Suspends the task for `delay`; a cancelled task resumes at once with the error.
    @LoopActor
    package static func sleep(for delay: Duration) async throws(CancellationError) {
        let waiter = Waiter<Void, CancellationError>(whenCancelled: CancellationError())
        let timer = schedule(after: delay) { waiter.resume(.success(())) }
        defer { timer.cancel() }
        try await waiter.value()
    }

    /// Runs `action` when the jobs of this tick are done, before the loop waits for descriptors.
    @LoopActor
    package static func atEndOfTick(_ action: @escaping @LoopActor () -> Void) { core.atEndOfTick(action) }

    /// Registers a `check` for the life of the process that runs whenever the loop is about to wait; it returns whether it
    /// did anything, in which case all of them run again before the loop waits.
    @LoopActor
    package static func beforeBlocking(_ check: @escaping @LoopActor () -> Bool) { core.beforeBlocking(check) }

    /// Calls `handler` on the loop for each of `signals`, instead of what they do by default. A later handler replaces an earlier one.
    @LoopActor
    package static func onSignals(
        _ signals: [Int32], _ handler: @escaping @LoopActor (Int32) -> Void
    ) throws(SystemError) {
        for signal in signals { try core.services.onSignal(signal, handler) }
    }

    /// Waits for one of `signals`; a later one finds nobody who waits.
    @LoopActor
    package static func untilSignal(_ signals: [Int32]) async throws {
        let waiter = Waiter<Void, CancellationError>(whenCancelled: CancellationError())
        try onSignals(signals) { _ in waiter.resume(.success(())) }
        try await waiter.value()
    }

    /// Tells the service manager's watchdog that the loop is alive for as long as it is; false where it did not ask for that.
    @LoopActor @discardableResult
    package static func startWatchdog() throws(SystemError) -> Bool { try core.services.startWatchdog() }

    /// Reports what `descriptor` is ready for, until the watch is cancelled. The descriptor stays the caller's.
    @LoopActor
    package static func watch(
        _ descriptor: Int32, _ interest: Readiness, _ callback: @escaping @LoopActor (Readiness) -> Void
    ) throws(SystemError) -> Watch {
        try core.poller.add(descriptor, interest, callback)
    }
}
