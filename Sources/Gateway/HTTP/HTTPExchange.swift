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

    /// What becomes of a request. Either way it says whether the connection may carry another.
    enum Outcome {
        case done(keepsOpen: Bool)
        /// Has to wait for a provider, and holds no more than that takes.
        case takesTime(@LoopActor @Sendable () async -> Bool)
    }

    func answer(_ body: consuming Bytes) -> Outcome {
        switch route.action {
        case .chat where reader.isAdmitted: return chat(body)
        case .countTokens where reader.isAdmitted: return count(body)
        default: answerAtOnce(body)
        }
        return .done(keepsOpen: reply.keepsOpen)
    }

    private func chat(_ body: consuming Bytes) -> Outcome {
        do throws(CallFailure) {
            let relay = HTTPRelay(reply: reply, form: StreamForm(route.dialect, HTTPQuery(reader.head.query)), call: try reader.read(body))
            return .takesTime { [service = services.chat] in await relay.run(on: service) }
        } catch {
            reply.fail(error)
            return .done(keepsOpen: reply.keepsOpen)
        }
    }

    private func count(_ body: consuming Bytes) -> Outcome {
        do throws(CallFailure) {
            let call = try reader.read(body)
            return .takesTime { [service = services.chat, reply] in
                do throws(CallFailure) {
                    TokenCountAnswer.send(try await service.countTokens(call), reply)
                } catch {
                    reply.fail(error)
                }
                return reply.keepsOpen
            }
        } catch {
            reply.fail(error)
            return .done(keepsOpen: reply.keepsOpen)
        }
    }

    /// What needs no provider.
    private func answerAtOnce(_ body: consuming Bytes) {
        guard reader.isAdmitted else { return refuseStranger() }
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

    private func refuseStranger() {
        reply.refuse(
            401, "every request over TCP needs the token of listen.tcp as its key or bearer token", type: "authentication_error",
            ["www-authenticate": "Bearer"])
    }
}
