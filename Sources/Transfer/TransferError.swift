/// Why a transfer did not come to its proper end. No text in it holds a header field's value, a URL or a body.
package enum TransferError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no connection: name, route or listener.
    case connect(String)
    /// The clock that ran out.
    case timeout(Clocks.Kind)
    /// The connection went away before the response was complete.
    case reset(String)
    /// The response's head is longer, or has more fields, than ``Limits`` allows.
    case tooLarge
    /// What came is no HTTP response.
    case malformed(String)
    /// The peer is not who it should be, or does not speak TLS.
    case tls(String)
    /// The request cannot be sent as it is: the caller's or the configuration's mistake.
    case invalid(String)
    /// The task was cancelled, or the transfer was.
    case cancelled

    package var description: String {
        switch self {
        case .connect(let text): "cannot connect: \(text)"
        case .timeout(.connect): "no connection in time"
        case .timeout(.firstByte): "no answer in time"
        case .timeout(.firstToken): "nothing but signs of life in time"
        case .timeout(.idle): "the answer fell silent"
        case .timeout(.total): "the answer took too long"
        case .reset(let text): "the connection was cut: \(text)"
        case .tooLarge: "the head of the answer is too large"
        case .malformed(let text): "malformed answer: \(text)"
        case .tls(let text): "TLS: \(text)"
        case .invalid(let text): "the request cannot be sent: \(text)"
        case .cancelled: "cancelled"
        }
    }
}
