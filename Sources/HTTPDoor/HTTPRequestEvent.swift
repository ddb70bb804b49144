package import Primitives

/// What a request consists of, in this order: one head, any number of body parts, one end.
package enum HTTPRequestEvent: Sendable, Equatable {
    case head(HTTPRequestHead)
    /// A part of the body; a slice of what was fed.
    case body(ByteSlice)
    case end
}
