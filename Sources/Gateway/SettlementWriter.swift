internal import Conversation
internal import Exchange
internal import JSONText
internal import Primitives
internal import Routing

/// Writes what an answer used and cost. What is not known is `null`, never zero.
enum SettlementWriter {
    /// `"usage":{…}|null, "cost":{…}, "duration_ms":…, "first_token_ms":…`
    static func write(_ settlement: Settlement, baseline: Model?, into writer: inout JSONWriter) {
        if let usage = settlement.usage {
            writer.object("usage") { write(usage, into: &$0) }
        } else {
            writer.key("usage")
            writer.null()
        }
        writer.object("cost") {
            money("usd", settlement.cost, into: &$0)
            money("saved_usd", settlement.saved, into: &$0)
            if settlement.hedged != nil { money("hedge_usd", settlement.hedged, into: &$0) }
            if let baseline { $0.member("baseline", baseline.id.text) }
        }
        if let first = settlement.firstToken { writer.member("first_token_ms", Int(first.inMilliseconds)) }
        writer.member("duration_ms", Int(settlement.duration.inMilliseconds))
    }

    /// The classes do not overlap: their sum is what was billed.
    static func write(_ usage: Usage, into writer: inout JSONWriter) {
        writer.member("input", usage.input)
        writer.member("cache_read", usage.cacheRead)
        writer.member("cache_write_5m", usage.cacheWrite5m)
        writer.member("cache_write_1h", usage.cacheWrite1h)
        writer.member("output", usage.output)
        writer.member("reasoning", usage.reasoning)
        if usage.audioInput > 0 { writer.member("audio_input", usage.audioInput) }
        if usage.audioOutput > 0 { writer.member("audio_output", usage.audioOutput) }
        if usage.audioCacheRead > 0 { writer.member("audio_cache_read", usage.audioCacheRead) }
        if usage.imageInput > 0 { writer.member("image_input", usage.imageInput) }
        if usage.imageOutput > 0 { writer.member("image_output", usage.imageOutput) }
        if usage.toolRequests > 0 { writer.member("tool_requests", usage.toolRequests) }
        if usage.estimated { writer.member("estimated", true) }
    }

    static func money(_ key: StaticString, _ amount: Money?, into writer: inout JSONWriter) {
        writer.key(key)
        if let amount { writer.number(amount.description) } else { writer.null() }
    }
}
