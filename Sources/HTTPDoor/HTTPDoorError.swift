/// A request that cannot be read on: it is answered with `status`, then the connection is closed.
package struct HTTPDoorError: Error, Equatable, Sendable, CustomStringConvertible {
    /// 400, 405, 413, 431, 501, 505, or 503 where memory ran out.
    package let status: Int
    package let message: String
    /// The path of the request; nil where the error came before it was read.
    package let path: String?

    package init(status: Int, message: String, path: String? = nil) {
        self.status = status
        self.message = message
        self.path = path
    }

    package var description: String { "\(status): \(message)" }

    static func malformed(_ message: String) -> Self { Self(status: 400, message: message) }
}
