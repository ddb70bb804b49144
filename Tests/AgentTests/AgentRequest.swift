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
    /// As tables call it: `openai-chat`, `anthropic-messages`, `openai-responses`.
    let dialect: String
    let fields: [String: String]
    let body: String
    let mode: ModeName?

    init(_ agent: String, _ description: String, _ dialect: String, _ fields: [String: String] = [:], mode: ModeName?, _ body: String) {
        self.agent = agent
        testDescription = "\(agent): \(description)"
        self.dialect = dialect
        self.fields = fields
        self.mode = mode
        self.body = body
    }

    /// As the door and the dispatcher do it: decoded, matched and decided. Of a request in a dialect that callers cannot speak
    /// the signs are read all the same.
    func decide(_ table: Table) throws -> DecisionRecord {
        let named = fields.filter { table.agents.fieldNames.contains($0.key) }
        let now = Instant(nanoseconds: 0)
        guard let dialect = Dialect(rawValue: dialect) else {
            var query = RouteQuery(facts: RequestFacts(), session: "s", now: now)
            let document = try JSONDocument.parse(Bytes(body.utf8))
            var signs = RequestSigns(fields: named)
            signs.read(document.root)
            query.requestedModel = document.root["model"]?.string
            query.agent = table.agents.match(signs, model: query.requestedModel)
            return Decision.decide(table, query)
        }
        let request = try IncomingRequest.decode(Bytes(body.utf8), dialect: dialect)
        var intent = Intent()
        intent.fields = named
        let snapshot = Snapshot(configuration: Configuration(tablePath: "", providers: [:]), table: table)
        let call = ChatCall(
            caller: nil, snapshot: snapshot, source: .incoming(request), facts: request.facts, intent: intent, received: now)
        var query = RouteQuery(facts: call.facts, session: call.session, now: now)
        query.mode = call.modeClaim
        query.agent = call.agent
        return Decision.decide(table, query)
    }
}
