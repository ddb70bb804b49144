package import Primitives

/// Something that tasks wait for, each with a patience of its own: ringing wakes all that wait now.
@LoopActor
package final class Bell {
    private var waiting: [Waiter<Void, CancellationError>] = []

    package nonisolated init() {}

    package func ring() {
        if waiting.isEmpty { return }
        let woken = waiting
        waiting = []
        for waiter in woken { waiter.resume(.success(())) }
    }

    /// Suspends until it rings or `moment` has come; a cancelled task resumes at once with the error.
    package func rung(before moment: Instant) async throws(CancellationError) {
        let waiter = Waiter<Void, CancellationError>(whenCancelled: CancellationError())
        waiting.append(waiter)
        let timer = EventLoop.schedule(after: moment - Clock.monotonic) { waiter.resume(.success(())) }
        defer {
            timer.cancel()
            waiting.removeAll { $0 === waiter }
        }
        try await waiter.value()
    }
}
