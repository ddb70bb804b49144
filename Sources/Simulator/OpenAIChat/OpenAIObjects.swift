internal import JSONText
internal import Primitives

/// The parts that OpenAI's whole answers and chunks share, and the whole answer.
enum OpenAIObjects {
    /// Up to and with `"choices":`.
    static func beginAnswer(_ answer: Answer, object: String, into bytes: inout Bytes) {
        bytes.append("{\"id\":\"chatcmpl-\(answer.id)\",\"object\":\"\(object)\",\"created\":\(answer.created),\"model\":")
        JSONWriter.quote(answer.model, into: &bytes)
        bytes.append(",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_simulator\",\"choices\":")
    }

    /// `filters` are further members of the answer, each after a comma.
    static func whole(_ answer: Answer, usage report: Script.UsageReport, filters: String) -> Bytes {
        var bytes = Bytes()
        beginAnswer(answer, object: "chat.completion", into: &bytes)
        bytes.append("[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":")
        if answer.text.isEmpty, !answer.toolCalls.isEmpty { bytes.append("null") } else { JSONWriter.quote(answer.text.joined(), into: &bytes) }
        if !answer.reasoning.isEmpty {
            bytes.append(",\"reasoning_content\":")
            JSONWriter.quote(answer.reasoning.joined(), into: &bytes)
        }
        if !answer.toolCalls.isEmpty { bytes.append(",\"tool_calls\":[\(answer.toolCalls.map(toolCall).joined(separator: ","))]") }
        bytes.append(",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"\(word(answer.finish))\"}]")
        if report != .none { bytes.append(",\"usage\":\(usage(answer))") }
        bytes.append("\(filters)}")
        return bytes
    }

    private static func toolCall(_ call: Answer.ToolCall) -> String {
        "{\"id\":\"call_\(call.id)\",\"type\":\"function\",\"function\":{\"name\":\(JSONWriter.quoted(call.name)),\"arguments\":\(JSONWriter.quoted(call.pieces.joined()))}}"
    }

    /// `prompt_tokens` includes what was cached, `completion_tokens` what was thought.
    static func usage(_ answer: Answer) -> String {
        """
        {"prompt_tokens":\(answer.inputTokens),"completion_tokens":\(answer.outputTokens),"total_tokens":\(answer.inputTokens + answer.outputTokens),\
        "prompt_tokens_details":{"cached_tokens":\(answer.cache.read),"audio_tokens":0},\
        "completion_tokens_details":{"reasoning_tokens":\(answer.reasoningTokens),"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}
        """
    }

    static func word(_ finish: Answer.Finish) -> String {
        switch finish {
        case .stop: "stop"
        case .length: "length"
        case .toolCall: "tool_calls"
        case .word(let word): word
        }
    }
}
