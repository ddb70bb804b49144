internal import Primitives

/// What to do with the connection next. When the steps of a delivery are over, it waits for its next request.
enum DeliveryStep: Sendable, Equatable {
    case send(Bytes)
    /// Hand what was sent to the kernel, so that it travels alone.
    case flush
    case pause(Duration)
    /// Send this again and again until the other side is gone.
    case repeating(Bytes)
    /// Say nothing until the other side is gone.
    case hang
    /// End the connection so that the other side sees an error where the socket's kind can show one.
    case reset
    /// End the connection after what was sent.
    case close
}
