internal import Primitives

/// What the loop's thread owns, and the loop itself.
@LoopActor
final class LoopCore {
    /// Jobs run before descriptors get another look, so that tasks which keep one another busy starve nobody.
    private static let jobsPerTick = 1024

    let poller = Poller()
    var timers = TimerHeap()
    private var checks: [@LoopActor () -> Bool] = []
    private var endOfTick: [@LoopActor () -> Void] = []
    private var dirtySockets: [StreamSocket] = []
    private var cachedNow: Instant?
    private var isStopped = false
    /// For tests: see ``EventLoop/skipIdleTime()``.
    /// Spawned and not ended.
    var tasks = 0
    var skipsIdleTime = false
    lazy var services = ServiceEvents(poller: poller)

    /// The time of this tick.
    var now: Instant {
        if let cachedNow { return cachedNow }
        let now = Clock.monotonic
        cachedNow = now
        return now
    }

    func stop() { isStopped = true }
    func atEndOfTick(_ action: @escaping @LoopActor () -> Void) { endOfTick.append(action) }
    func beforeBlocking(_ check: @escaping @LoopActor () -> Bool) { checks.append(check) }
    func flushAtEndOfTick(_ socket: StreamSocket) { dirtySockets.append(socket) }

    /// Runs until ``stop()``.
    func run() {
        let wakeUp = LoopExecutor.shared.wakeUp.number
        do {
            _ = try poller.add(wakeUp, [.readable, .onChange]) { _ in LoopExecutor.shared.collectHandover() }
        } catch {
            fatalError(error.description)
        }
        while true {
            let isSettled = settle()
            if isStopped { return }
            if skipsIdleTime, isSettled {
                skipToNextTimer()
            } else {
                poller.wait(milliseconds: isSettled ? timeout() : 0) { cachedNow = nil }
            }
            fireTimers()
        }
    }

    /// Does what can be done without waiting, until nothing of it makes more to do. False when the tick's budget ran out first.
    ///
    /// To block while a job, a dirty buffer or a kick is left would be to wait for an event that may never come.
    private func settle() -> Bool {
        var budget = Self.jobsPerTick
        while true {
            budget = LoopExecutor.shared.runJobs(budget: budget)
            flushDirtySockets()
            runEndOfTick()
            var didWork = false
            for check in checks where check() { didWork = true }
            if isStopped { return true }
            let isStable = !didWork && !LoopExecutor.shared.hasJobs && dirtySockets.isEmpty && endOfTick.isEmpty
            if isStable { return true }
            if budget == 0 { return false }
        }
    }

    /// Waits a moment for descriptors; where none is ready, the nearest timer is due at once.
    private func skipToNextTimer() {
        let left = timeout()
        let didWork = poller.wait(milliseconds: left < 0 ? -1 : min(left, 1)) { cachedNow = nil }
        guard !didWork, !LoopExecutor.shared.hasJobs, let nearest = timers.nearest else { return }
        Clock.skipped += max(0, (nearest - Clock.monotonic).inNanoseconds)
        cachedNow = nil
    }

    private func flushDirtySockets() {
        guard !dirtySockets.isEmpty else { return }
        var sockets: [StreamSocket] = []
        swap(&sockets, &dirtySockets)
        for socket in sockets { socket.flushNow() }
        Self.giveBack(&sockets, to: &dirtySockets)
    }

    private func runEndOfTick() {
        guard !endOfTick.isEmpty else { return }
        var actions: [@LoopActor () -> Void] = []
        swap(&actions, &endOfTick)
        for action in actions { action() }
        Self.giveBack(&actions, to: &endOfTick)
    }

    /// Keeps the storage of what was done for what comes next, unless that has come already.
    private static func giveBack<Element>(_ done: inout [Element], to next: inout [Element]) {
        guard next.isEmpty else { return }
        done.removeAll(keepingCapacity: true)
        swap(&done, &next)
    }

    private func fireTimers() {
        guard timers.nearest != nil else { return }
        let now = now
        while let action = timers.popDue(at: now) { action() }
    }

    /// Milliseconds until the nearest timer, rounded up so that none fires early; -1 where there is none.
    private func timeout() -> Int32 {
        guard let nearest = timers.nearest else { return -1 }
        let left = nearest - Clock.monotonic
        guard left > .zero else { return 0 }
        return Int32(clamping: (left.inNanoseconds - 1) / 1_000_000 + 1)
    }
}
