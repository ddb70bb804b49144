package import Primitives

/// What it costs to have a conversation kept for the longer of its provider's two lifetimes, and what it costs not to.
package struct LifetimeComparison: Sendable {
    package enum Verdict: String, Sendable { case longer, shorter }

    package let model: Model
    package let longer: Duration
    package let shorter: Duration
    /// Calls that are expected to read the prefix until the longer lifetime ends it, and gaps between them that are longer than the
    /// shorter one: in thousandths.
    package let calls: Int
    package let gaps: Int
    /// What writing for longer costs more, over all those calls.
    package let write: Money
    /// What filling the cache up again costs after each of those gaps.
    package let refill: Money

    /// Longer only where that is cheaper by a quarter, for what is written is spent and what is saved is expected.
    package var verdict: Verdict { write.picodollars * 5 < refill.picodollars * 4 ? .longer : .shorter }

    /// `kept for 1h, 1.8 longer pauses expected: $0.12 more to write against $0.34 to fill up again`.
    package var text: String {
        let pauses = Comparison.decimal(gaps)
        let kept = verdict == .longer ? longer : shorter
        return "kept for \(Self.words(kept)), \(pauses) longer pauses expected: "
            + "$\(write.rounded) more to write against $\(refill.rounded) to fill up again"
    }

    private static func words(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        return seconds % 3600 == 0 ? "\(seconds / 3600)h" : seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
    }
}
