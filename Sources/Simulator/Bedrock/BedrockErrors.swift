internal import JSONText
internal import Primitives

/// Errors as Bedrock words them (https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html): the type is in a header field
/// of a plain answer and in the head of a frame, the body has the message only.
enum BedrockErrors {
    private struct Shape {
        let status: Int
        let type: String
        let message: String
    }

    static func response(_ error: ErrorAnswer) -> ErrorResponse {
        let shape = shape(error)
        var response = ErrorResponse(status: error.status ?? shape.status, body(error, shape))
        response.fields = [Script.ExtraField(name: "x-amzn-errortype", value: "\(shape.type):http://internal.amazon.com/coral/com.amazon.bedrock/")]
        return response
    }

    static func exception(_ error: ErrorAnswer) -> Bytes {
        let shape = shape(error)
        guard late.contains(shape.type) else {
            return EventFrame.exception("modelStreamErrorException", "{\"message\":\(JSONWriter.quoted(error.message ?? shape.message)),\"originalStatusCode\":\(shape.status)}")
        }
        return EventFrame.exception(shape.type.prefix(1).lowercased() + shape.type.dropFirst(), body(error, shape))
    }

    /// Those that a stream may hold as they are.
    private static let late = ["InternalServerException", "ValidationException", "ThrottlingException", "ServiceUnavailableException"]

    private static func body(_ error: ErrorAnswer, _ shape: Shape) -> String { "{\"message\":\(JSONWriter.quoted(error.message ?? shape.message))}" }

    static func fields(_ requestID: String) -> String { "server: shunt-simulator\r\nx-amzn-requestid: \(requestID)\r\n" }

    private static func shape(_ error: ErrorAnswer) -> Shape {
        switch error.kind {
        case .invalid: Shape(status: 400, type: "ValidationException", message: "Malformed input request, please reformat your input and try again.")
        case .auth: Shape(status: 403, type: "UnrecognizedClientException", message: "The security token included in the request is invalid.")
        case .billing: Shape(status: 403, type: "AccessDeniedException", message: "Model access is denied due to INVALID_PAYMENT_INSTRUMENT: A valid payment instrument must be provided.")
        case .permission: Shape(status: 403, type: "AccessDeniedException", message: "You don't have access to the model with the specified model ID.")
        case .notFound: Shape(status: 400, type: "ValidationException", message: "The provided model identifier is invalid.")
        case .timeout: Shape(status: 408, type: "ModelTimeoutException", message: "The request took too long to process.")
        case .tooLarge: Shape(status: 413, type: "RequestEntityTooLargeException", message: "Request body is too large.")
        case .rate: Shape(status: 429, type: "ThrottlingException", message: "Too many requests, please wait before trying again.")
        case .quota: Shape(status: 400, type: "ServiceQuotaExceededException", message: "Your request exceeds the service quota for your account.")
        case .context: Shape(status: 400, type: "ValidationException", message: "The model returned the following errors: Input is too long for requested model.")
        case .filter: Shape(status: 400, type: "ValidationException", message: "The model returned the following errors: Output blocked by content filtering policy")
        case .server: Shape(status: 500, type: "InternalServerException", message: "The system encountered an unexpected error during processing. Try your request again.")
        case .overloaded: Shape(status: 503, type: "ServiceUnavailableException", message: "Bedrock is unable to process your request.")
        }
    }
}
