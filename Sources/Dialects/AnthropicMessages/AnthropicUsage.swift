internal import Conversation
internal import JSONText

/// The counts of an Anthropic answer so far. Each event's figures stand for the whole, and name only some of them.
struct AnthropicUsage {
    private var input = 0
    private var cacheRead = 0
    private var cacheWrite = 0
    private var cacheWrite1h = 0
    private var output = 0
    private var thinking = 0
    private var requests = 0

    mutating func take(_ usage: JSONValue) {
        var broken: Int?
        for (key, value) in usage.members {
            switch key {
            case "input_tokens": input = count(value) ?? input
            case "cache_read_input_tokens": cacheRead = count(value) ?? cacheRead
            case "cache_creation_input_tokens": cacheWrite = count(value) ?? cacheWrite
            case "cache_creation":
                guard let long = count(value["ephemeral_1h_input_tokens"]) else { break }
                cacheWrite1h = long
                broken = long + (count(value["ephemeral_5m_input_tokens"]) ?? 0)
            case "output_tokens": output = count(value) ?? output
            // Of the provider's own tools a search is billed by the call, and a fetch is not
            // (https://platform.claude.com/docs/en/agents-and-tools/tool-use/web-fetch-tool).
            case "server_tool_use": requests = count(value["web_search_requests"]) ?? 0
            case "output_tokens_details": thinking = count(value["thinking_tokens"]) ?? thinking
            default: break
            }
        }
        if let broken { cacheWrite = max(cacheWrite, broken) }
    }

    private func count(_ value: JSONValue?) -> Int? { value?.int.map(Usage.believable) }

    var total: Usage {
        var usage = Usage()
        usage.input = input
        usage.cacheRead = cacheRead
        usage.cacheWrite1h = min(cacheWrite1h, cacheWrite)
        usage.cacheWrite5m = cacheWrite - usage.cacheWrite1h
        usage.toolRequests = requests
        // Thoughts are a part of the output.
        usage.reasoning = min(thinking, output)
        usage.output = output - usage.reasoning
        return usage
    }
}
