package import Conversation
package import HTTPWire
package import Primitives

/// An error as a caller's SDK expects it.
package struct CallerError: Error, Sendable, Equatable {
    /// The HTTP status of the answer.
    package var status: Int
    /// OpenAI's word for the kind of error; other dialects derive theirs from the status.
    package var type: String
    package var code: String?
    package var message: String
    /// The request field at fault.
    package var parameter: String?
    package var retryAfter: Duration?
    package var requestID: String?

    package init(
        status: Int, type: String, code: String? = nil, message: String, parameter: String? = nil, retryAfter: Duration? = nil,
        requestID: String? = nil
    ) {
        self.status = status
        self.type = type
        self.code = code
        self.message = message
        self.parameter = parameter
        self.retryAfter = retryAfter
        self.requestID = requestID
    }

    package init(_ error: DialectError) {
        self.init(status: 400, type: "invalid_request_error", code: error.code, message: error.message, parameter: error.parameter)
    }

    /// A provider's fault, told to a caller who cannot do anything about the provider.
    package init(_ fault: Fault) {
        let (status, type, code): (Int, String, String?) =
            switch fault.kind {
            case .caller: (Self.callerStatus(fault.status), "invalid_request_error", fault.code)
            case .notFound: (404, "invalid_request_error", "model_not_found")
            case .contextOverflow: (400, "invalid_request_error", "context_length_exceeded")
            case .contentFilter: (400, "invalid_request_error", "content_filter")
            case .key: (502, "server_error", "provider_key")
            case .rate: (429, "rate_limit_error", "rate_limit_exceeded")
            case .provider, .transport: (502, "server_error", fault.code)
            case .silence: (504, "server_error", "timeout")
            }
        self.init(status: status, type: type, code: code, message: fault.message, parameter: fault.parameter, retryAfter: fault.retryAfter)
    }

    private static func callerStatus(_ status: Int?) -> Int {
        guard let status, (400..<500).contains(status), status != 401, status != 403 else { return 400 }
        return status
    }

    /// The status by which the API tells it.
    package func status(_ dialect: Dialect) -> Int { dialect.api.status(self) }

    /// The body, with exactly the members that the API's own errors have.
    package func body(_ dialect: Dialect) -> Bytes { dialect.api.errorBody(self) }

    /// Header fields by which the API's errors are told apart, beside those that every answer has.
    package func fields(_ dialect: Dialect) -> HeaderFields { dialect.api.errorFields(self) }
}
