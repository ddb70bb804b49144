/// How long an upstream call may take, part by part. All run from before the first byte.
package struct ProviderClocks: Sendable, Equatable {
    /// Until the connection stands, TLS included.
    package var connect: Duration = .seconds(10)
    /// Until the first byte of the answer.
    package var firstByte: Duration = .seconds(120)
    /// Until the answer's first token: thinking models take their time, and comments that keep the connection alive are none. An
    /// answer that is not streamed comes all at once, so its first byte may take as long.
    package var firstToken: Duration = .seconds(300)
    /// Between two events of the answer, or two bytes where it is not streamed.
    package var idle: Duration = .seconds(90)
    /// For the whole call.
    package var total: Duration = .seconds(1800)

    package init() {}
}
