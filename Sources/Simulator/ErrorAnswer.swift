internal import JSONText
internal import Primitives

/// An error as one of the APIs reports it: status, type, code and message as the real service has them.
package struct ErrorAnswer: Error, Sendable, Equatable {
    var kind: ErrorKind
    var status: Int?
    var message: String?
    var parameter: String?
    /// OpenAI's `code`; nil for the kind's own.
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

    static func missing(_ field: String, _ api: ProviderAPI) -> ErrorAnswer {
        guard api == .openAI else { return invalid("\(field): Field required", parameter: nil) }
        var error = invalid("Missing required parameter: '\(field)'.", parameter: field)
        error.code = "missing_required_parameter"
        return error
    }

    static func empty(_ field: String, _ api: ProviderAPI) -> ErrorAnswer {
        guard api == .openAI else { return invalid("\(field): at least one message is required", parameter: nil) }
        var error = invalid("Invalid '\(field)': empty array. Expected an array with minimum length 1, but got an empty array instead.", parameter: field)
        error.code = "empty_array"
        return error
    }

    func httpStatus(_ api: ProviderAPI) -> Int {
        status ?? (api == .openAI ? openAI.status : anthropic.status)
    }

    func body(_ api: ProviderAPI, requestID: String) -> Bytes {
        switch api {
        case .openAI: return Bytes(openAIObject.utf8)
        case .anthropic: return Bytes("{\"type\":\"error\",\"error\":\(anthropicObject),\"request_id\":\"\(requestID)\"}".utf8)
        }
    }

    /// The event that ends a stream in its middle.
    func event(_ api: ProviderAPI) -> Bytes {
        switch api {
        case .openAI: return Bytes("data: \(openAIObject)\n\n".utf8)
        case .anthropic: return Bytes("event: error\ndata: {\"type\":\"error\",\"error\":\(anthropicObject)}\n\n".utf8)
        }
    }

    private var openAIObject: String {
        let shape = openAI
        let code = (self.code ?? shape.code).map(JSONWriter.quoted) ?? "null"
        let parameter = (self.parameter ?? shape.parameter).map(JSONWriter.quoted) ?? "null"
        return "{\"error\":{\"message\":\(JSONWriter.quoted(message ?? shape.message)),\"type\":\"\(shape.type)\",\"param\":\(parameter),\"code\":\(code)}}"
    }

    private var anthropicObject: String {
        let shape = anthropic
        return "{\"details\":null,\"type\":\"\(shape.type)\",\"message\":\(JSONWriter.quoted(message ?? shape.message))}"
    }
}
