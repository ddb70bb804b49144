internal import Conversation
internal import Dialects
internal import Exchange
internal import HTTPDoor
internal import HTTPWire
internal import JSONText
internal import Loop
internal import Primitives
internal import Routing
internal import Settings

/// One HTTP request and its one response.
@LoopActor
final class HTTPExchange {
    private let socket: StreamSocket
    private let services: GatewayServices
    private let entrance: Entrance
    private let caller: Caller?
    private let head: HTTPRequestHead
    private let keepsOpen: Bool
    private let received = EventLoop.now

    init(socket: StreamSocket, services: GatewayServices, entrance: Entrance, caller: Caller?, head: HTTPRequestHead, mustClose: Bool) {
        self.socket = socket
        self.services = services
        self.entrance = entrance
        self.caller = caller
        self.head = head
        keepsOpen = head.keepAlive && !mustClose
    }

    /// Returns whether the connection may carry another request.
    func answer(_ body: consuming Bytes) async -> Bool {
        guard isAdmitted else {
            refuse(401, "every request over TCP needs the token of listen.tcp as its bearer token", ["www-authenticate": "Bearer"])
            return keepsOpen
        }
        switch HTTPRoute(method: head.method, path: head.path) {
        case .chat(let dialect): return await chat(body, dialect)
        case .explain(let dialect): explain(body, dialect)
        case .models: models()
        case .health: HTTPResponse.send(200, type: "text/plain", body: ByteSlice("ok\n".utf8), keepAlive: keepsOpen, on: socket)
        case .notFound: refuse(404, "there is nothing at \(head.method) \(head.path)", [:])
        case .methodNotAllowed(let allow): refuse(405, "\(head.path) takes \(allow)", ["allow": allow])
        }
        return keepsOpen
    }

    private func chat(_ body: consuming Bytes, _ dialect: Dialect) async -> Bool {
        var request: RequestID?
        do throws(CallFailure) {
            let call = try call(body, dialect)
            request = call.id
            let answer = try await services.chat.open(call)
            let relay = HTTPRelay(socket: socket, answer: answer, call: call, dialect: dialect, keepsOpen: keepsOpen)
            return await relay.run()
        } catch {
            fail(error, dialect, request)
            return keepsOpen
        }
    }

    private func explain(_ body: consuming Bytes, _ dialect: Dialect) {
        do throws(CallFailure) {
            let record = try services.chat.explain(try call(body, dialect))
            var writer = JSONWriter()
            record.write(into: &writer)
            HTTPResponse.send(200, body: writer.bytes[...], keepAlive: keepsOpen, on: socket)
        } catch {
            fail(error, dialect, nil)
        }
    }

    private func call(_ body: consuming Bytes, _ dialect: Dialect) throws(CallFailure) -> ChatCall {
        var intent = try HTTPIntent.read(head.fields)
        let incoming: IncomingRequest
        do {
            incoming = try IncomingRequest.decode(body, dialect: dialect)
        } catch {
            throw CallFailure(.invalidRequest, error.message, parameter: error.parameter, code: error.code)
        }
        // Over TCP that field holds shunt's own token.
        if intent.keys.bare == nil, entrance == .unixSocket { intent.keys.bare = bearer }
        return ChatCall(
            caller: caller, snapshot: services.snapshots.current, source: .incoming(incoming), facts: incoming.facts,
            intent: intent, received: received)
    }

    private var isAdmitted: Bool {
        guard entrance == .tcp else { return true }
        guard let token = services.snapshots.current.tcpToken, let shown = bearer else { return false }
        return shown.reveal { token.matches(Array($0.utf8)) }
    }

    /// What SDKs send as the key.
    private var bearer: Secret? {
        guard let value = head.fields["authorization"], value.utf8.count <= Limits.secretBytes else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", BoundedName.isKey(String(parts[1])) else { return nil }
        return Secret(parts[1].utf8)
    }

    private func models() {
        var writer = JSONWriter()
        writer.object { Listing.openAIModels(services.snapshots.current, into: &$0) }
        HTTPResponse.send(200, body: writer.bytes[...], keepAlive: keepsOpen, on: socket)
    }

    private func refuse(_ status: Int, _ message: String, _ fields: HeaderFields) {
        let error = CallerError(status: status, type: "invalid_request_error", message: message)
        HTTPResponse.send(status, fields: fields, body: error.body(.openAIChat)[...], keepAlive: keepsOpen, on: socket)
    }

    private func fail(_ failure: CallFailure, _ dialect: Dialect, _ request: RequestID?) {
        if failure.kind == .cancelled { return }
        let error = CallerError(failure)
        var fields: HeaderFields = [:]
        if let request { fields.append("x-shunt-request-id", request.text) }
        if let delay = failure.retryAfter {
            fields.append("retry-after", String(max(1, (delay.inMilliseconds + 999) / 1000)))
            fields.append("retry-after-ms", String(delay.inMilliseconds))
        }
        if !failure.isRetryable { fields.append("x-should-retry", "false") }
        HTTPResponse.send(error.status, fields: fields, body: error.body(dialect)[...], keepAlive: keepsOpen, on: socket)
    }
}
