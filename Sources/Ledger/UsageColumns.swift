internal import Conversation

/// The columns that hold what was used, in the file's order.
enum UsageColumns {
    static let all: [(name: String, field: any WritableKeyPath<Usage, Int> & Sendable)] = [
        ("input", \.input), ("cache_read", \.cacheRead), ("cache_write_5m", \.cacheWrite5m), ("cache_write_1h", \.cacheWrite1h),
        ("output", \.output), ("reasoning", \.reasoning), ("audio_input", \.audioInput), ("audio_cache_read", \.audioCacheRead),
        ("audio_output", \.audioOutput), ("image_input", \.imageInput), ("image_output", \.imageOutput), ("tool_requests", \.toolRequests),
    ]
}
