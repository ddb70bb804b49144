internal import Loop

/// One moment at which something is due, which moves.
@LoopActor
final class RefreshTimer {
    private let action: @LoopActor () -> Void
    private var token: TimerToken?

    init(_ action: @escaping @LoopActor () -> Void) { self.action = action }

    /// Runs the action once, `pause` from now, and not when it was to run before; nil for never.
    func set(_ pause: Duration?) {
        token?.cancel()
        token = pause.map { EventLoop.schedule(after: $0, action) }
    }
}
