package import Conversation

extension Fault {
    /// Whether the provider refused a signature or sealed thoughts of an earlier turn: the same request without thoughts may pass (see
    /// ``RequestPlan/withoutThoughts``).
    package var isSignatureRefusal: Bool {
        guard kind == .caller else { return false }
        if code == "invalid_encrypted_content" { return true }
        let message = message.lowercased()
        return Self.words.contains { words in words.allSatisfy(message.contains) }
    }

    /// Anthropic, wherever it is served, twice; Gemini in three wordings; OpenAI.
    private static let words = [
        ["invalid", "signature", "thinking"], ["thinking", "blocks", "cannot be modified"], ["thought signature", "corrupted"],
        ["thought signature", "not valid"], ["thought signature", "invalid"], ["encrypted content", "could not be"],
    ]
}
