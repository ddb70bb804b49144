import Conversation
import Dialects
import Exchange
import JSONText
import Primitives
import Routing
import Settings
import Testing

/// A request as an agent sends it, and the mode that it is to come out in.
struct AgentRequest: Sendable, CustomTestStringConvertible {
    let agent: String
    let testDescription: String
    let dialect: Dialect
    let fields: [String: String]
    let body: String
    let mode: ModeName?

    init(_ agent: String, _ description: String, _ dialect: Dialect, _ fields: [String: String] = [:], mode: ModeName?, _ body: String) {
        self.agent = agent
        testDescription = "\(agent): \(description)"
        self.dialect = dialect
        self.fields = fields
        self.mode = mode
        self.body = body
    }

    /// As the door and the dispatcher do it: decoded, matched and decided.
    func decide(_ table: Table) throws -> DecisionRecord {
        let now = Instant(nanoseconds: 0)
        let request = try IncomingRequest.decode(Bytes(body.utf8), dialect: dialect)
        var intent = Intent()
        intent.fields = fields.filter { table.agents.fieldNames.contains($0.key) }
        let snapshot = Snapshot(LocalSettings(Configuration(table: TableSource(.file(path: "")), providers: [:])), table: table)
        let call = ChatCall(
            caller: nil, snapshot: snapshot, source: .incoming(request), facts: request.facts, intent: intent, received: now)
        var query = RouteQuery(facts: call.facts, session: call.session, now: now)
        query.mode = call.modeClaim
        query.agent = call.agent
        return Decision.decide(table, query)
    }
}
