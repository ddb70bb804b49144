internal import CCurl
package import HTTPWire
package import Loop
package import Primitives

/// Outgoing HTTP: any number of transfers over connections that are kept, on the loop's thread.
///
/// Redirects, cookies, netrc and the environment's proxies are never followed; TLS is always verified.
@LoopActor
package final class HTTPClient {
    private let authorities: TrustedAuthorities
    private let sessions = TLSSessions()
    private var multi: CurlMulti?
    private var idle: [EasyHandle] = []
    private var running: [RunningTransfer] = []
    private var sent = 0

    package init(authorities: TrustedAuthorities = TrustedAuthorities()) {
        self.authorities = authorities
        multi = CurlMulti { easy, code in EasyHandle.at(ccurl_private(easy))?.transfer?.finished(code) }
    }

    isolated deinit { close() }

    /// Sends the request and returns when the head of its final response is complete.
    ///
    /// A cancelled task ends the transfer at once, and so does letting go of the response. A request whose kept connection
    /// turns out to have been closed before anything was received is sent once more, over a new one.
    package func send(_ request: OutgoingRequest) async throws(TransferError) -> IncomingResponse {
        try await send(try PreparedEndpoint(request), body: request.body)
    }

    /// As ``send(_:)``, with what does not change between requests prepared beforehand. `fields` go before the endpoint's, and
    /// `clocks` count instead of its own.
    package func send(
        _ endpoint: PreparedEndpoint, fields: HeaderFields? = nil, body: consuming Bytes, clocks: Clocks? = nil
    ) async throws(TransferError) -> IncomingResponse {
        if Task.isCancelled { throw .cancelled }
        let list: FieldList
        if let fields { list = try FieldList(fields, before: endpoint.fields) } else { list = endpoint.fields }
        let transfer = try start(endpoint, list, body, clocks ?? endpoint.clocks)
        try await transfer.waitForHead()
        return IncomingResponse(transfer)
    }

    /// Ends all transfers and closes all connections; nothing can be sent afterwards.
    package func close() {
        for transfer in running { transfer.cancel(.cancelled) }
        idle = []
        multi = nil
    }

    /// What is going on; for status and tests.
    package struct Counters: Sendable, Equatable {
        package var running: Int
        package var sent: Int
        package var connections: Int
        package var connectionsEverOpened: Int
        package var curlCalls: Int
    }

    package var counters: Counters {
        Counters(
            running: running.count, sent: sent, connections: multi?.openConnections ?? 0,
            connectionsEverOpened: multi?.connectionsEverOpened ?? 0, curlCalls: multi?.actions ?? 0)
    }
}

// For transfers.
extension HTTPClient {
    private func start(
        _ endpoint: PreparedEndpoint, _ fields: FieldList, _ body: consuming Bytes, _ clocks: Clocks
    ) throws(TransferError) -> RunningTransfer {
        guard let multi else { throw .invalid("the client is closed") }
        guard let easy = idle.popLast() ?? EasyHandle(multi, authorities, sessions: sessions) else { throw .invalid("no memory") }
        let transfer = RunningTransfer(self, easy, endpoint, fields, body, clocks)
        sent += 1
        transfer.position = running.count
        running.append(transfer)
        if !multi.add(easy.curl) {
            transfer.cancel(.reset("no memory"))
        }
        return transfer
    }

    /// Takes a transfer away from curl and keeps its handle for another.
    func detach(_ transfer: RunningTransfer, _ easy: EasyHandle) {
        multi?.remove(easy.curl)
        easy.transfer = nil
        if idle.count < Limits.pooledTransfers { idle.append(easy) }
        let last = running.removeLast()
        if last !== transfer {
            running[transfer.position] = last
            last.position = transfer.position
        }
    }

    /// Starts a transfer anew that failed before anything was sent.
    func restart(_ transfer: RunningTransfer, _ easy: EasyHandle) {
        multi?.remove(easy.curl)
        if multi?.add(easy.curl) != true { transfer.cancel(.reset("no memory")) }
    }

    func release(_ easy: EasyHandle) { multi?.release(easy.curl) }
    func queueKick(_ action: @escaping @LoopActor () -> Void) { multi?.queueKick(action) }
    func outsideCurl(_ action: @escaping @LoopActor () -> Void) { multi?.outsideCurl(action) }
}
