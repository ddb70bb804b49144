package import Loop

/// Who is told of a signal: whoever asked last and takes it.
@LoopActor
package final class Interruptions {
    private var handlers: [(Int32) -> Bool] = []

    package init() {}

    package func raise(_ signal: Int32) {
        for handler in handlers.reversed() where handler(signal) { return }
    }

    /// Runs `body`; meanwhile `handler` is told of signals first, and says whether it took one.
    func redirecting<Result>(to handler: @escaping (Int32) -> Bool, _ body: () async -> Result) async -> Result {
        handlers.append(handler)
        defer { handlers.removeLast() }
        return await body()
    }
}
