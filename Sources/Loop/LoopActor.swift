/// The one thread that does I/O and routing; whatever is isolated to it runs there and needs no locks.
@globalActor
package actor LoopActor {
    package static let shared = LoopActor()

    nonisolated package var unownedExecutor: UnownedSerialExecutor {
        LoopExecutor.shared.asUnownedSerialExecutor()
    }
}
