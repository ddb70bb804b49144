/// Why a socket cannot go on.
package enum SocketError: Error, Hashable, CustomStringConvertible {
    /// It was closed on this side.
    case closed
    /// The peer is gone: reset, or closed while there was something to send to it.
    case peerGone
    /// The waiting task was cancelled.
    case cancelled
    case system(SystemError)

    package var description: String {
        switch self {
        case .closed: "the connection is closed"
        case .peerGone: "the peer has gone"
        case .cancelled: "cancelled"
        case .system(let error): error.description
        }
    }
}
