internal import Dialects
internal import Exchange

extension CallerError {
    /// How an HTTP API tells the failure: by a status, and a type that its SDKs know.
    init(_ failure: CallFailure) {
        let (status, type, code): (Int, String, String?) =
            switch failure.kind {
            case .invalidRequest: (400, "invalid_request_error", nil)
            case .unknownModel: (404, "invalid_request_error", "model_not_found")
            case .denied: (403, "permission_error", "denied")
            case .contextOverflow: (400, "invalid_request_error", "context_length_exceeded")
            case .contentFilter: (400, "invalid_request_error", "content_filter")
            case .key: (401, "authentication_error", "invalid_api_key")
            case .rateLimited: (429, "rate_limit_error", "rate_limit_exceeded")
            case .budget: (429, "rate_limit_error", "budget_exceeded")
            case .overloaded: (429, "rate_limit_error", "overloaded")
            case .noCandidate: (503, "server_error", "no_candidate")
            case .shuttingDown: (503, "server_error", "shutting_down")
            case .upstream: (502, "server_error", "upstream")
            case .streamCut: (502, "server_error", "stream_cut")
            case .timeout: (504, "server_error", "timeout")
            // Nobody reads it: the caller is gone.
            case .cancelled: (499, "server_error", "cancelled")
            }
        self.init(
            status: status, type: type, code: code ?? failure.code, message: failure.message, parameter: failure.parameter,
            retryAfter: failure.retryAfter)
    }
}
