internal import Conversation
internal import Loop
internal import Primitives
internal import Routing
internal import Settings
internal import Simulation

/// What cache-aware decisions save on generated sessions, and what a decision takes.
enum PolicyBench {
    static func rows(_ catalog: CatalogFile, sessions: Int, seed: UInt64) throws(SettingsError) -> [PolicyRow] {
        var rows: [PolicyRow] = []
        for lineup in try PolicyLineup.all(catalog) {
            for kind in SessionKind.all {
                let trial = PolicyTrial(kind, sessions: sessions, seed: seed, through: lineup.table, withBound: true)
                if let row = PolicyRow(lineup, kind, trial) { rows.append(row) }
            }
        }
        return rows
    }

    /// Microseconds of one decision with a switch test, in a table of 200 models whose caller has many habits: the median of many.
    static func decisionMicroseconds() throws -> Double {
        let (table, query) = try scene()
        var times: [Int64] = []
        for _ in 0..<2_000 {
            let start = Clock.monotonic
            for _ in 0..<10 { guard Decision.decide(table, query).comparison != nil else { throw BenchError("the decision compared nothing") } }
            times.append((Clock.monotonic - start).inNanoseconds / 10)
        }
        return Double(times.sorted()[times.count / 2]) / 1000
    }

    static let decisionGoal = 20.0

    /// A session that holds eight models warm, and whose caller has shown every mode that habits are kept of.
    private static func scene() throws -> (Table, RouteQuery) {
        var definition = TableDefinition(revision: Revision(text: "bench", digest: "0123456789abcdef"))
        let rates = Rates(input: Money(picodollars: 5_000_000), output: Money(picodollars: 25_000_000), cacheRead: Money(picodollars: 500_000))
        for number in 0..<200 {
            let id = ModelID("model-\(number)")
            definition.models[id] = ModelDefinition(id: id, provider: "openai", wireName: id.text, context: 1_000_000, price: Price(rates))
        }
        definition.tiers["frontier"] = .init(models: (0..<64).map { ModelID("model-\($0)") })
        definition.tiers["balanced"] = .init(models: (64..<128).map { ModelID("model-\($0)") })
        definition.tiers["internal"] = .init(models: (128..<192).map { ModelID("model-\($0)") })
        for number in 0..<Limits.modesPerCaller { definition.modes[ModeName("mode-\(number)")] = ["frontier", "balanced", "internal"][number % 3] }
        let facts = ProviderFacts(name: "openai", dialect: .openAIResponses, hasKey: true, acceptsCallerKey: false)
        let table = try Table(definition, providers: ["openai": facts])
        var memory = RoutingMemory()
        let now = Instant(nanoseconds: 1_000_000_000_000)
        for number in 0..<600 {
            guard let model = table.models.first(where: { $0.id == ModelID("model-\(number % Limits.warmModelsPerSession)") }) else { continue }
            var call = AnsweredCall(
                session: "session", caller: "unit", model: model, place: Health.Place("openai", model.id, as: model.wireName, key: 0), conversation: ConversationMark(value: 1),
                estimate: 60_000, usage: Usage(input: 60_000, output: 400), started: now)
            call.mode = ModeName("mode-\(number % Limits.modesPerCaller)")
            call.tier = "frontier"
            memory.remember(call)
        }
        var query = RouteQuery(facts: RequestFacts(), session: "session", now: now + .seconds(10))
        query.facts.estimatedInputTokens = 62_000
        query.mode = ModeClaim("mode-2", from: .header)
        query.caller = "unit"
        query.conversation = ConversationMark(value: 1)
        memory.recall(into: &query)
        return (table, query)
    }
}
