import Loop

/// Something that happens once, and who waits for it.
@LoopActor
final class Moment<Value: Sendable> {
    private(set) var value: Value?
    private var waiters: [CheckedContinuation<Value, Never>] = []

    nonisolated init() {}

    func happen(_ value: Value) {
        guard self.value == nil else { return }
        self.value = value
        for waiter in waiters { waiter.resume(returning: value) }
        waiters = []
    }

    func happened() async -> Value {
        if let value { return value }
        return await withCheckedContinuation { waiters.append($0) }
    }
}
