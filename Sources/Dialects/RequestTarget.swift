/// What an API says in a request's path that others say in the body: `/models/{model}:streamGenerateContent`.
package struct RequestTarget: Sendable, Equatable {
    /// The model as the caller named it.
    package var model: String?
    package var stream: Bool
    /// The path is that of OpenAI's embeddings, whose bodies are no chat's.
    package var wantsEmbeddings = false

    package init(model: String?, stream: Bool) {
        self.model = model
        self.stream = stream
    }

    /// OpenAI's embeddings; the body names the model, and nothing is streamed.
    package static let embeddings: Self = {
        var target = Self(model: nil, stream: false)
        target.wantsEmbeddings = true
        return target
    }()
}
