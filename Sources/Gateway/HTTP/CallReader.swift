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

/// Reads a call from an HTTP request: what it says to a model, and what its head asks of shunt.
@LoopActor
struct CallReader {
    let caller: Caller?
    let entrance: Entrance
    let head: HTTPRequestHead
    let route: HTTPRoute
    let snapshot: Snapshot
    let request: RequestID
    let received: Instant

    /// Whether the caller may speak at all: over TCP it has to show the token.
    var isAdmitted: Bool {
        guard entrance == .tcp else { return true }
        guard let token = snapshot.tcpToken else { return false }
        return ShownKeys(head).show(token)
    }

    /// A call in the dialect that the path says.
    func read(_ body: consuming Bytes) throws(CallFailure) -> ChatCall { try call(decode(body, route.dialect, route.target)) }

    /// A request to be explained: in the dialect that the header or the path says, else the one that it has the shape of.
    func readAny(_ body: consuming Bytes) throws(CallFailure) -> ChatCall {
        if let name = head.fields["x-shunt-dialect"] {
            guard let spoken = SpokenAPI(name) else {
                let known = SpokenAPI.names.joined(separator: ", ")
                throw CallFailure(.invalidRequest, "the header x-shunt-dialect must be one of \(known)", parameter: "x-shunt-dialect")
            }
            return try call(decode(body, spoken.dialect, spoken == .embeddings ? .embeddings : nil))
        }
        guard !route.saysDialect, let document = try? JSONDocument.parse(body) else { return try read(body) }
        return try call(decode(body, Dialect(shapeOf: document.root)))
    }

    private func decode(_ body: consuming Bytes, _ dialect: Dialect, _ target: RequestTarget? = nil) throws(CallFailure) -> IncomingRequest {
        do {
            return try IncomingRequest.decode(body, dialect: dialect, target: target)
        } catch {
            throw CallFailure(.invalidRequest, error.message, parameter: error.parameter, code: error.code)
        }
    }

    private func call(_ incoming: IncomingRequest) throws(CallFailure) -> ChatCall {
        var intent = try HTTPIntent.read(head.fields)
        if intent.keys.bare == nil, snapshot.takesCallerKeys { intent.keys.bare = ShownKeys(head).key(besides: snapshot.tcpToken) }
        intent.passed = PassedFields.of(head.fields, incoming.dialect)
        intent.client = ClientName.of(head.fields["user-agent"])
        for name in snapshot.agentFields { intent.fields[name] = head.fields[name] }
        return ChatCall(
            id: request, caller: caller, snapshot: snapshot, source: .incoming(incoming), facts: incoming.facts,
            intent: intent, received: received)
    }
}
