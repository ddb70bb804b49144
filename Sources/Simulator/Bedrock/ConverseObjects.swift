internal import JSONText
internal import Primitives

/// The whole answer of Converse, and the objects that it shares with the stream.
enum ConverseObjects {
    static func whole(_ answer: Answer, usage report: Script.UsageReport) -> Bytes {
        var blocks: [String] = []
        if !answer.reasoning.isEmpty {
            blocks.append("{\"reasoningContent\":{\"reasoningText\":{\"text\":\(JSONWriter.quoted(answer.reasoning.joined())),\"signature\":\"\(AnthropicObjects.signature(answer))\"}}}")
        }
        if !answer.text.isEmpty { blocks.append("{\"text\":\(JSONWriter.quoted(answer.text.joined()))}") }
        for call in answer.toolCalls {
            blocks.append("{\"toolUse\":{\"input\":\(call.pieces.joined()),\"name\":\(JSONWriter.quoted(call.name)),\"toolUseId\":\"tooluse_\(call.id)\"}}")
        }
        let usage = report == .none ? "" : ",\"usage\":\(usage(answer))"
        let text = """
            {"metrics":{"latencyMs":1},"output":{"message":{"content":[\(blocks.joined(separator: ","))],"role":"assistant"}},\
            "stopReason":"\(AnthropicObjects.word(answer.finish))"\(usage)}
            """
        return Bytes(text.utf8)
    }

    /// `inputTokens` leaves out what was read from or written to the cache; `totalTokens` is all of it. Caches that were not used are not told of.
    static func usage(_ answer: Answer) -> String {
        let (read, written) = (answer.cache.read, answer.cache.write5m + answer.cache.write1h)
        let caches = read + written > 0 ? "\"cacheReadInputTokens\":\(read),\"cacheWriteInputTokens\":\(written)," : ""
        return """
            {\(caches)"inputTokens":\(max(0, answer.inputTokens - read - written)),\
            "outputTokens":\(answer.outputTokens),"totalTokens":\(answer.inputTokens + answer.outputTokens)}
            """
    }
}
