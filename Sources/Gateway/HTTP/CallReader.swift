internal import Conversation
internal import Dialects
internal import Exchange
internal import HTTPDoor
internal import HTTPWire
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
    let dialect: Dialect
    let snapshot: Snapshot
    let request: RequestID
    let received: Instant

    /// Whether the caller may speak at all: over TCP it has to show the token.
    var isAdmitted: Bool {
        guard entrance == .tcp else { return true }
        guard let token = snapshot.tcpToken else { return false }
        return ShownKeys(head).show(token)
    }

    func read(_ body: consuming Bytes) throws(CallFailure) -> ChatCall {
        var intent = try HTTPIntent.read(head.fields)
        let incoming: IncomingRequest
        do {
            incoming = try IncomingRequest.decode(body, dialect: dialect)
        } catch {
            throw CallFailure(.invalidRequest, error.message, parameter: error.parameter, code: error.code)
        }
        if intent.keys.bare == nil { intent.keys.bare = ShownKeys(head).key(besides: snapshot.tcpToken) }
        intent.passed = PassedFields.of(head.fields, dialect)
        for name in snapshot.table.agents.fieldNames { intent.fields[name] = head.fields[name] }
        return ChatCall(
            id: request, caller: caller, snapshot: snapshot, source: .incoming(incoming), facts: incoming.facts,
            intent: intent, received: received)
    }
}
