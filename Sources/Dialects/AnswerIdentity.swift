/// What an answer is called before its caller.
package struct AnswerIdentity: Sendable, Equatable {
    package let id: String
    /// The model that really ran.
    package let model: String
    /// In Unix seconds.
    package let created: Int
    /// The tools that take free text, by their names: their calls are told otherwise where the caller's dialect knows such tools.
    package let customTools: Set<String>

    package init(id: String, model: String, created: Int, customTools: Set<String> = []) {
        self.id = id
        self.model = model
        self.created = created
        self.customTools = customTools
    }
}
