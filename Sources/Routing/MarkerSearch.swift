internal import Conversation
internal import Primitives

/// Looks for marker texts in a request, within one budget for all rules: neither a table nor a caller can make it slow.
///
/// What lies beyond the budget counts as not there. The newest text is searched first, since it is what decides.
struct MarkerSearch {
    private let signs: RequestSigns
    private var budget = Limits.agentSearchBytes

    init(_ signs: RequestSigns) { self.signs = signs }

    /// Whether one of `texts` stands in the system prompt.
    mutating func isInSystem(_ texts: [Bytes]) -> Bool {
        for part in signs.system {
            for text in texts where part.prefix(spend(on: part)).contains(text) { return true }
        }
        return false
    }

    /// Whether the latest of all `markers` and `ends` in the request is a marker.
    ///
    /// A conversation keeps what it was once told, so that a marker alone would hold for ever.
    mutating func holds(_ markers: [Bytes], until ends: [Bytes]) -> Bool {
        for part in signs.said.reversed() {
            if let verdict = verdict(part, markers, ends) { return verdict }
        }
        for part in signs.system.reversed() {
            if let verdict = verdict(part, markers, ends) { return verdict }
        }
        return false
    }

    /// What `part` says by itself; nil where it holds neither.
    private mutating func verdict(_ part: ByteSlice, _ markers: [Bytes], _ ends: [Bytes]) -> Bool? {
        let (marker, end) = (latest(markers, part), latest(ends, part))
        return marker == nil && end == nil ? nil : (marker ?? -1) > (end ?? -1)
    }

    private mutating func latest(_ texts: [Bytes], _ part: ByteSlice) -> Int? {
        var latest: Int?
        for text in texts {
            guard let found = part.suffix(spend(on: part)).lastIndex(of: text) else { continue }
            latest = max(latest ?? found, found)
        }
        return latest
    }

    /// How many bytes of `part` may be searched. Each look costs a little more than its bytes, so that many short parts count too.
    private mutating func spend(on part: ByteSlice) -> Int {
        let count = max(0, min(part.count, budget - 64))
        budget -= count + 64
        return count
    }
}
