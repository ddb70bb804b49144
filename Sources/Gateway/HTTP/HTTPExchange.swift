internal import Conversation
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
    private let services: GatewayServices
    private let route: HTTPRoute
    private let reply: HTTPReply
    private let reader: CallReader

    init(socket: StreamSocket, services: GatewayServices, entrance: Entrance, caller: Caller?, head: HTTPRequestHead, mustClose: Bool) {
        self.services = services
        let request = RequestID.random()
        route = HTTPRoute(head)
        reply = HTTPReply(socket: socket, dialect: route.dialect, keepsOpen: head.keepAlive && !mustClose, request: request)
        reader = CallReader(
            caller: caller, entrance: entrance, head: head, route: route, snapshot: services.snapshots.current,
            request: request, received: EventLoop.now)
    }

    /// Returns whether the connection may carry another request.
    func answer(_ body: consuming Bytes) async -> Bool {
        guard reader.isAdmitted else {
            refuseStranger()
            return reply.keepsOpen
        }
        switch route.action {
        case .chat: return await chat(body)
        case .countTokens: await count(body)
        case .explain, .listModels, .model, .health, .metrics, .whoami, .notFound, .methodNotAllowed: answerAtOnce(body)
        }
        return reply.keepsOpen
    }

    private func chat(_ body: consuming Bytes) async -> Bool {
        guard let relay = relay(body) else { return reply.keepsOpen }
        return await relay.run(on: services.chat)
    }

    /// Nil where the request is no call; the caller is told. Never inlined, like what follows: what they need would be part of every
    /// waiting call's frame.
    @inline(never)
    private func relay(_ body: consuming Bytes) -> HTTPRelay? {
        do throws(CallFailure) {
            let call = try reader.read(body)
            return HTTPRelay(reply: reply, form: StreamForm(route.dialect, HTTPQuery(reader.head.query)), call: call)
        } catch {
            reply.fail(error)
            return nil
        }
    }

    private func count(_ body: consuming Bytes) async {
        do throws(CallFailure) {
            let count = try await services.chat.countTokens(try reader.read(body))
            TokenCountAnswer.send(count, reply)
        } catch {
            reply.fail(error)
        }
    }

    /// What needs no provider.
    @inline(never)
    private func answerAtOnce(_ body: consuming Bytes) {
        let path = reader.head.path
        switch route.action {
        case .explain: explain(body)
        case .listModels: ModelList(reader.snapshot.table).send(HTTPQuery(reader.head.query), reply)
        case .model(let id): ModelList(reader.snapshot.table).send(id, reply)
        case .health: reply.send(ByteSlice("ok\n".utf8), type: "text/plain")
        case .whoami: whoami()
        case .metrics: reply.send(MetricsPage(services).bytes[...], type: MetricsPage.contentType)
        case .methodNotAllowed(let allow): reply.refuse(405, "\(path) takes \(allow)", ["allow": allow])
        case .notFound, .chat, .countTokens: reply.refuse(404, "there is nothing at \(reader.head.method) \(path)")
        }
    }

    private func explain(_ body: consuming Bytes) {
        do throws(CallFailure) {
            let record = try services.chat.explain(try reader.readAny(body))
            var writer = JSONWriter()
            record.write(into: &writer)
            reply.send(writer.bytes[...])
        } catch {
            reply.fail(error)
        }
    }

    private func whoami() {
        var writer = JSONWriter()
        writer.object { WhoAmI(reader.caller, services).write(into: &$0) }
        reply.send(writer.bytes[...])
    }

    @inline(never)
    private func refuseStranger() {
        reply.refuse(
            401, "every request over TCP needs the token of listen.tcp as its key or bearer token", type: "authentication_error",
            ["www-authenticate": "Bearer"])
    }
}
