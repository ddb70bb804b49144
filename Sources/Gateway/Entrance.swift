/// How a caller comes in, and so how it is known.
package enum Entrance: Sendable {
    /// By a Unix socket, whose permissions say who may; the kernel says who does.
    case unixSocket
    /// By loopback TCP, where anybody on the host gets: each request has to show the token of the configuration.
    case tcp
}
