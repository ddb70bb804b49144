/// An error that the simulator answers with, before any API's words.
struct ErrorAnswer: Error, Sendable, Equatable {
    var kind: ErrorKind
    var status: Int?
    var message: String?
    /// The part of the request that is wrong, where the API names one.
    var parameter: String?
    /// The API's own code; nil for the kind's.
    var code: String?
    var model = ""
    var inputTokens = 0

    init(_ kind: ErrorKind, status: Int? = nil, message: String? = nil) {
        self.kind = kind
        self.status = status
        self.message = message
    }

    static func invalid(_ message: String, parameter: String?) -> ErrorAnswer {
        var error = ErrorAnswer(.invalid, message: message)
        error.parameter = parameter
        return error
    }
}
