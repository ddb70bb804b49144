internal import Exchange
internal import JSONText
internal import Primitives

/// An error as JSON-RPC tells it.
struct RPCError: Error {
    /// The codes that JSON-RPC 2.0 reserves, and one of shunt's own: what went wrong then is in `data.type`.
    enum Code: Int {
        case parseError = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParams = -32602
        case callFailed = -32000
    }

    let id: RPCID?
    let code: Code
    let failure: CallFailure

    init(id: RPCID?, code: Code, _ message: String, parameter: String? = nil) {
        self.id = id
        self.code = code
        failure = CallFailure(.invalidRequest, message, parameter: parameter)
    }

    init(id: RPCID?, _ failure: CallFailure) {
        self.id = id
        code = failure.kind == .invalidRequest ? .invalidParams : .callFailed
        self.failure = failure
    }
}
