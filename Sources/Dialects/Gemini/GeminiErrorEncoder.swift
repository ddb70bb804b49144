internal import JSONText
internal import Primitives

/// Writes an error as Google's APIs do (https://cloud.google.com/apis/design/errors).
enum GeminiErrorEncoder {
    static func body(_ error: CallerError) -> Bytes {
        var writer = JSONWriter()
        writer.object { writer in
            writer.object("error") { writer in
                writer.member("code", error.status)
                writer.member("message", error.message)
                writer.member("status", word(error.status))
                writeDetails(error, into: &writer)
            }
        }
        return writer.bytes
    }

    /// `google.rpc.Code` by its HTTP status.
    private static func word(_ status: Int) -> String {
        switch status {
        case 401: "UNAUTHENTICATED"
        case 402, 403: "PERMISSION_DENIED"
        case 404: "NOT_FOUND"
        case 409: "ABORTED"
        case 429: "RESOURCE_EXHAUSTED"
        case 499: "CANCELLED"
        case 400..<500: "INVALID_ARGUMENT"
        case 501: "UNIMPLEMENTED"
        case 502, 503, 529: "UNAVAILABLE"
        case 504: "DEADLINE_EXCEEDED"
        default: "INTERNAL"
        }
    }

    private static func writeDetails(_ error: CallerError, into writer: inout JSONWriter) {
        guard error.code != nil || error.parameter != nil || error.retryAfter != nil || error.requestID != nil else { return }
        writer.array("details") { writer in
            if let code = error.code {
                detail("ErrorInfo", into: &writer) { writer in
                    writer.member("reason", code.uppercased())
                    writer.member("domain", "shunt")
                }
            }
            if let parameter = error.parameter {
                detail("BadRequest", into: &writer) { writer in
                    writer.array("fieldViolations") { writer in
                        writer.object { writer in
                            writer.member("field", parameter)
                            writer.member("description", error.message)
                        }
                    }
                }
            }
            if let wait = error.retryAfter { detail("RetryInfo", into: &writer) { $0.member("retryDelay", seconds(wait)) } }
            if let id = error.requestID { detail("RequestInfo", into: &writer) { $0.member("requestId", id) } }
        }
    }

    private static func detail(_ type: String, into writer: inout JSONWriter, _ members: (inout JSONWriter) -> Void) {
        writer.object { writer in
            writer.member("@type", "type.googleapis.com/google.rpc.\(type)")
            members(&writer)
        }
    }

    /// `google.protobuf.Duration` as JSON has it: `3.5s`.
    private static func seconds(_ wait: Duration) -> String {
        let (seconds, attoseconds) = wait.components
        let milliseconds = attoseconds / 1_000_000_000_000_000
        if milliseconds == 0 { return "\(seconds)s" }
        let digits = String(milliseconds)
        return "\(seconds).\(String(repeating: "0", count: 3 - digits.count))\(digits)s"
    }
}
