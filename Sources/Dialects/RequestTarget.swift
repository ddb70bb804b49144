/// What an API says in a request's path that others say in the body: `/models/{model}:streamGenerateContent`.
package struct RequestTarget: Sendable, Equatable {
    /// The model as the caller named it.
    package var model: String?
    package var stream: Bool

    package init(model: String?, stream: Bool) {
        self.model = model
        self.stream = stream
    }
}
