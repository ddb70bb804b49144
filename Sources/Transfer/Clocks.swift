/// How long the parts of a transfer may take; nil is for ever. All clocks start when the request is sent off.
package struct Clocks: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Until the connection is there: name, socket, proxy and TLS.
        case connect
        /// Until the first byte of a final response.
        case firstByte
        /// Until the reader says that the body has begun to mean something; until then `idle` does not run.
        case firstToken
        /// Between any two bytes after that, and for as long as the reader waits for something that means anything.
        /// Time in which the reader holds the provider back does not count.
        case idle
        /// Until the end.
        case total
    }

    package var connect: Duration?
    package var firstByte: Duration?
    package var firstToken: Duration?
    package var idle: Duration?
    package var total: Duration?

    package init(
        connect: Duration? = nil, firstByte: Duration? = nil, firstToken: Duration? = nil, idle: Duration? = nil, total: Duration? = nil
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.firstToken = firstToken
        self.idle = idle
        self.total = total
    }
}
