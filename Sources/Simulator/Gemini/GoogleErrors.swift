internal import JSONText
internal import Primitives

/// Errors as Google's services word them (https://cloud.google.com/apis/design/errors): HTTP status, canonical code, message, details.
enum GoogleErrors {
    private struct Shape {
        let status: Int
        let code: String
        var details: [String] = []
        let message: String
    }

    /// A prompt that the filter stops is no HTTP error: the answer has no candidates. An error about a stream that is an array is an array.
    static func response(_ error: ErrorAnswer, _ framing: GeminiFraming, vertex: Bool) -> ErrorResponse {
        if error.kind == .filter, error.status == nil { return blocked(error, framing) }
        let object = object(error, vertex: vertex)
        var response = ErrorResponse(status: error.status ?? shape(error, vertex).status, framing == .array ? "[\(object)\n]" : object)
        response.contentType = "application/json; charset=UTF-8"
        return response
    }

    private static func blocked(_ error: ErrorAnswer, _ framing: GeminiFraming) -> ErrorResponse {
        let count = error.inputTokens
        let object = """
            {"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":\(count),"totalTokenCount":\(count)},\
            "modelVersion":\(JSONWriter.quoted(error.model))}
            """
        var response = ErrorResponse(status: 200, framing == .events ? "data: \(object)\r\n\r\n" : framing == .array ? "[\(object)]" : object)
        response.contentType = framing == .events ? "text/event-stream" : "application/json; charset=UTF-8"
        return response
    }

    static func object(_ error: ErrorAnswer, vertex: Bool) -> String {
        let shape = shape(error, vertex)
        let details = shape.details.isEmpty ? "" : ",\n    \"details\": [\n      \(shape.details.joined(separator: ",\n      "))\n    ]"
        return """
            {
              "error": {
                "code": \(error.status ?? shape.status),
                "message": \(JSONWriter.quoted(error.message ?? shape.message)),
                "status": "\(shape.code)"\(details)
              }
            }
            """
    }

    private static func shape(_ error: ErrorAnswer, _ vertex: Bool) -> Shape {
        let model = error.model
        switch error.kind {
        case .invalid, .filter:
            return Shape(status: 400, code: "INVALID_ARGUMENT", details: violations(error), message: "Request contains an invalid argument.")
        case .auth: return vertex ? unauthenticated : badKey
        case .billing: return Shape(status: 400, code: "FAILED_PRECONDITION", message: "Gemini API free tier is not available in your country. Please enable billing on your project in Google AI Studio.")
        case .permission: return Shape(status: 403, code: "PERMISSION_DENIED", message: "The caller does not have permission")
        case .notFound: return Shape(status: 404, code: "NOT_FOUND", message: "models/\(model) is not found for API version v1beta, or is not supported for generateContent. Call ModelService.ListModels to see the list of available models and their supported methods.")
        case .timeout: return Shape(status: 504, code: "DEADLINE_EXCEEDED", message: "Deadline expired before operation could complete.")
        case .tooLarge: return Shape(status: 400, code: "INVALID_ARGUMENT", message: "Request payload size exceeds the limit: 20971520 bytes.")
        case .rate: return exhausted(per: "Minute", model)
        case .quota: return exhausted(per: "Day", model)
        case .context: return Shape(status: 400, code: "INVALID_ARGUMENT", message: "The input token count (\(error.inputTokens)) exceeds the maximum number of tokens allowed (8192).")
        case .server: return Shape(status: 500, code: "INTERNAL", message: "An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting")
        case .overloaded: return Shape(status: 503, code: "UNAVAILABLE", message: "The model is overloaded. Please try again later.")
        }
    }

    private static func violations(_ error: ErrorAnswer) -> [String] {
        guard let field = error.parameter else { return [] }
        return ["{\"@type\": \"type.googleapis.com/google.rpc.BadRequest\", \"fieldViolations\": [{\"field\": \(JSONWriter.quoted(field)), \"description\": \(JSONWriter.quoted(error.message ?? ""))}]}"]
    }

    private static let badKey = Shape(
        status: 400, code: "INVALID_ARGUMENT",
        details: ["{\"@type\": \"type.googleapis.com/google.rpc.ErrorInfo\", \"reason\": \"API_KEY_INVALID\", \"domain\": \"googleapis.com\", \"metadata\": {\"service\": \"generativelanguage.googleapis.com\"}}"],
        message: "API key not valid. Please pass a valid API key."
    )

    private static let unauthenticated = Shape(
        status: 401, code: "UNAUTHENTICATED",
        details: ["{\"@type\": \"type.googleapis.com/google.rpc.ErrorInfo\", \"reason\": \"ACCESS_TOKEN_TYPE_UNSUPPORTED\", \"metadata\": {\"service\": \"aiplatform.googleapis.com\"}}"],
        message: "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
    )

    private static func exhausted(per period: String, _ model: String) -> Shape {
        let violation = "{\"quotaMetric\": \"generativelanguage.googleapis.com/generate_content_requests\", \"quotaId\": \"GenerateRequestsPer\(period)PerProjectPerModel\", \"quotaDimensions\": {\"model\": \(JSONWriter.quoted(model))}, \"quotaValue\": \"500\"}"
        return Shape(
            status: 429, code: "RESOURCE_EXHAUSTED",
            details: [
                "{\"@type\": \"type.googleapis.com/google.rpc.QuotaFailure\", \"violations\": [\(violation)]}",
                "{\"@type\": \"type.googleapis.com/google.rpc.RetryInfo\", \"retryDelay\": \"\(period == "Day" ? 3600 : 2)s\"}",
            ],
            message: "You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits."
        )
    }
}
