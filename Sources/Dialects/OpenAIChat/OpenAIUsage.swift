internal import Conversation
internal import JSONText

/// Splits the usage of an answer of OpenAI's APIs into classes that do not overlap.
///
/// Counts stand for the whole answer so far: a later one replaces an earlier one, and none are added up.
enum OpenAIUsage {
    static func decode(_ usage: JSONValue) -> Usage? {
        guard usage.kind == .object else { return nil }
        var counts = Counts()
        for (key, value) in usage.members { counts.take(key, value) }
        return counts.isEmpty ? nil : counts.usage
    }

    private struct Counts {
        var prompt: Int?
        var completion: Int?
        var total: Int?
        var cached: Int?
        var cacheWrite = 0
        var reasoning = 0
        var audioInput = 0
        var audioOutput = 0
        var imageInput = 0
        var imageOutput = 0
        var searches = 0

        var isEmpty: Bool { prompt == nil && completion == nil && total == nil }

        mutating func take(_ key: JSONKey, _ value: JSONValue) {
            switch key {
            case "prompt_tokens", "input_tokens": prompt = value.int.map(Usage.believable)
            case "completion_tokens", "output_tokens": completion = value.int.map(Usage.believable)
            case "total_tokens": total = value.int.map(Usage.believable)
            case "prompt_tokens_details", "input_tokens_details":
                if let count = value["cached_tokens"]?.int { cached = Usage.believable(count) }
                cacheWrite = Usage.believable(value["cache_write_tokens"]?.int ?? value["cache_creation_tokens"]?.int ?? cacheWrite)
                audioInput = Usage.believable(value["audio_tokens"]?.int ?? 0)
                imageInput = Usage.believable(value["image_tokens"]?.int ?? 0)
            case "completion_tokens_details", "output_tokens_details":
                reasoning = Usage.believable(value["reasoning_tokens"]?.int ?? 0)
                audioOutput = Usage.believable(value["audio_tokens"]?.int ?? 0)
                imageOutput = Usage.believable(value["image_tokens"]?.int ?? 0)
            // OpenRouter; Perplexity.
            case "server_tool_use", "server_tool_use_details": searches = Usage.believable(value["web_search_requests"]?.int ?? 0)
            case "num_search_queries": searches = Usage.believable(value.int ?? 0)
            // The same told elsewhere: DeepSeek; Moonshot and Together; Mistral; gateways to Anthropic.
            case "prompt_cache_hit_tokens", "cached_tokens", "num_cached_tokens", "cache_read_input_tokens":
                if cached == nil { cached = value.int.map(Usage.believable) }
            case "cache_creation_input_tokens": if cacheWrite == 0 { cacheWrite = Usage.believable(value.int ?? 0) }
            case "reasoning_tokens": if reasoning == 0 { reasoning = Usage.believable(value.int ?? 0) }
            default: break
            }
        }

        var usage: Usage {
            var usage = Usage()
            let prompt = prompt ?? max(0, (total ?? 0) - (completion ?? 0))
            usage.cacheRead = min(cached ?? 0, prompt)
            usage.cacheWrite5m = min(cacheWrite, prompt - usage.cacheRead)
            usage.audioInput = min(audioInput, prompt - usage.cacheRead - usage.cacheWrite5m)
            usage.imageInput = min(imageInput, prompt - usage.cacheRead - usage.cacheWrite5m - usage.audioInput)
            usage.input = prompt - usage.cacheRead - usage.cacheWrite5m - usage.audioInput - usage.imageInput
            usage.toolRequests = searches
            splitOutput(completion ?? max(0, (total ?? 0) - prompt), prompt: prompt, into: &usage)
            return usage
        }

        /// Reasoning is a part of the completion at most services, and comes on top of it at others: the total tells (xAI; Gemini,
        /// which names no figure for it), or that it is more than the whole (Vercel for Gemini).
        private func splitOutput(_ completion: Int, prompt: Int, into usage: inout Usage) {
            let beyond = max(0, (total ?? 0) - prompt - completion)
            let within = beyond > 0 ? max(0, reasoning - beyond) : (reasoning > completion ? 0 : reasoning)
            usage.reasoning = max(reasoning, beyond)
            let rest = max(0, completion - within)
            usage.audioOutput = min(audioOutput, rest)
            usage.imageOutput = min(imageOutput, rest - usage.audioOutput)
            usage.output = rest - usage.audioOutput - usage.imageOutput
        }
    }
}
