internal import JSONText
internal import Primitives

// Events as Anthropic frames them ("Streaming Messages"): message_start, blocks that open, grow and close, a ping after the first block
// opened, message_delta with the stop reason and the final count, message_stop.
extension StreamRendering {
    init(anthropic answer: Answer, _ report: Script.UsageReport) {
        self.init()
        Self.event("message_start", "\"message\":\(AnthropicObjects.opening(answer, report))", into: &opening)
        var block = 0
        if !answer.reasoning.isEmpty {
            add(block, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}", answer.reasoning, "thinking_delta", "thinking", signature: AnthropicObjects.signature(answer))
            block += 1
        }
        if !answer.text.isEmpty {
            add(block, "{\"type\":\"text\",\"text\":\"\"}", answer.text, "text_delta", "text")
            block += 1
        }
        for call in answer.toolCalls {
            let start = "{\"type\":\"tool_use\",\"id\":\"toolu_\(call.id)\",\"name\":\(JSONWriter.quoted(call.name)),\"input\":{}}"
            add(block, start, [""] + call.pieces, "input_json_delta", "partial_json")
            block += 1
        }
        let usage = report == .none ? "" : ",\"usage\":{\"output_tokens\":\(answer.outputTokens)}"
        Self.event("message_delta", "\"delta\":{\"stop_reason\":\"\(AnthropicObjects.word(answer.finish))\",\"stop_sequence\":null}\(usage)", into: &finish)
        Self.event("message_stop", "", into: &done)
    }

    private mutating func add(_ block: Int, _ start: String, _ pieces: [String], _ type: String, _ member: String, signature: String? = nil) {
        let before = Bytes("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":\(block),\"delta\":{\"type\":\"\(type)\",\"\(member)\":".utf8)
        for (index, piece) in pieces.enumerated() {
            var bytes = Bytes()
            bytes.reserveCapacity(before.count + piece.utf8.count + 16)
            if index == 0 {
                Self.event("content_block_start", "\"index\":\(block),\"content_block\":\(start)", into: &bytes)
                if block == 0 { bytes.append("event: ping\ndata: {\"type\": \"ping\"}\n\n") }
            }
            bytes += before
            JSONWriter.quote(piece, into: &bytes)
            bytes.append("}}\n\n")
            if index == pieces.count - 1 {
                if let signature { Self.event("content_block_delta", "\"index\":\(block),\"delta\":{\"type\":\"signature_delta\",\"signature\":\"\(signature)\"}", into: &bytes) }
                Self.event("content_block_stop", "\"index\":\(block)", into: &bytes)
            }
            tokens.append(bytes)
        }
    }

    static func event(_ type: String, _ members: String, into bytes: inout Bytes) {
        bytes.append("event: \(type)\ndata: {\"type\":\"\(type)\"\(members.isEmpty ? "" : ",")\(members)}\n\n")
    }
}
