internal import JSONText
internal import Primitives

// Event frames as Bedrock sends them: only blocks of tools are opened, all are closed; usage comes after the stop reason; every payload
// is padded by a member `p`.
extension StreamRendering {
    init(converse answer: Answer, _ report: Script.UsageReport) {
        self.init()
        opening = Self.frame("messageStart", "\"role\":\"assistant\"")
        var block = 0
        if !answer.reasoning.isEmpty {
            add(block, answer.reasoning) { "{\"reasoningContent\":{\"text\":\($0)}}" }
            let signature = "{\"reasoningContent\":{\"signature\":\"\(AnthropicObjects.signature(answer))\"}}"
            close(block, with: Self.delta(block, signature))
            block += 1
        }
        if !answer.text.isEmpty {
            add(block, answer.text) { "{\"text\":\($0)}" }
            close(block)
            block += 1
        }
        for call in answer.toolCalls {
            let start = "\"start\":{\"toolUse\":{\"name\":\(JSONWriter.quoted(call.name)),\"toolUseId\":\"tooluse_\(call.id)\"}}"
            add(block, call.pieces, after: Self.frame("contentBlockStart", "\"contentBlockIndex\":\(block),\(start)")) { "{\"toolUse\":{\"input\":\($0)}}" }
            close(block)
            block += 1
        }
        finish = Self.frame("messageStop", "\"stopReason\":\"\(AnthropicObjects.word(answer.finish))\"")
        if report != .none { usage = Self.frame("metadata", "\"metrics\":{\"latencyMs\":1},\"usage\":\(ConverseObjects.usage(answer))") }
    }

    private mutating func add(_ block: Int, _ pieces: [String], after start: Bytes = [], delta: (String) -> String) {
        for (index, piece) in pieces.enumerated() {
            tokens.append((index == 0 ? start : []) + Self.delta(block, delta(JSONWriter.quoted(piece))))
        }
    }

    private mutating func close(_ block: Int, with last: Bytes = []) {
        tokens[tokens.count - 1] += last + Self.frame("contentBlockStop", "\"contentBlockIndex\":\(block)")
    }

    private static func delta(_ block: Int, _ delta: String) -> Bytes {
        frame("contentBlockDelta", "\"contentBlockIndex\":\(block),\"delta\":\(delta)")
    }

    private static func frame(_ type: String, _ members: String) -> Bytes {
        EventFrame.event(type, "{\(members),\"p\":\"abcdefghij\"}")
    }
}
