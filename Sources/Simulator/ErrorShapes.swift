// The wording of each error, as the two services document it and as recorded exchanges show it.
extension ErrorAnswer {
    struct OpenAIShape {
        let status: Int
        var type = "invalid_request_error"
        var code: String?
        var parameter: String?
        let message: String
    }

    struct AnthropicShape {
        let status: Int
        let type: String
        let message: String
    }

    var openAI: OpenAIShape {
        switch kind {
        case .invalid: OpenAIShape(status: 400, message: "Invalid request.")
        case .auth: OpenAIShape(status: 401, code: "invalid_api_key", message: "Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.")
        case .billing: OpenAIShape(status: 402, type: "billing_error", message: "Payment required.")
        case .permission: OpenAIShape(status: 403, code: "model_not_found", message: "Project `proj_simulator` does not have access to model `\(model)`.")
        case .notFound: OpenAIShape(status: 404, code: "model_not_found", message: "The model `\(model)` does not exist or you do not have access to it.")
        case .timeout: OpenAIShape(status: 408, type: "timeout", message: "Request timed out.")
        case .tooLarge: OpenAIShape(status: 413, message: "Maximum content size limit exceeded.")
        case .rate: OpenAIShape(status: 429, type: "requests", code: "rate_limit_exceeded", message: "Rate limit reached for \(model) in organization org-simulator on requests per min (RPM): Limit 500, Used 500, Requested 1.")
        case .quota: OpenAIShape(status: 429, type: "insufficient_quota", code: "insufficient_quota", message: "You exceeded your current quota, please check your plan and billing details.")
        case .context: OpenAIShape(status: 400, code: "context_length_exceeded", parameter: "messages", message: "This model's maximum context length is 8192 tokens. However, your messages resulted in \(inputTokens) tokens. Please reduce the length of the messages.")
        case .filter: OpenAIShape(status: 400, code: "content_filter", parameter: "prompt", message: "The response was filtered due to the prompt triggering content management policy. Please modify your prompt and retry.")
        case .server: OpenAIShape(status: 500, type: "server_error", message: "The server had an error while processing your request. Sorry about that!")
        case .overloaded: OpenAIShape(status: 503, type: "service_unavailable_error", message: "The engine is currently overloaded, please try again later.")
        }
    }

    var anthropic: AnthropicShape {
        switch kind {
        case .invalid: AnthropicShape(status: 400, type: "invalid_request_error", message: "Invalid request.")
        case .auth: AnthropicShape(status: 401, type: "authentication_error", message: "invalid x-api-key")
        case .billing: AnthropicShape(status: 402, type: "billing_error", message: "There is an issue with your billing information.")
        case .permission: AnthropicShape(status: 403, type: "permission_error", message: "Your API key does not have permission to use the specified resource.")
        case .notFound: AnthropicShape(status: 404, type: "not_found_error", message: "model: \(model)")
        case .timeout: AnthropicShape(status: 504, type: "timeout_error", message: "Request timed out.")
        case .tooLarge: AnthropicShape(status: 413, type: "request_too_large", message: "Request exceeds the maximum allowed number of bytes.")
        case .rate: AnthropicShape(status: 429, type: "rate_limit_error", message: "This request would exceed your organization's rate limit of 50 requests per minute.")
        case .quota: AnthropicShape(status: 400, type: "invalid_request_error", message: "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.")
        case .context: AnthropicShape(status: 400, type: "invalid_request_error", message: "prompt is too long: \(inputTokens) tokens > 8192 maximum")
        case .filter: AnthropicShape(status: 400, type: "invalid_request_error", message: "Output blocked by content filtering policy")
        case .server: AnthropicShape(status: 500, type: "api_error", message: "Internal server error")
        case .overloaded: AnthropicShape(status: 529, type: "overloaded_error", message: "Overloaded")
        }
    }
}
