internal import Conversation
package import JSONText
internal import Loop
internal import Primitives
internal import Routing

extension RoutingState {
    /// `"cooling":[{…}]`: which models are left alone, since when, why and until when.
    package func writeHealth(into writer: inout JSONWriter) {
        let now = EventLoop.now
        writer.array("cooling") {
            for (place, breaker) in health.all(now: now) { $0.object { Self.write(place, breaker, now, into: &$0) } }
        }
    }

    private static func write(_ place: Health.Place, _ breaker: Breaker, _ now: Instant, into writer: inout JSONWriter) {
        writer.member("model", place.model.text)
        writer.member("provider", place.provider.text)
        if let key = place.key { writer.member("key", key + 1) }
        writer.member("fault", breaker.kind.rawValue)
        if let status = breaker.status { writer.member("status", status) }
        writer.member("failures", breaker.failures)
        if let since = breaker.since { writer.member("since_ms", Int((now - since).inMilliseconds)) }
        switch breaker.state {
        case .open(let until, let asked):
            writer.member("for_ms", Int(max((until - now).inMilliseconds, 0)))
            writer.member("asked", asked)
        case .probing: writer.member("probing", true)
        case .closed: break
        }
    }
}
