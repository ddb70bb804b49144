internal import Conversation

extension ChatRequest {
    /// The request for the rest of an answer that begins with `text`: its last message is the assistant's, and what was written already is
    /// taken off the length that the caller allows.
    func continued(after text: String) -> ChatRequest {
        var request = self
        request.messages.append(Message(role: .assistant, parts: [.text(text)]))
        request.maxOutputTokens = maxOutputTokens.map { max(1, $0 - RequestFacts.estimatedTokens(textBytes: text.utf8.count)) }
        return request
    }
}
