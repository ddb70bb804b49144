internal import Conversation
internal import JSONText

/// Errors of Amazon's APIs by their names: in a stream an event's name tells what went wrong, before one a header field does.
enum ConverseFault {
    /// An exception in the middle of a stream.
    static func fault(named name: String, _ root: JSONValue) -> Fault {
        var error = ErrorBody(event: root)
        if name != "error" { error.type = name }
        return FaultClassifier.fault(in: error)
    }

    /// The status with which the API answers such an error
    /// (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html); nil for other names.
    static func status(_ name: String) -> Int? {
        switch name.lowercased() {
        case "validationexception": 400
        case "accessdeniedexception", "unrecognizedclientexception", "expiredtokenexception", "invalidsignatureexception": 403
        case "resourcenotfoundexception": 404
        case "modeltimeoutexception": 408
        case "modelerrorexception", "modelstreamerrorexception": 424
        case "throttlingexception", "modelnotreadyexception", "servicequotaexceededexception": 429
        case "internalserverexception": 500
        case "serviceunavailableexception": 503
        default: nil
        }
    }

    /// The nearest of the API's names, for callers who speak it.
    static func name(_ status: Int) -> String {
        switch status {
        case 401, 403: "AccessDeniedException"
        case 404: "ResourceNotFoundException"
        case 429: "ThrottlingException"
        case 400..<500: "ValidationException"
        case 503, 529: "ServiceUnavailableException"
        case 504: "ModelTimeoutException"
        default: "InternalServerException"
        }
    }
}
