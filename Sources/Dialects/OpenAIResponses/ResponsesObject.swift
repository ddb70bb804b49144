internal import Conversation
internal import JSONText
internal import Primitives

/// Writes the response itself, with every member that OpenAI's SDKs read without asking whether it is there.
struct ResponsesObject {
    enum Status {
        case running
        case ended(FinishReason)
        case failed(CallerError)
    }

    let identity: AnswerIdentity
    var status = Status.running
    var items: [ResponsesItem] = []
    var usage: Usage?

    func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", identity.id)
            writer.member("object", "response")
            writer.member("created_at", identity.created)
            writeStatus(into: &writer)
            writer.member("background", false)
            for name in ["instructions", "max_output_tokens", "max_tool_calls"] as [StaticString] { Self.null(name, into: &writer) }
            writer.member("model", identity.model)
            writer.array("output") { writer in
                for item in items { item.write(into: &writer) }
            }
            writer.member("parallel_tool_calls", true)
            for name in ["previous_response_id", "reasoning", "service_tier"] as [StaticString] { Self.null(name, into: &writer) }
            writer.member("store", false)
            Self.null("temperature", into: &writer)
            writer.object("text") { writer in
                writer.object("format") { $0.member("type", "text") }
            }
            writer.member("tool_choice", "auto")
            writer.array("tools") { _ in }
            Self.null("top_p", into: &writer)
            writer.member("truncation", "disabled")
            writer.key("usage")
            if let usage { Self.write(usage, into: &writer) } else { writer.null() }
            Self.null("user", into: &writer)
            writer.object("metadata") { _ in }
        }
    }

    private func writeStatus(into writer: inout JSONWriter) {
        switch status {
        case .running: writer.member("status", "in_progress")
        case .ended(let reason): writer.member("status", ResponsesStatus.incomplete(reason) == nil ? "completed" : "incomplete")
        case .failed: writer.member("status", "failed")
        }
        writer.key("error")
        if case .failed(let error) = status {
            writer.object { writer in
                writer.member("code", error.code ?? error.type)
                writer.member("message", error.message)
            }
        } else {
            writer.null()
        }
        writer.key("incomplete_details")
        if case .ended(let reason) = status, let word = ResponsesStatus.incomplete(reason) {
            writer.object { $0.member("reason", word) }
        } else {
            writer.null()
        }
    }

    private static func null(_ name: StaticString, into writer: inout JSONWriter) {
        writer.key(name)
        writer.null()
    }

    private static func write(_ usage: Usage, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("input_tokens", usage.totalInput)
            writer.object("input_tokens_details") { writer in
                if usage.cacheWrite > 0 { writer.member("cache_write_tokens", usage.cacheWrite) }
                writer.member("cached_tokens", usage.cacheRead)
            }
            writer.member("output_tokens", usage.totalOutput)
            writer.object("output_tokens_details") { $0.member("reasoning_tokens", usage.reasoning) }
            writer.member("total_tokens", usage.totalInput + usage.totalOutput)
        }
    }
}
