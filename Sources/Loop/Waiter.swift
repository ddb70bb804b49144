/// One task that waits for one result, given on the loop; cancelling the task gives `whenCancelled` at once.
///
/// The first result wins, whether it comes before, while or after the task waits.
final class Waiter<Value: Sendable, Failure: Error>: @unchecked Sendable {
    private let whenCancelled: Failure
    private var result: Result<Value, Failure>?
    private var continuation: UnsafeContinuation<Result<Value, Failure>, Never>?

    init(whenCancelled: Failure) { self.whenCancelled = whenCancelled }

    @LoopActor var isDone: Bool { result != nil }

    @LoopActor
    func resume(_ result: Result<Value, Failure>) {
        guard self.result == nil else { return }
        self.result = result
        continuation.take()?.resume(returning: result)
    }

    @LoopActor
    func value() async throws(Failure) -> Value {
        let result = await withTaskCancellationHandler {
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Result<Value, Failure>, Never>) in
                if let result = self.result {
                    continuation.resume(returning: result)
                } else {
                    self.continuation = continuation
                }
            }
        } onCancel: {
            // Whoever cancels is nearly always on the loop; then the task is on its way before `cancel()` returns.
            if LoopExecutor.shared.isCurrentThread {
                EventLoop.assumeOnLoop { self.resume(.failure(self.whenCancelled)) }
            } else {
                EventLoop.submit { self.resume(.failure(self.whenCancelled)) }
            }
        }
        return try result.get()
    }
}
