internal import Conversation
internal import JSONText

/// Writes usage as Anthropic counts it: the classes side by side, thoughts within the output.
enum AnthropicUsageEncoder {
    static func write(_ usage: Usage, into writer: inout JSONWriter) {
        writer.object("usage") { writer in
            writer.member("input_tokens", usage.input + usage.audioInput + usage.imageInput)
            writer.member("cache_creation_input_tokens", usage.cacheWrite)
            writer.member("cache_read_input_tokens", usage.cacheRead + usage.audioCacheRead)
            if usage.cacheWrite > 0 {
                writer.object("cache_creation") { writer in
                    writer.member("ephemeral_5m_input_tokens", usage.cacheWrite5m)
                    writer.member("ephemeral_1h_input_tokens", usage.cacheWrite1h)
                }
            }
            writer.member("output_tokens", usage.totalOutput)
            if usage.reasoning > 0 { writer.object("output_tokens_details") { $0.member("thinking_tokens", usage.reasoning) } }
            if usage.toolRequests > 0 { writer.object("server_tool_use") { $0.member("web_search_requests", usage.toolRequests) } }
        }
    }
}
