internal import Conversation
internal import JSONText

/// Writes usage as a chat completion counts it: wholes, and the parts within them.
enum OpenAIUsageEncoder {
    static func write(_ usage: Usage, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("prompt_tokens", usage.totalInput)
            writer.member("completion_tokens", usage.totalOutput)
            writer.member("total_tokens", usage.totalInput + usage.totalOutput)
            writer.object("prompt_tokens_details") { writer in
                writer.member("cached_tokens", usage.cacheRead)
                // OpenRouter's name; OpenAI's API has none.
                if usage.cacheWrite > 0 { writer.member("cache_write_tokens", usage.cacheWrite) }
                writer.member("audio_tokens", usage.audioInput)
                if usage.imageInput > 0 { writer.member("image_tokens", usage.imageInput) }
            }
            writer.object("completion_tokens_details") { writer in
                writer.member("reasoning_tokens", usage.reasoning)
                writer.member("audio_tokens", usage.audioOutput)
                if usage.imageOutput > 0 { writer.member("image_tokens", usage.imageOutput) }
            }
            // OpenRouter's form.
            if usage.toolRequests > 0 { writer.object("server_tool_use") { $0.member("web_search_requests", usage.toolRequests) } }
        }
    }
}
