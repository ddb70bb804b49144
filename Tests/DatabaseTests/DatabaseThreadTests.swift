import Database
import Synchronization
import Testing

@Suite("A thread that owns a database")
struct DatabaseThreadTests {
    /// Notes in which groups rows came.
    final class Worker: DatabaseWorker {
        var groups: [[Int]] = []

        func write(_ rows: [Int]) { groups.append(rows) }
    }

    @Test("writes rows in order and in groups, and runs a job behind the rows before it")
    func order() async {
        let thread = DatabaseThread<Worker>(capacity: 10_000, interval: .seconds(60)) { Worker() }
        for row in 0..<5_000 { #expect(thread.add(row)) }
        let groups = await withCheckedContinuation { continuation in thread.perform { continuation.resume(returning: $0.groups) } }
        #expect(groups.flatMap { $0 } == Array(0..<5_000))
        #expect(groups.count < 100)
        #expect(thread.stop(patience: .seconds(10)))
    }

    @Test("refuses rows beyond its capacity, and writes what is left when it ends")
    func capacity() async {
        let gate = Gate()
        let thread = DatabaseThread<GatedWorker>(capacity: 3, interval: .milliseconds(1)) { GatedWorker(gate) }
        _ = thread.add(0)
        while !gate.isEntered.withLock({ $0 }) {}
        #expect([1, 2, 3, 4].map { thread.add($0) } == [true, true, true, false])
        gate.held.withLock { $0 = false }
        #expect(thread.stop(patience: .seconds(10)))
        #expect(gate.kept.withLock { $0 } == [0, 1, 2, 3])
    }
}

/// Holds a worker in its first write until told otherwise.
private final class Gate: Sendable {
    let isEntered = Mutex(false)
    let held = Mutex(true)
    let kept = Mutex<[Int]>([])
}

private final class GatedWorker: DatabaseWorker {
    private let gate: Gate

    init(_ gate: Gate) { self.gate = gate }

    func write(_ rows: [Int]) {
        gate.isEntered.withLock { $0 = true }
        while gate.held.withLock({ $0 }) {}
        gate.kept.withLock { $0 += rows }
    }
}
