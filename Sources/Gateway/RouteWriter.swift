internal import Exchange
internal import JSONText
internal import Primitives
internal import Routing

/// Writes where a request went, as members of `chat.route`'s params and of a result's `route`.
enum RouteWriter {
    static func write(_ route: Route, into writer: inout JSONWriter) {
        let record = route.record
        writer.member("request", route.request.text)
        if let mode = record.mode { writer.member("mode", mode.text) }
        if let agent = record.agent { writer.member("agent", agent.agent.text) }
        if let profile = record.profile { writer.member("profile", profile.text) }
        if let tier = record.tier { writer.member("tier", tier.text) }
        writer.member("model", route.candidate.model.id.text)
        writer.member("provider", route.candidate.provider.name.text)
        writer.member("reason", route.reason)
        writer.member("revision", record.revision.description)
        if let comparison = record.comparison {
            writer.key("switch_test")
            comparison.write(into: &writer)
        }
        record.descent?.write(into: &writer)
        if !record.dropped.isEmpty { writer.array("dropped") { for field in record.dropped { $0.value(field) } } }
        guard route.attempts.count > 1 else { return }
        writer.array("attempts") { for attempt in route.attempts { FailureWriter.write(attempt, into: &$0) } }
    }
}
