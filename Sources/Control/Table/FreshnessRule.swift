internal import HTTPWire
internal import Primitives

/// How long a server calls its answer fresh: `Cache-Control` (RFC 9111, section 5.2.2), less the time it spent in caches.
enum FreshnessRule {
    /// At most ``Limits/tableFreshness``; nil where the server does not say, or wants to be asked each time.
    static func freshness(of fields: HeaderFields) -> Duration? {
        var seconds: Int?
        for part in fields.all("cache-control").flatMap({ $0.split(separator: ",") }) {
            let words = part.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " && $0 != "\"" }.lowercased() }
            if words.first == "no-store" || words.first == "no-cache" { return nil }
            if words.count == 2, words[0] == "max-age" { seconds = Int(words[1]) }
        }
        guard let seconds, seconds > 0 else { return nil }
        let age = max(0, fields["age"].flatMap { Int($0) } ?? 0)
        let bounded = min(seconds, Int(Limits.tableFreshness.inNanoseconds / 1_000_000_000))
        return age >= bounded ? nil : .seconds(bounded - age)
    }
}
