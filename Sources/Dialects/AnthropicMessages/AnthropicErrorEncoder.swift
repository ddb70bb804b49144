internal import JSONText
internal import Primitives

/// Writes an error as Anthropic's API does (https://docs.anthropic.com/en/api/errors).
enum AnthropicErrorEncoder {
    static func body(_ error: CallerError) -> Bytes {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("type", "error")
            writer.object("error") { writer in
                writer.member("type", type(error.status))
                writer.member("message", error.message)
            }
            if let requestID = error.requestID { writer.member("request_id", requestID) }
        }
        return writer.bytes
    }

    private static func type(_ status: Int) -> String {
        switch status {
        case 401: "authentication_error"
        case 402: "billing_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 400..<500: "invalid_request_error"
        case 504: "timeout_error"
        case 503, 529: "overloaded_error"
        default: "api_error"
        }
    }
}
