internal import Conversation
internal import JSONText

/// Writes usage as Anthropic counts it: the classes side by side, thoughts within the output.
enum AnthropicUsageEncoder {
    static func write(_ usage: Usage, into writer: inout JSONWriter) {
        writer.object("usage") { writer in
            writer.member("input_tokens", usage.input + usage.audioInput)
            writer.member("cache_creation_input_tokens", usage.cacheWrite)
            writer.member("cache_read_input_tokens", usage.cacheRead)
            writer.member("output_tokens", usage.totalOutput)
        }
    }
}
