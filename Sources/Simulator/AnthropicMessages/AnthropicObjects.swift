internal import JSONText
internal import Primitives

/// The parts that Anthropic's whole answers and streams share, and the whole answer.
enum AnthropicObjects {
    /// The message of `message_start`: everything but content, reason and the final count.
    static func opening(_ answer: Answer, _ report: Script.UsageReport) -> String {
        let usage = report == .none ? "" : ",\"usage\":\(usage(answer, output: 1))"
        return head(answer) + "\"content\":[],\"stop_reason\":null,\"stop_sequence\":null\(usage)}"
    }

    static func whole(_ answer: Answer, usage report: Script.UsageReport) -> Bytes {
        var blocks: [String] = []
        if !answer.reasoning.isEmpty {
            blocks.append("{\"type\":\"thinking\",\"thinking\":\(JSONWriter.quoted(answer.reasoning.joined())),\"signature\":\"\(signature(answer))\"}")
        }
        if !answer.text.isEmpty { blocks.append("{\"type\":\"text\",\"text\":\(JSONWriter.quoted(answer.text.joined()))}") }
        for call in answer.toolCalls {
            blocks.append("{\"type\":\"tool_use\",\"id\":\"toolu_\(call.id)\",\"name\":\(JSONWriter.quoted(call.name)),\"input\":\(call.pieces.joined())}")
        }
        let usage = report == .none ? "" : ",\"usage\":\(usage(answer, output: answer.outputTokens))"
        let text = head(answer) + "\"content\":[\(blocks.joined(separator: ","))],\"stop_reason\":\"\(word(answer.finish))\",\"stop_sequence\":null\(usage)}"
        return Bytes(text.utf8)
    }

    /// The answer to a request to count.
    static func count(_ answer: Answer) -> Bytes { Bytes("{\"input_tokens\":\(answer.inputTokens)}".utf8) }

    private static func head(_ answer: Answer) -> String {
        "{\"id\":\"msg_\(answer.id)\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\(JSONWriter.quoted(answer.model)),"
    }

    /// `input_tokens` leaves out what was read from or written to the cache.
    private static func usage(_ answer: Answer, output: Int) -> String {
        let (cache, input) = (answer.cache, answer.inputTokens)
        let written = cache.write5m + cache.write1h
        return """
            {"input_tokens":\(max(0, input - cache.read - written)),"cache_creation_input_tokens":\(written),"cache_read_input_tokens":\(cache.read),\
            "cache_creation":{"ephemeral_5m_input_tokens":\(cache.write5m),"ephemeral_1h_input_tokens":\(cache.write1h)},\
            "output_tokens":\(output),"service_tier":"standard"}
            """
    }

    /// Opaque to everyone but its issuer; here it names the answer.
    static func signature(_ answer: Answer) -> String { "c2ltdWxhdGVk\(answer.id)" }

    static func word(_ finish: Answer.Finish) -> String {
        switch finish {
        case .stop: "end_turn"
        case .length: "max_tokens"
        case .toolCall: "tool_use"
        case .word(let word): word
        }
    }
}
