/// What is wrong with a caller's request, in words that its author can act on.
package struct DialectError: Error, Sendable, Equatable {
    package let message: String
    /// The field at fault, as a path such as `messages[2].content`.
    package let parameter: String?
    /// The code by which OpenAI's API names such an error.
    package let code: String?

    package init(_ message: String, parameter: String? = nil, code: String? = nil) {
        self.message = message
        self.parameter = parameter
        self.code = code
    }

    static func wrongType(_ path: String, _ expected: String) -> Self {
        Self("\(path) must be \(expected)", parameter: path, code: "invalid_type")
    }

    static func missing(_ path: String) -> Self {
        Self("\(path) is missing", parameter: path, code: "missing_required_parameter")
    }

    static func twice(_ key: String) -> Self {
        Self("\(key) is given twice", parameter: key, code: "duplicate_parameter")
    }
}
