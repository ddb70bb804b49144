/// What an answer is called before its caller.
package struct AnswerIdentity: Sendable, Equatable {
    package let id: String
    /// The model that really ran.
    package let model: String
    /// In Unix seconds.
    package let created: Int

    package init(id: String, model: String, created: Int) {
        self.id = id
        self.model = model
        self.created = created
    }
}
