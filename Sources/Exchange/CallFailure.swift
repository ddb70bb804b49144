package import Conversation
package import Primitives

/// Why a call has no answer, or no whole one: the one error that doors turn into what their callers expect.
package struct CallFailure: Error, Sendable {
    /// The documented list of `error.data.type`.
    package enum Kind: String, Sendable, CaseIterable {
        case invalidRequest = "invalid_request"
        case unknownModel = "unknown_model"
        /// The local policy does not let this caller do it.
        case denied
        /// The table has candidates, and each of them fell before it was called.
        case noCandidate = "no_candidate"
        case contextOverflow = "context_overflow"
        case contentFilter = "content_filter"
        /// The provider refuses the key.
        case key
        case rateLimited = "rate_limited"
        /// A budget does not cover the request.
        case budget
        /// Every candidate that was called failed.
        case upstream
        case timeout
        /// The answer broke off after its first byte was given to the caller.
        case streamCut = "stream_cut"
        case cancelled
        case overloaded
        case shuttingDown = "shutting_down"
    }

    package var kind: Kind
    package var message: String
    /// The request field at fault.
    package var parameter: String?
    /// The provider's own code, where the failure is a provider's.
    package var code: String?
    package var retryAfter: Duration?
    package var attempts: [Attempt] = []

    package init(_ kind: Kind, _ message: String, parameter: String? = nil, code: String? = nil, retryAfter: Duration? = nil, attempts: [Attempt] = []) {
        self.kind = kind
        self.message = message
        self.parameter = parameter
        self.code = code
        self.retryAfter = retryAfter
        self.attempts = attempts
    }

    /// Whether the same request may succeed later.
    package var isRetryable: Bool {
        switch kind {
        case .invalidRequest, .unknownModel, .denied, .contextOverflow, .contentFilter, .key, .cancelled: false
        case .budget: retryAfter != nil
        case .noCandidate, .rateLimited, .upstream, .timeout, .streamCut, .overloaded, .shuttingDown: true
        }
    }

    /// The failure that a provider's last fault is to the caller.
    package init(_ fault: Fault, attempts: [Attempt]) {
        let kind: Kind =
            switch fault.kind {
            case .caller: .invalidRequest
            case .notFound: .upstream
            case .contextOverflow: .contextOverflow
            case .contentFilter: .contentFilter
            case .key: .key
            case .rate: .rateLimited
            case .provider, .transport: .upstream
            case .silence: .timeout
            }
        self.init(kind, fault.message, parameter: fault.parameter, code: fault.code, retryAfter: fault.retryAfter, attempts: attempts)
    }
}

/// One upstream call and how it ended.
package struct Attempt: Sendable {
    package let model: ModelID
    package let provider: ProviderName
    /// Nil where it answered, was outpaced, or was under way when its caller left.
    package let fault: Fault?
    package let duration: Duration
    /// It was called off, because another candidate that was asked beside it began to answer first.
    package var isOutpaced = false
    /// What is paid for it beside the answering attempt: nil but for one that was outpaced, that gave the beginning of an answer, or that was under
    /// way when its caller left.
    package var usage: Usage?
    /// Nil is unknown where there is a ``usage``.
    package var cost: Money?

    /// It gave the beginning of an answer that another went on with.
    package var isContinued = false

    package init(model: ModelID, provider: ProviderName, fault: Fault?, duration: Duration) {
        self.model = model
        self.provider = provider
        self.fault = fault
        self.duration = duration
    }
}
