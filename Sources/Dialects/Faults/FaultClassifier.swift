internal import Conversation
internal import HTTPWire
internal import Primitives

/// Classes what a provider says went wrong by who can do something about it.
enum FaultClassifier {
    /// An answer whose status is not 200.
    static func fault(status: Int, fields: HeaderFields, body: ByteSlice) -> Fault {
        var error = ErrorBody(body.prefix(Limits.errorBodyBytes))
        // Bedrock names the kind of error in a field alone.
        if error.type == nil, let named = fields["x-amzn-errortype"] {
            error.type = String(named.prefix { $0 != ":" })
        }
        let kind = kind(status: status, error)
        return Fault(
            kind, status: status, code: error.code ?? error.type, message: message(error, status: status),
            retryAfter: kind == .rate || kind == .provider ? RetryHint.read(fields, error) : nil, parameter: error.parameter)
    }

    /// An error within an answer that began with 200.
    static func fault(in error: ErrorBody) -> Fault {
        Fault(
            kind(status: error.status ?? status(ofType: error), error), code: error.code ?? error.type,
            message: message(error, status: error.status), retryAfter: RetryHint.read([:], error), parameter: error.parameter)
    }

    private static func message(_ error: ErrorBody, status: Int?) -> String {
        if !error.message.isEmpty { return error.message }
        if let type = error.code ?? error.type { return type }
        return status.map { "the provider answered with status \($0)" } ?? "the provider reported an error"
    }

    private static func kind(status: Int, _ error: ErrorBody) -> Fault.Kind {
        // A few providers tell of keys, models and content by a 400; most tell of context so. What the words say is finer than the status.
        if status != 429, status < 500 || status == 529, let told = FaultWords.kind(of: error.words) { return told }
        switch status {
        // Google says of a rate, too, that the quota is used up, and when there will be more.
        case 429, 425, 498: return FaultWords.isOutOfCredit(error.words) && error.retryDelay == nil ? .key : .rate
        case 401, 402, 403, 407: return .key
        case 404, 410: return .notFound
        case 408, 409, 424, 499: return .provider
        // Bedrock's word for an account that asked too often comes with 400.
        case 400 where error.type == "ServiceQuotaExceededException": return .rate
        case 413 where error.words.contains("rate_limit"): return .contextOverflow
        case 400..<500: return .caller
        case 500...: return FaultWords.isContextOverflow(error.words) ? .contextOverflow : .provider
        default: return .transport
        }
    }

    /// The status that the same error has where it comes before a stream.
    private static func status(ofType error: ErrorBody) -> Int {
        switch error.type ?? error.code {
        case "invalid_request_error", "BadRequestError", "invalid_prompt": 400
        // The codes by which a response fails on what it was given to look at.
        case let code? where code.contains("image") && !code.contains("rate_limit"): 400
        case "authentication_error": 401
        case "billing_error", "insufficient_quota": 402
        case "permission_error": 403
        case "not_found_error": 404
        case "request_too_large": 413
        case "rate_limit_error", "rate_limit_exceeded", "tokens", "requests", "RESOURCE_EXHAUSTED": 429
        case let type?: ConverseFault.status(type) ?? (error.words.contains("content_filter") ? 400 : 500)
        case nil: error.words.contains("content_filter") ? 400 : 500
        }
    }
}
