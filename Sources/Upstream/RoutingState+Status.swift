package import JSONText
internal import Loop
internal import Primitives
internal import Routing

extension RoutingState {
    /// `"cooling":[{…}]`: which models are left alone, why and for how long.
    package func writeHealth(into writer: inout JSONWriter) {
        let now = EventLoop.now
        writer.array("cooling") {
            for (key, cooling) in health.all(now: now) {
                $0.object {
                    $0.member("model", key.model.text)
                    $0.member("provider", key.provider.text)
                    $0.member("failures", cooling.failures)
                    $0.member("for_ms", Int((cooling.until - now).inMilliseconds))
                }
            }
        }
    }
}
