internal import Exchange
internal import Loop
internal import Primitives
internal import Routing

/// Tells a listener again and again that its answer is under way, until it is stopped.
@LoopActor
final class Heartbeat {
    private let beat: () -> Void
    private var timer: TimerToken?

    init(every pause: Duration = Limits.heartbeat, _ beat: @escaping () -> Void) {
        self.beat = beat
        schedule(pause)
    }

    private func schedule(_ pause: Duration) {
        timer = EventLoop.schedule(after: pause) { [weak self] in
            self?.beat()
            self?.schedule(pause)
        }
    }

    func stop() {
        timer?.cancel()
        timer = nil
    }
}
