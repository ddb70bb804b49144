internal import Primitives

/// A provider's prompt cache: what was sent with the same key to the same model before is read instead of computed.
///
/// Some services keep any prefix, in steps of 128 tokens; others keep what a `cache_control` or a `cachePoint` marks. Prefixes are seen at the ends of
/// messages and content parts. Nothing below 1,024 tokens is kept.
struct PromptCache {
    /// How the input of one request splits; the rest of it was neither read from nor written to the cache.
    struct Use: Equatable {
        var read = 0
        var write5m = 0
        var write1h = 0
    }

    /// What a service keeps without being asked.
    enum Caching: Sendable { case automatic, marked }

    static let minimum = 1024
    private static let step = 128

    /// When each prefix is forgotten.
    private var expiries: [UInt64: Instant] = [:]

    mutating func use(_ prompt: Prompt, key: String, model: String, _ caching: Caching, now: Instant) -> Use {
        guard prompt.tokens >= Self.minimum else { return Use() }
        if expiries.count > Limits.cachedPrefixes { expiries.removeAll() }
        var owner = StableHash()
        owner.add(key.utf8.span)
        owner.add(model.utf8.span)
        switch caching {
        case .automatic: return useAutomatic(prompt, owner.value, now)
        case .marked: return useMarked(prompt, owner.value, now)
        }
    }

    mutating func forget() { expiries.removeAll() }

    private mutating func useAutomatic(_ prompt: Prompt, _ owner: UInt64, _ now: Instant) -> Use {
        let read = known(prompt, owner, now, upTo: prompt.marks.count)
        for mark in prompt.marks where mark.tokens >= Self.minimum { expiries[owner ^ mark.hash] = now + .seconds(300) }
        return Use(read: read / Self.step * Self.step)
    }

    private mutating func useMarked(_ prompt: Prompt, _ owner: UInt64, _ now: Instant) -> Use {
        guard let last = prompt.marks.lastIndex(where: { $0.breakpoint != nil && $0.tokens >= Self.minimum }) else { return Use() }
        var use = Use(read: known(prompt, owner, now, upTo: last + 1))
        var covered = use.read
        for mark in prompt.marks[...last] {
            guard let lifetime = mark.breakpoint, mark.tokens >= Self.minimum else { continue }
            expiries[owner ^ mark.hash] = now + .seconds(lifetime == .oneHour ? 3600 : 300)
            let added = max(0, mark.tokens - covered)
            if lifetime == .oneHour { use.write1h += added } else { use.write5m += added }
            covered = max(covered, mark.tokens)
        }
        return use
    }

    /// Tokens of the longest prefix that is still known.
    private func known(_ prompt: Prompt, _ owner: UInt64, _ now: Instant, upTo end: Int) -> Int {
        prompt.marks[..<end].last { mark in expiries[owner ^ mark.hash].map { $0 > now } ?? false }?.tokens ?? 0
    }
}
