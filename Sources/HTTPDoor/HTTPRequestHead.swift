package import HTTPWire

/// The request line and fields of one request.
package struct HTTPRequestHead: Sendable, Equatable {
    package let method: String
    /// The target as it was sent.
    package let target: String
    /// The target's path, also of one in absolute form; not percent-decoded.
    package let path: String
    /// What follows the question mark; nil where there is none.
    package let query: String?
    package let fields: HeaderFields
    /// Whether the connection may carry another request after this one.
    package let keepAlive: Bool
    /// Whether the caller waits for `100 Continue` before it sends the body.
    package let expectContinue: Bool
    /// Bytes of the body where the caller tells; nil for chunks, 0 for no body.
    package let contentLength: Int?
}
