internal import JSONText
internal import Primitives

/// The objects of one response: the response itself at its stages, and the items of its output.
struct ResponseObjects {
    enum Stage { case inProgress, over }

    let answer: Answer
    private let request: JSONValue?
    private let report: Script.UsageReport

    init(_ answer: Answer, _ question: Question, _ report: Script.UsageReport) {
        self.answer = answer
        self.report = report
        request = question.body
    }

    /// How it ended: `completed`, `incomplete` or `failed`.
    var status: String {
        switch answer.finish {
        case .stop, .toolCall: "completed"
        case .length: "incomplete"
        case .word(let word): ["completed", "failed", "cancelled"].contains(word) ? word : "incomplete"
        }
    }

    /// What the request set is repeated, as the service does.
    func response(_ stage: Stage) -> String {
        let over = stage == .over
        let output = over ? items.map { $0.whole }.joined(separator: ",") : ""
        return """
            {"id":"resp_\(answer.id)","object":"response","created_at":\(answer.created),"status":"\(over ? status : "in_progress")","background":false,\
            "completed_at":\(over && status == "completed" ? String(answer.created) : "null"),"error":\(over ? failure : "null"),"incomplete_details":\(over ? incompleteDetails : "null"),\
            "instructions":\((request?["instructions"]).orNull),"max_output_tokens":\((request?["max_output_tokens"]).orNull),"max_tool_calls":null,\
            "model":\(JSONWriter.quoted(answer.model)),"output":[\(output)],"parallel_tool_calls":\(request?["parallel_tool_calls"]?.raw.text ?? "true"),\
            "previous_response_id":\((request?["previous_response_id"]).orNull),"prompt_cache_key":\((request?["prompt_cache_key"]).orNull),\
            "reasoning":\(request?["reasoning"]?.raw.text ?? "{\"effort\":null,\"summary\":null}"),"service_tier":"default","store":\(request?["store"]?.raw.text ?? "true"),\
            "temperature":\(request?["temperature"]?.raw.text ?? "1.0"),"text":\(request?["text"]?.raw.text ?? "{\"format\":{\"type\":\"text\"}}"),\
            "tool_choice":\(request?["tool_choice"]?.raw.text ?? "\"auto\""),"tools":\(request?["tools"]?.raw.text ?? "[]"),"top_logprobs":0,\
            "top_p":\(request?["top_p"]?.raw.text ?? "1.0"),"truncation":"disabled","usage":\(over && report != .none ? usage : "null"),"user":null,\
            "metadata":\(request?["metadata"]?.raw.text ?? "{}")}
            """
    }

    private var incompleteDetails: String {
        guard status == "incomplete" else { return "null" }
        if case .word(let word) = answer.finish { return "{\"reason\":\(JSONWriter.quoted(word))}" }
        return "{\"reason\":\"max_output_tokens\"}"
    }

    private var failure: String {
        status == "failed" ? "{\"code\":\"server_error\",\"message\":\"An error occurred while processing your request.\"}" : "null"
    }

    /// `input_tokens` includes what was cached, `output_tokens` what was thought.
    private var usage: String {
        """
        {"input_tokens":\(answer.inputTokens),"input_tokens_details":{"cached_tokens":\(answer.cache.read)},"output_tokens":\(answer.outputTokens),\
        "output_tokens_details":{"reasoning_tokens":\(answer.reasoningTokens)},"total_tokens":\(answer.inputTokens + answer.outputTokens)}
        """
    }

    /// The response that an error ended: it keeps nothing of what it was to say.
    static func failed(_ error: ErrorAnswer) -> String {
        let code = switch error.kind {
        case .rate, .quota: "rate_limit_exceeded"
        case .invalid, .context, .filter: "invalid_prompt"
        default: "server_error"
        }
        let message = JSONWriter.quoted(error.message ?? "An error occurred while processing your request.")
        return """
            {"id":"resp_failed","object":"response","created_at":0,"status":"failed","background":false,"error":{"code":"\(code)","message":\(message)},\
            "incomplete_details":null,"instructions":null,"model":\(JSONWriter.quoted(error.model)),"output":[],"parallel_tool_calls":true,"tool_choice":"auto",\
            "tools":[],"usage":null,"metadata":{}}
            """
    }
}

// MARK: Items

extension ResponseObjects {
    var items: [ResponseItem] {
        var items: [ResponseItem] = []
        if !answer.reasoning.isEmpty { items.append(reasoning) }
        if !answer.text.isEmpty { items.append(message) }
        return items + answer.toolCalls.map(call)
    }

    private var reasoning: ResponseItem {
        let wantsContent = request?["include"].items.contains { $0.isString("reasoning.encrypted_content") } ?? false
        let encrypted = wantsContent ? ",\"encrypted_content\":\"gAAAAAsimulated\(answer.id)\"" : ""
        let shown = answer.showsReasoning ? answer.reasoning : []
        let id = "rs_\(answer.id)"
        let summary = shown.isEmpty ? "" : "{\"type\":\"summary_text\",\"text\":\(JSONWriter.quoted(shown.joined()))}"
        return ResponseItem(
            kind: .reasoning, id: id, pieces: shown,
            opening: "{\"id\":\"\(id)\",\"type\":\"reasoning\"\(encrypted),\"summary\":[]}",
            whole: "{\"id\":\"\(id)\",\"type\":\"reasoning\"\(encrypted),\"summary\":[\(summary)]}"
        )
    }

    private var message: ResponseItem {
        let id = "msg_\(answer.id)"
        let start = "{\"id\":\"\(id)\",\"type\":\"message\",\"role\":\"assistant\""
        let part = "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\(JSONWriter.quoted(answer.text.joined()))}"
        return ResponseItem(
            kind: .message, id: id, pieces: answer.text,
            opening: start + ",\"status\":\"in_progress\",\"content\":[]}",
            whole: start + ",\"status\":\"\(status == "completed" ? "completed" : "incomplete")\",\"content\":[\(part)]}"
        )
    }

    private func call(_ call: Answer.ToolCall) -> ResponseItem {
        let id = "fc_\(call.id)"
        let end = ",\"call_id\":\"call_\(call.id)\",\"name\":\(JSONWriter.quoted(call.name))}"
        return ResponseItem(
            kind: .call, id: id, pieces: call.pieces,
            opening: "{\"id\":\"\(id)\",\"type\":\"function_call\",\"status\":\"in_progress\",\"arguments\":\"\"" + end,
            whole: "{\"id\":\"\(id)\",\"type\":\"function_call\",\"status\":\"completed\",\"arguments\":\(JSONWriter.quoted(call.pieces.joined()))" + end
        )
    }
}

/// One item of a response's output.
struct ResponseItem {
    enum Kind { case reasoning, message, call }

    let kind: Kind
    let id: String
    /// Of its text, its summary or its arguments.
    let pieces: [String]
    /// As it is when it begins.
    let opening: String
    /// As it is when it is there.
    let whole: String
}
