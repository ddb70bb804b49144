internal import Conversation
internal import JSONText

/// Gemini's signature of a tool call before a caller of the Messages API, whose calls have no place for it: sealed thoughts right
/// behind the call, which callers hand back unread.
enum AnthropicCallSignature {
    static func write(_ signature: Signature, into writer: inout JSONWriter) {
        writer.member("type", "redacted_thinking")
        writer.member("data", SignatureText.write(signature, in: .anthropicMessages))
    }

    /// What sealed thoughts behind so many calls are.
    static func event(_ data: String, behind calls: Int) -> ChatEvent {
        let signature = SignatureText.read(data, in: .anthropicMessages)
        return signature.issuer == .gemini && calls > 0 ? .toolSignature(index: calls - 1, signature) : .redactedReasoning(signature)
    }

    /// Gives the signatures back to the calls before them.
    static func joined(_ parts: [ContentPart]) -> [ContentPart] {
        parts.reduce(into: []) { joined, part in
            if case .redactedReasoning(let signature) = part, signature.issuer == .gemini, case .toolCall(var call, let cache) = joined.last {
                call.signature = signature
                joined[joined.count - 1] = .toolCall(call, cache: cache)
            } else {
                joined.append(part)
            }
        }
    }
}
