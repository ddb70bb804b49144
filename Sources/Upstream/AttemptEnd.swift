internal import Conversation
internal import Exchange
internal import Loop
internal import Primitives
internal import Routing

/// Why an attempt gave no answer. Indirect, since every frame of a waiting call has room for one.
indirect enum AttemptEnd: Error {
    /// The provider's doing, or its network's.
    case fault(Fault)
    /// The call's total clock ran out.
    case timeout
    /// The caller left.
    case cancelled
    /// The request cannot be said to this provider.
    case unsayable(CallFailure)

    /// Whether the provider may have read the request, and bill it, without anything of an answer having come.
    var mayHaveBeenRead: Bool {
        switch self {
        case .timeout, .cancelled: true
        case .fault, .unsayable: false
        }
    }

    /// The fault to move on from; throws where the call itself is over.
    @LoopActor
    func fault(_ pursuit: Pursuit) throws(CallFailure) -> Fault {
        switch self {
        case .fault(let fault): return fault
        case .timeout:
            if let deadline = pursuit.call.deadline, deadline <= EventLoop.now {
                throw CallFailure(.timeout, "no answer began within the caller's deadline", attempts: pursuit.attempts)
            }
            return Fault(.silence, message: "the provider did not answer within its total clock")
        case .cancelled: throw CallFailure(.cancelled, "the caller cancelled the request", attempts: pursuit.attempts)
        case .unsayable(let failure): throw failure
        }
    }
}

extension CallFailure {
    /// What the failures of all candidates come to: the last one's, with the soonest time to ask again.
    init(lastOf attempts: [Attempt]) {
        guard let last = attempts.last?.fault else {
            self.init(.noCandidate, "no candidate was left to call", attempts: attempts)
            return
        }
        self.init(last, attempts: attempts)
        retryAfter = attempts.compactMap { $0.fault?.retryAfter }.min()
        if attempts.count > 1 {
            let tried = attempts.map { "\($0.model): \($0.fault?.message ?? ($0.isOutpaced ? "was outpaced" : "answered"))" }
            message = "every candidate failed: " + tried.joined(separator: "; ")
        }
    }

    /// A decision that found nobody.
    init(_ error: DecisionError) {
        let kind: Kind =
            switch error.kind {
            case .unknownModel: .unknownModel
            case .badMode, .unsupported: .invalidRequest
            case .refused: .denied
            case .contextOverflow: .contextOverflow
            case .noKey: .key
            case .overBudget: .budget
            case .unavailable: .noCandidate
            }
        let parameter: String? =
            switch error.kind {
            case .unknownModel: "model"
            case .badMode: "mode"
            default: nil
            }
        self.init(kind, error.message, parameter: parameter, retryAfter: error.retryAfter)
    }
}

extension DecisionError {
    /// When asking again may help; nil where waiting does not.
    fileprivate var retryAfter: Duration? {
        switch self {
        case .noCandidate(_, _, let delay): delay
        case .overBudget(let shortage): shortage.retryAfter
        case .unknownModel, .unknownMode, .modeRequired, .refused, .emptyTier: nil
        }
    }
}
