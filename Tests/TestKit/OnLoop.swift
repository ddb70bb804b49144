internal import Loop

/// Runs `body` on the process's event loop as a daemon's task would run, starting the loop on a thread of its own at the first use.
///
/// A cancelled test cancels `body`.
package func onLoop<Result: Sendable>(
    _ body: @escaping @LoopActor @Sendable () async throws -> Result
) async throws -> Result {
    EventLoop.start()
    let task = Task(executorPreference: LoopExecutor.shared) { try await body() }
    return try await withTaskCancellationHandler { try await task.value } onCancel: { task.cancel() }
}
