package import Conversation
package import Primitives

/// The usage that a call had had on the baseline model, had that model answered all of its conversation: what savings are measured against.
///
/// As many tokens as were used, but with the prompt cache of a conversation that never changed its model: what the call before read is
/// still warm there. Where in doubt the baseline is given the cache, so that no saving is claimed that might be none.
package enum BaselineUsage {
    /// `last` is the call before of the same conversation; `started` when this one began.
    package static func of(_ usage: Usage, by model: Model, on baseline: Model, after last: SessionMemory.Answered?, started: Instant) -> Usage {
        // Where it did answer both, its provider has said what was warm.
        guard let last, !(model.id == baseline.id && last.model == baseline.id),
            started - last.started <= baseline.cacheLifetime(isLong: last.usage.cacheWrite1h > 0)
        else { return usage }
        let warm = min(kept(on: baseline, after: last), usage.input + usage.cacheRead + usage.cacheWrite)
        var cold = max(0, warm - usage.cacheRead)
        var baseline = usage
        baseline.cacheRead += cold
        for field in [\Usage.cacheWrite5m, \.cacheWrite1h, \.input] {
            let moved = min(cold, baseline[keyPath: field])
            baseline[keyPath: field] -= moved
            cold -= moved
        }
        return baseline
    }

    /// What a request has marked to be kept is known only from a provider that keeps no more than that.
    private static func kept(on baseline: Model, after last: SessionMemory.Answered) -> Int {
        let text = last.usage.input + last.usage.cacheRead + last.usage.cacheWrite
        let kept = baseline.keepsWhatIsMarked && last.isMarked ? last.usage.cacheRead + last.usage.cacheWrite : text
        return kept < baseline.definition.cache?.minimum ?? 0 ? 0 : kept
    }
}
