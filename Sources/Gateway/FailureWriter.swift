internal import Conversation
internal import Exchange
internal import JSONText
internal import Primitives

/// Writes the members of `error.data`: what a program needs to decide what to do next.
enum FailureWriter {
    static func write(_ failure: CallFailure, into writer: inout JSONWriter) {
        writer.member("type", failure.kind.rawValue)
        writer.member("retryable", failure.isRetryable)
        if let parameter = failure.parameter { writer.member("parameter", parameter) }
        if let code = failure.code { writer.member("code", code) }
        if let delay = failure.retryAfter { writer.member("retry_after_ms", Int(delay.inMilliseconds)) }
        guard !failure.attempts.isEmpty else { return }
        writer.array("attempts") { for attempt in failure.attempts { write(attempt, into: &$0) } }
    }

    static func write(_ attempt: Attempt, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("model", attempt.model.text)
        writer.member("provider", attempt.provider.text)
        writer.member("duration_ms", Int(attempt.duration.inMilliseconds))
        if let fault = attempt.fault {
            writer.member("fault", fault.kind.rawValue)
            if let status = fault.status { writer.member("status", status) }
            writer.member("message", fault.message)
        }
        if attempt.isOutpaced { writer.member("outpaced", true) }
        if let usage = attempt.usage {
            writer.object("usage") { SettlementWriter.write(usage, into: &$0) }
            SettlementWriter.money("cost_usd", attempt.cost, into: &writer)
        }
        writer.endObject()
    }
}
