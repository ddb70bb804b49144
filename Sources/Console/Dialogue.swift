internal import JSONText

/// What was said in one `shunt chat`.
struct Dialogue {
    enum Role: String { case system, user, assistant }

    private var messages: [(role: Role, text: String)] = []

    init(system: String?) {
        if let system { messages.append((.system, system)) }
    }

    /// Whether anything was said yet.
    var isEmpty: Bool { messages.allSatisfy { $0.role == .system } }

    /// A question and its answer; a question without an answer is not kept.
    mutating func add(question: String, answer: String) {
        messages += [(.user, question), (.assistant, answer)]
    }

    mutating func forget() { messages.removeAll { $0.role != .system } }

    /// The `body` that asks `question`, in the dialect `openai-chat`.
    func write(asking question: String, model: String?, isStreamed: Bool, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("model", model ?? "shunt/auto")
            writer.array("messages") { for message in messages + [(.user, question)] { Self.write(message, into: &$0) } }
            writer.member("stream", isStreamed)
        }
    }

    private static func write(_ message: (role: Role, text: String), into writer: inout JSONWriter) {
        writer.object {
            $0.member("role", message.role.rawValue)
            $0.member("content", message.text)
        }
    }
}
