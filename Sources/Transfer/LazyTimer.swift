internal import Loop
internal import Primitives

/// A timer whose moment moves often and nearly always to later: the loop's timer stays as it is set and looks again when it fires.
///
/// Its owner cancels it before letting go: a pending one keeps itself alive, since weak references to what lives as shortly as a
/// transfer would cost more than the timer.
@LoopActor
final class LazyTimer {
    private let action: @LoopActor () -> Void
    private var token: TimerToken?
    /// What the token is set for.
    private var tokenAt: Instant?
    private var at: Instant?

    init(_ action: @escaping @LoopActor () -> Void) { self.action = action }

    /// Runs the action once at `at` instead of when it was to run before; nil for never.
    func set(_ at: Instant?) {
        self.at = at
        guard let at else { return }
        if let token, let tokenAt, token.isPending {
            guard at < tokenAt else { return }
            token.postpone(to: at - Clock.monotonic)
        } else {
            token = EventLoop.schedule(after: at - Clock.monotonic) { self.fire() }
        }
        tokenAt = at
    }

    func cancel() {
        token?.cancel()
        token = nil
        at = nil
    }

    private func fire() {
        token = nil
        guard let at else { return }
        guard at <= EventLoop.now else { return set(at) }
        self.at = nil
        action()
    }
}
