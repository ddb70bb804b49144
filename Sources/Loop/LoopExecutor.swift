internal import CLinux
internal import Glibc
internal import Synchronization

/// Runs the jobs of tasks on the loop's thread.
///
/// It is a task executor as well: a task started with it as its preference resumes straight into the ring, one without
/// it takes a detour through the runtime's thread pool at every resumption.
package final class LoopExecutor: SerialExecutor, TaskExecutor, @unchecked Sendable {
    package static let shared = LoopExecutor()

    /// What other threads hand over, and whether the loop has been told already.
    private struct Handover {
        var jobs: [UnownedJob] = []
        var isAnnounced = false
    }

    private let handover = Mutex(Handover())
    /// The loop's `pthread_t`; 0 until there is a loop.
    private let thread = Atomic<UInt>(0)
    /// Becomes readable when another thread hands a job over. Watched edge-triggered, so that nobody needs to read it.
    let wakeUp: Descriptor

    /// Only for the loop's thread.
    private var ring = Ring<UnownedJob>()

    private init() {
        let number = clinux_eventfd()
        guard number >= 0 else { fatalError("eventfd: \(SystemError.text(of: -number))") }
        wakeUp = Descriptor(adopting: number)
    }

    package var isCurrentThread: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrentThread {
            ring.append(job)
        } else {
            handOver(job)
        }
    }

    package func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    package func checkIsolated() {
        precondition(isCurrentThread, "only for the loop's thread")
    }

    package func isIsolatingCurrentContext() -> Bool? { isCurrentThread }

    private func handOver(_ job: UnownedJob) {
        let mustAnnounce = handover.withLock { handover in
            handover.jobs.append(job)
            defer { handover.isAnnounced = true }
            return !handover.isAnnounced
        }
        if mustAnnounce { clinux_eventfd_add(wakeUp.number) }
    }
}

// What follows is for the loop's thread alone.
extension LoopExecutor {
    /// Makes the calling thread the loop's, for the rest of the process.
    func adoptCurrentThread() {
        let (taken, _) = thread.compareExchange(expected: 0, desired: UInt(pthread_self()), ordering: .relaxed)
        precondition(taken, "there is one loop per process, and it runs once")
    }

    var hasJobs: Bool { !ring.isEmpty }

    /// Moves what other threads handed over into the ring.
    func collectHandover() {
        let jobs = handover.withLock { handover in
            handover.isAnnounced = false
            defer { handover.jobs.removeAll(keepingCapacity: true) }
            return handover.jobs
        }
        for job in jobs { ring.append(job) }
    }

    /// Runs up to `budget` jobs, those that they add included, and returns what is left of the budget.
    func runJobs(budget: Int) -> Int {
        let serial = asUnownedSerialExecutor()
        let task = asUnownedTaskExecutor()
        var budget = budget
        while budget > 0, let job = ring.popFirst() {
            job.runSynchronously(isolatedTo: serial, taskExecutor: task)
            budget -= 1
        }
        return budget
    }
}
