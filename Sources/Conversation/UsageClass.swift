/// One of the classes that a ``Usage`` is split into, by the name under which journal and ledger keep it.
package struct UsageClass: Sendable {
    package let name: StaticString
    package let count: @Sendable (borrowing Usage) -> Int
    package let set: @Sendable (inout Usage, Int) -> Void

    /// In the order in which they are kept. Closures rather than key paths: each request goes through all of them, and a path costs as much as a
    /// dozen calls.
    package static let all = [
        UsageClass(name: "input", count: { $0.input }, set: { $0.input = $1 }),
        UsageClass(name: "cache_read", count: { $0.cacheRead }, set: { $0.cacheRead = $1 }),
        UsageClass(name: "cache_write_5m", count: { $0.cacheWrite5m }, set: { $0.cacheWrite5m = $1 }),
        UsageClass(name: "cache_write_1h", count: { $0.cacheWrite1h }, set: { $0.cacheWrite1h = $1 }),
        UsageClass(name: "output", count: { $0.output }, set: { $0.output = $1 }),
        UsageClass(name: "reasoning", count: { $0.reasoning }, set: { $0.reasoning = $1 }),
        UsageClass(name: "audio_input", count: { $0.audioInput }, set: { $0.audioInput = $1 }),
        UsageClass(name: "audio_cache_read", count: { $0.audioCacheRead }, set: { $0.audioCacheRead = $1 }),
        UsageClass(name: "audio_output", count: { $0.audioOutput }, set: { $0.audioOutput = $1 }),
        UsageClass(name: "image_input", count: { $0.imageInput }, set: { $0.imageInput = $1 }),
        UsageClass(name: "image_output", count: { $0.imageOutput }, set: { $0.imageOutput = $1 }),
        UsageClass(name: "tool_requests", count: { $0.toolRequests }, set: { $0.toolRequests = $1 }),
    ]
}
