internal import Conversation
internal import JSONText
internal import Primitives

/// Writes thoughts into a chat-completions message: their text as `reasoning_content`, which most services read back, and what
/// only their issuer can read as `reasoning_details`, OpenRouter's form, which agents hand back unread.
struct OpenAIThoughtEncoder {
    private enum Detail {
        case signed(text: String, signature: Signature)
        case sealed(Signature)
    }

    private var text = ""
    private var details: [Detail] = []

    mutating func add(_ text: String, _ signature: Signature?) {
        self.text += text
        if let signature { details.append(.signed(text: text, signature: signature)) }
    }

    mutating func addSealed(_ data: Signature) { details.append(.sealed(data)) }

    func write(into writer: inout JSONWriter) {
        if !text.isEmpty { writer.member("reasoning_content", text) }
        guard !details.isEmpty else { return }
        writer.array("reasoning_details") { writer in
            for (index, detail) in details.enumerated() { Self.write(detail, index, into: &writer) }
        }
    }

    private static func write(_ detail: Detail, _ index: Int, into writer: inout JSONWriter) {
        switch detail {
        case .signed(let text, let signature): writeSigned(text, signature, index, into: &writer)
        case .sealed(let data): writeSealed(data, index, into: &writer)
        }
    }

    /// A piece of a thought.
    static func writeText(_ text: String, _ index: Int, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", "reasoning.text")
            writer.member("text", text)
            writer.member("index", index)
        }
    }

    static func writeSigned(_ text: String?, _ signature: Signature, _ index: Int, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", "reasoning.text")
            if let text { writer.member("text", text) }
            OpenAIThoughts.write("signature", signature, into: &writer)
            writer.member("index", index)
        }
    }

    static func writeSealed(_ data: Signature, _ index: Int, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", "reasoning.encrypted")
            OpenAIThoughts.write("data", data, into: &writer)
            writer.member("index", index)
        }
    }
}
