internal import JSONText
internal import Primitives

/// Errors as Anthropic words them (https://docs.anthropic.com/en/api/errors), by its documentation and by recorded exchanges.
enum AnthropicErrors {
    private struct Shape {
        let status: Int
        let type: String
        let message: String
    }

    static func missing(_ field: String) -> ErrorAnswer { .invalid("\(field): Field required", parameter: nil) }

    static func response(_ error: ErrorAnswer, requestID: String) -> ErrorResponse {
        ErrorResponse(status: error.status ?? shape(error).status, "{\"type\":\"error\",\"error\":\(members(error)),\"request_id\":\"\(requestID)\"}")
    }

    static func event(_ error: ErrorAnswer) -> Bytes {
        Bytes("event: error\ndata: {\"type\":\"error\",\"error\":\(members(error))}\n\n".utf8)
    }

    private static func members(_ error: ErrorAnswer) -> String {
        let shape = shape(error)
        return "{\"details\":null,\"type\":\"\(shape.type)\",\"message\":\(JSONWriter.quoted(error.message ?? shape.message))}"
    }

    private static func shape(_ error: ErrorAnswer) -> Shape {
        switch error.kind {
        case .invalid: Shape(status: 400, type: "invalid_request_error", message: "Invalid request.")
        case .auth: Shape(status: 401, type: "authentication_error", message: "invalid x-api-key")
        case .billing: Shape(status: 402, type: "billing_error", message: "There is an issue with your billing information.")
        case .permission: Shape(status: 403, type: "permission_error", message: "Your API key does not have permission to use the specified resource.")
        case .notFound: Shape(status: 404, type: "not_found_error", message: "model: \(error.model)")
        case .timeout: Shape(status: 504, type: "timeout_error", message: "Request timed out.")
        case .tooLarge: Shape(status: 413, type: "request_too_large", message: "Request exceeds the maximum allowed number of bytes.")
        case .rate: Shape(status: 429, type: "rate_limit_error", message: "This request would exceed your organization's rate limit of 50 requests per minute.")
        case .quota: Shape(status: 400, type: "invalid_request_error", message: "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.")
        case .context: Shape(status: 400, type: "invalid_request_error", message: "prompt is too long: \(error.inputTokens) tokens > 8192 maximum")
        case .filter: Shape(status: 400, type: "invalid_request_error", message: "Output blocked by content filtering policy")
        case .server: Shape(status: 500, type: "api_error", message: "Internal server error")
        case .overloaded: Shape(status: 529, type: "overloaded_error", message: "Overloaded")
        }
    }
}
