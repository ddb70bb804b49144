package import Exchange
package import JSONText
package import Loop
internal import Primitives
package import Routing
package import Settings

/// Watches a table that is rolled out beside the one before it, and tells when it crosses a bound of its guard.
@LoopActor
package final class RolloutWatch {
    private struct Run {
        let old: Revision
        let new: Revision
        let rollout: Rollout
        let began: Instant
        var guarding: RolloutGuard
    }

    private var run: Run?
    /// Told once for each rollout.
    package var onBreach: (RolloutGuard.Breach) -> Void = { _ in }

    package init() {}

    /// Takes note of what serves from now on. Figures begin anew with another table on either side, and with another guard.
    package func follow(_ snapshot: Snapshot) {
        guard let new = snapshot.staged?.table, let rollout = new.rollout else { return run = nil }
        let old = snapshot.table.revision
        if let run, run.old == old, run.new == new.revision, run.rollout == rollout { return }
        run = Run(old: old, new: new.revision, rollout: rollout, began: EventLoop.now, guarding: RolloutGuard(rollout.bounds))
    }

    /// Takes note of a request that has ended. Those that a revision is not to blame for do not count at all.
    package func note(_ call: ChatCall, _ settlement: Settlement, _ failure: CallFailure?) {
        guard let run, failure.map({ Self.countsAgainstRevision($0.kind) }) ?? true else { return }
        let revision = call.snapshot.table.revision
        guard revision == run.new || revision == run.old else { return }
        let outcome = RolloutGuard.Outcome(hasFailed: failure != nil, firstToken: settlement.firstToken, cost: settlement.cost)
        guard let breach = self.run?.guarding.note(outcome, isNew: revision == run.new, now: EventLoop.now) else { return }
        self.run = nil
        onBreach(breach)
    }

    private static func countsAgainstRevision(_ kind: CallFailure.Kind) -> Bool {
        switch kind {
        case .unknownModel, .noCandidate, .contextOverflow, .contentFilter, .key, .rateLimited, .upstream, .timeout, .streamCut: true
        case .invalidRequest, .denied, .budget, .cancelled, .overloaded, .shuttingDown: false
        }
    }

    /// The member `rollout` of the `table` object of `status`; nothing where none is under way.
    package func status(into writer: inout JSONWriter) {
        guard let run else { return }
        let now = EventLoop.now
        let (old, new) = run.guarding.figures(now: now)
        writer.object("rollout") {
            $0.member("revision", run.new.description)
            $0.member("share", run.rollout.share)
            $0.member("age_ms", Int((now - run.began).inMilliseconds))
            $0.member("window_ms", Int(run.rollout.bounds.window.inMilliseconds))
            $0.object("old") { Self.write(old, into: &$0) }
            $0.object("new") { Self.write(new, into: &$0) }
        }
    }

    private static func write(_ figures: RolloutGuard.Figures, into writer: inout JSONWriter) {
        writer.member("requests", figures.requests)
        writer.member("failures", figures.failures)
        if let firstToken = figures.firstToken { writer.member("first_token_ms", Int(firstToken.inMilliseconds)) }
        if let cost = figures.cost { writer.member("cost_usd", number: cost.description) }
    }
}
