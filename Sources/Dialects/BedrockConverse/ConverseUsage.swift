internal import Conversation
internal import JSONText

/// Token counts of Converse: input that was read from the cache or written to it stands beside `inputTokens`, not within it
/// (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html).
enum ConverseUsage {
    static func read(_ counts: JSONValue) -> Usage {
        func count(_ value: JSONValue?) -> Int { value?.int.map(Usage.believable) ?? 0 }
        var usage = Usage(input: count(counts["inputTokens"]), cacheRead: count(counts["cacheReadInputTokens"]), output: count(counts["outputTokens"]))
        let long = counts["cacheDetails"]?.elements.reduce(0) { $0 + ($1["ttl"]?.isString("1h") == true ? count($1["inputTokens"]) : 0) } ?? 0
        let written = max(count(counts["cacheWriteInputTokens"]), Usage.believable(long))
        usage.cacheWrite1h = Usage.believable(long)
        usage.cacheWrite5m = written - usage.cacheWrite1h
        return usage
    }

    static func write(_ usage: Usage, into writer: inout JSONWriter) {
        writer.object("usage") { writer in
            writer.member("inputTokens", usage.input + usage.audioInput + usage.imageInput)
            writer.member("outputTokens", usage.totalOutput)
            writer.member("totalTokens", usage.totalInput + usage.totalOutput)
            writer.member("cacheReadInputTokens", usage.cacheRead)
            writer.member("cacheWriteInputTokens", usage.cacheWrite)
            guard usage.cacheWrite > 0 else { return }
            writer.array("cacheDetails") { writer in
                for (lifetime, tokens) in [(CacheMarker.Lifetime.oneHour, usage.cacheWrite1h), (.fiveMinutes, usage.cacheWrite5m)] where tokens > 0 {
                    writer.object { writer in
                        writer.member("ttl", lifetime.rawValue)
                        writer.member("inputTokens", tokens)
                    }
                }
            }
        }
    }
}
