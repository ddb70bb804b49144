internal import Conversation
internal import Primitives
internal import Routing
internal import Telemetry

/// Tells the operator that a model of one provider is left alone for a while, or is back: which, since when, why, until when.
enum BreakerEntry {
    static func make(_ change: Health.Change, now: Instant) -> LogEntry {
        let (place, breaker) = (change.place, change.breaker)
        let who = "\(place.model) of \(place.provider)" + (place.key.map { " with key \($0 + 1)" } ?? "")
        let why = breaker.kind.rawValue + (breaker.status.map { " \($0)" } ?? "")
        var fields: LogFields = [
            LogEntry.Field("SHUNT_MODEL", place.model.text), LogEntry.Field("SHUNT_PROVIDER", place.provider.text),
            LogEntry.Field("SHUNT_FAULT", breaker.kind.rawValue),
        ]
        if let key = place.key { fields.append(LogEntry.Field("SHUNT_KEY", String(key + 1))) }
        switch change.change {
        case .opened(let until, let since):
            let pause = until - now
            let began = since < now ? ", out for \((now - since).rounded) by now" : ""
            fields.append(LogEntry.Field("SHUNT_PAUSE_MS", String(pause.inMilliseconds)))
            fields.append(LogEntry.Field("SHUNT_OUT_MS", String((now - since).inMilliseconds)))
            let text = "\(who) is left alone for \(pause.rounded) after \(breaker.failures) \(breaker.failures == 1 ? "failure" : "failures") (\(why))\(began)"
            return LogEntry(.warning, messageID: MessageID.breakerChanged.rawValue, message: text, fields: fields)
        case .closed(let since):
            fields.append(LogEntry.Field("SHUNT_OUT_MS", String((now - since).inMilliseconds)))
            let text = "\(who) answers again after \((now - since).rounded) (\(why))"
            return LogEntry(.notice, messageID: MessageID.breakerChanged.rawValue, message: text, fields: fields)
        }
    }
}
