/// How long an upstream call may take, part by part. All run from before the first byte.
package struct ProviderClocks: Sendable, Equatable {
    /// Until the connection stands, TLS included.
    package var connect: Duration = .seconds(10)
    /// Until the first byte of the answer.
    package var firstByte: Duration = .seconds(120)
    /// Between two bytes of the answer.
    package var idle: Duration = .seconds(90)
    /// For the whole call.
    package var total: Duration = .seconds(1800)

    package init() {}
}
