internal import JSONText

/// Errors as OpenAI words them, by its documentation and by recorded exchanges.
enum OpenAIErrors {
    private struct Shape {
        let status: Int
        var type = "invalid_request_error"
        var code: String?
        var parameter: String?
        let message: String
    }

    static func missing(_ field: String) -> ErrorAnswer {
        var error = ErrorAnswer.invalid("Missing required parameter: '\(field)'.", parameter: field)
        error.code = "missing_required_parameter"
        return error
    }

    static func empty(_ field: String) -> ErrorAnswer {
        var error = ErrorAnswer.invalid("Invalid '\(field)': empty array. Expected an array with minimum length 1, but got an empty array instead.", parameter: field)
        error.code = "empty_array"
        return error
    }

    static func response(_ error: ErrorAnswer) -> ErrorResponse {
        ErrorResponse(status: error.status ?? shape(error).status, object(error))
    }

    /// `{"error": {…}}`, the body and the data of an event alike.
    static func object(_ error: ErrorAnswer) -> String { "{\"error\":\(members(error))}" }

    static func members(_ error: ErrorAnswer) -> String {
        let shape = shape(error)
        let code = (error.code ?? shape.code).map(JSONWriter.quoted) ?? "null"
        let parameter = (error.parameter ?? shape.parameter).map(JSONWriter.quoted) ?? "null"
        return "{\"message\":\(JSONWriter.quoted(error.message ?? shape.message)),\"type\":\"\(shape.type)\",\"param\":\(parameter),\"code\":\(code)}"
    }

    private static func shape(_ error: ErrorAnswer) -> Shape {
        let model = error.model
        return switch error.kind {
        case .invalid: Shape(status: 400, message: "Invalid request.")
        case .auth: Shape(status: 401, code: "invalid_api_key", message: "Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.")
        case .billing: Shape(status: 402, type: "billing_error", message: "Payment required.")
        case .permission: Shape(status: 403, code: "model_not_found", message: "Project `proj_simulator` does not have access to model `\(model)`.")
        case .notFound: Shape(status: 404, code: "model_not_found", message: "The model `\(model)` does not exist or you do not have access to it.")
        case .timeout: Shape(status: 408, type: "timeout", message: "Request timed out.")
        case .tooLarge: Shape(status: 413, message: "Maximum content size limit exceeded.")
        case .rate: Shape(status: 429, type: "requests", code: "rate_limit_exceeded", message: "Rate limit reached for \(model) in organization org-simulator on requests per min (RPM): Limit 500, Used 500, Requested 1.")
        case .quota: Shape(status: 429, type: "insufficient_quota", code: "insufficient_quota", message: "You exceeded your current quota, please check your plan and billing details.")
        case .context: Shape(status: 400, code: "context_length_exceeded", parameter: "messages", message: "This model's maximum context length is 8192 tokens. However, your messages resulted in \(error.inputTokens) tokens. Please reduce the length of the messages.")
        case .filter: Shape(status: 400, code: "content_filter", parameter: "prompt", message: "The response was filtered due to the prompt triggering content management policy. Please modify your prompt and retry.")
        case .server: Shape(status: 500, type: "server_error", message: "The server had an error while processing your request. Sorry about that!")
        case .overloaded: Shape(status: 503, type: "service_unavailable_error", message: "The engine is currently overloaded, please try again later.")
        }
    }
}
