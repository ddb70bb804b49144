package import HTTPWire
package import Loop
package import Primitives

/// What has come of a body.
package enum Arrival: Sendable {
    /// As many as have come; none after ``IncomingResponse/wakeReader(after:)``.
    case bytes(Bytes)
    case nothing
    /// The proper end.
    case end
}

/// A response whose body is pulled; a provider whose bytes nobody pulls is held back. Letting go of it ends the transfer.
///
/// What is unread is bounded by ``Limits/receiveBacklogBytes`` and one read of curl's. Over HTTP/2 it is bounded by the window
/// that curl grants each stream beforehand (32 MiB in its version 7.88), where other streams of the connection go on meanwhile.
@LoopActor
package final class IncomingResponse {
    package let status: Int
    package private(set) lazy var fields: HeaderFields = transfer.head.fields
    private let transfer: RunningTransfer

    /// The first of ``fields`` with this name, without reading the others.
    package func field(_ name: String) -> String? { transfer.head.field(name) }

    init(_ transfer: RunningTransfer) {
        self.transfer = transfer
        status = transfer.head.status
    }

    isolated deinit { transfer.cancel(.cancelled) }

    package var isHTTP2: Bool { transfer.head.isHTTP2 }

    /// Whether nothing but the connection's end says where the body ends, so that a cut looks like the proper end.
    package var isCloseDelimited: Bool {
        !isHTTP2 && transfer.method != "HEAD" && status != 204 && status != 304
            && fields["content-length"] == nil && fields["transfer-encoding"] == nil
    }

    /// Whether the response has come to its end, taken or not: its connection is free again.
    package var isComplete: Bool { !transfer.isRunning }

    /// The next bytes of the body, as many as have come; nil at its proper end. None after ``wakeReader(after:)``. One task at a time.
    package func next() async throws(TransferError) -> Bytes? {
        while true {
            switch try take() {
            case .bytes(let bytes): return bytes
            case .end: return nil
            case .nothing: await news()
            }
        }
    }

    /// What there is of the body now, without waiting.
    package func take() throws(TransferError) -> Arrival { try transfer.take() }

    /// Returns when ``take()`` is worth a call. A cancelled task ends the transfer.
    package func news() async { await transfer.news() }

    /// As above, unless `waits` has taken all and says so: it is called from the loop, in no task, at the end of each tick that brings something.
    package func news(while waits: @escaping @LoopActor () -> Bool) async { await transfer.news(waits) }

    /// What came means something, which bytes that only keep a connection alive do not: tells the clocks.
    package func tokenCame() { transfer.tokenCame() }

    /// The reader waits for the next token from now on, whatever bytes come meanwhile.
    package func awaitToken() { transfer.awaitToken() }

    /// Has ``next()`` return without bytes once, unless there are some before.
    package func wakeReader(after delay: Duration) -> TimerToken { transfer.wakeReader(after: delay) }

    /// Ends the transfer at once, and with it the connection, unless it is complete.
    package func cancel() { transfer.cancel(.cancelled) }
}
