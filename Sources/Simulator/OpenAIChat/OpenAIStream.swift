internal import JSONText
internal import Primitives

// Chat completion chunks as OpenAI frames them (API reference, "The chat completion chunk object"): the role first and alone, usage in a
// last chunk without choices where `stream_options.include_usage` asks for it, and then null in all others.
extension StreamRendering {
    init(openAI answer: Answer, includeUsage: Bool, _ report: Script.UsageReport) {
        self.init()
        let chunks = OpenAIChunks(answer, nullUsage: includeUsage && report == .normal)
        opening = chunks.chunk(delta: "{\"role\":\"assistant\",\"content\":\(answer.toolCalls.isEmpty ? "\"\"" : "null"),\"refusal\":null}")
        for piece in answer.reasoning { tokens.append(chunks.text("reasoning_content", piece)) }
        for piece in answer.text { tokens.append(chunks.text("content", piece)) }
        for (index, call) in answer.toolCalls.enumerated() { addToolCall(chunks, call, index) }
        finish = chunks.finish(inlineUsage: report == .inline)
        if includeUsage, report == .normal { usage = chunks.usageOnly() }
        done = Bytes("data: [DONE]\n\n".utf8)
    }

    /// The first piece of arguments comes with the event that opens the call.
    private mutating func addToolCall(_ chunks: OpenAIChunks, _ call: Answer.ToolCall, _ index: Int) {
        var opening = chunks.toolCall(call, index)
        for piece in call.pieces {
            tokens.append(opening + chunks.arguments(piece, index))
            opening = []
        }
    }
}

/// The chunks of one answer; all but the delta is rendered once.
private struct OpenAIChunks {
    private let answer: Answer
    private let before: Bytes
    private let after: Bytes
    private let tail: Bytes

    init(_ answer: Answer, nullUsage: Bool) {
        self.answer = answer
        var head = Bytes()
        head.append("data: ")
        OpenAIObjects.beginAnswer(answer, object: "chat.completion.chunk", into: &head)
        before = head
        tail = Bytes((nullUsage ? ",\"usage\":null}\n\n" : "}\n\n").utf8)
        after = Bytes(",\"finish_reason\":null}]".utf8) + tail
    }

    func chunk(delta: String) -> Bytes {
        var bytes = before
        bytes.append("[{\"index\":0,\"delta\":")
        bytes.append(delta)
        bytes += after
        return bytes
    }

    /// The hot one: one allocation.
    func text(_ name: String, _ text: String) -> Bytes {
        var bytes = Bytes()
        bytes.reserveCapacity(before.count + after.count + text.utf8.count + 48)
        bytes += before
        bytes.append("[{\"index\":0,\"delta\":{\"")
        bytes.append(name)
        bytes.append("\":")
        JSONWriter.quote(text, into: &bytes)
        bytes.append(UInt8(ascii: "}"))
        bytes += after
        return bytes
    }

    func toolCall(_ call: Answer.ToolCall, _ index: Int) -> Bytes {
        chunk(delta: "{\"tool_calls\":[{\"index\":\(index),\"id\":\"call_\(call.id)\",\"type\":\"function\",\"function\":{\"name\":\(JSONWriter.quoted(call.name)),\"arguments\":\"\"}}]}")
    }

    func arguments(_ piece: String, _ index: Int) -> Bytes {
        chunk(delta: "{\"tool_calls\":[{\"index\":\(index),\"function\":{\"arguments\":\(JSONWriter.quoted(piece))}}]}")
    }

    func finish(inlineUsage: Bool) -> Bytes {
        var bytes = before
        bytes.append("[{\"index\":0,\"delta\":{},\"finish_reason\":\"\(OpenAIObjects.word(answer.finish))\"}]")
        if inlineUsage {
            bytes.append(",\"usage\":\(OpenAIObjects.usage(answer))}\n\n")
        } else {
            bytes += tail
        }
        return bytes
    }

    func usageOnly() -> Bytes {
        var bytes = before
        bytes.append("[],\"usage\":\(OpenAIObjects.usage(answer))}\n\n")
        return bytes
    }
}
