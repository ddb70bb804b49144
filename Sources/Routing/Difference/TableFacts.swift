internal import Conversation
internal import Primitives

/// All that a table says, as named texts: what comparisons go by.
struct TableFacts {
    typealias Fields = [(name: String, text: String)]

    private(set) var entries: [TableDifference.Kind: [String: Fields]] = [:]
    /// One text for each rule, in order.
    let agents: [String]

    static let kinds: [TableDifference.Kind] = [.policy, .profile, .alias, .delivery, .expect, .tier, .model]

    init(_ definition: TableDefinition) {
        agents = definition.agents.map(Self.text)
        let policy = definition.unknownMode.map(Self.text)
        entries[.policy] = ["unknown_mode": policy.map { [("goes to", $0)] } ?? [], "stay": [("is", "\(definition.stays)")]]
        entries[.policy]?["keep_longer"] = [("is", "\(definition.keepsLonger)")]
        entries[.profile] = Self.named(definition.profiles) { profile in
            profile.modes.sorted { $0.key < $1.key }.map { ($0.key.text, $0.value.text) } + Self.field("baseline", profile.baseline?.text)
                + Self.field("stay", profile.stays.map { "\($0)" })
        }
        entries[.alias] = Self.named(definition.aliases) { [("means", $0.text)] }
        entries[.delivery] = Self.named(definition.deliveries) { [("is", $0.rawValue)] }
        entries[.expect] = Self.named(definition.expectedCalls) { [("are", String($0))] }
        entries[.tier] = Self.named(definition.tiers, Self.fields)
        entries[.model] = Self.named(definition.models, Self.fields)
    }

    private static func named<Kind, Value>(_ entries: [Identifier<Kind>: Value], _ fields: (Value) -> Fields) -> [String: Fields] {
        Dictionary(entries.map { ($0.key.text, fields($0.value)) }, uniquingKeysWith: { first, _ in first })
    }

    private static func field(_ name: String, _ text: String?) -> Fields { text.map { [(name, $0)] } ?? [] }

    private static func list(_ name: String, _ texts: [String]?) -> Fields {
        texts.flatMap { $0.isEmpty ? nil : [(name, $0.joined(separator: ", "))] } ?? []
    }

    private static func text(_ policy: UnknownModePolicy) -> String {
        switch policy {
        case .tier(let tier): tier.text
        case .reject: "reject"
        }
    }

    private static func fields(_ tier: TableDefinition.Tier) -> Fields {
        let clocks: [(String, Duration?)] = [
            ("connect", tier.conduct.clocks.connect), ("first_byte", tier.conduct.clocks.firstByte), ("first_token", tier.conduct.clocks.firstToken),
            ("idle", tier.conduct.clocks.idle), ("total", tier.conduct.clocks.total),
        ]
        return list("models", tier.models.map(\.text)) + [("order", tier.order.rawValue)]
            + list("weights", tier.weights.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })
            + field("effort", tier.effort?.rawValue)
            + [("delivery", tier.conduct.delivery.rawValue), ("on_filter", tier.conduct.onFilter.rawValue)]
            + clocks.flatMap { field("clocks.\($0)", $1.map { "\($0)" }) }
    }

    private static func fields(_ model: ModelDefinition) -> Fields {
        let abilities = model.abilities.map { held in Abilities.named.filter { held.contains($0.ability) }.map(\.name).joined(separator: ", ") }
        return [("provider", model.provider.text), ("name", model.wireName)] + field("context", model.context.map(String.init))
            + field("max_output", model.maxOutput.map(String.init)) + field("abilities", abilities) + (model.cache.map(fields) ?? [])
            + (model.price.map(fields) ?? [])
    }

    private static func fields(_ cache: CacheTerms) -> Fields {
        field("cache marked", cache.isMarked.map { "\($0)" }) + field("cache minimum", cache.minimum.map(String.init))
            + field("cache lifetime", cache.lifetime.map { "\($0)" }) + field("cache long lifetime", cache.longLifetime.map { "\($0)" })
    }

    private static func fields(_ price: Price) -> Fields {
        var fields = fields(price.rates, "price") + price.steps.flatMap { Self.fields($0.rates, "price above \($0.above)") }
        for (index, period) in price.periods.enumerated() {
            let name = "price period \(index + 1)"
            fields += [(name, text(period.time))] + Self.fields(period.rates, name)
            fields += period.steps.flatMap { Self.fields($0.rates, "\(name) above \($0.above)") }
        }
        return fields
    }

    /// In USD per million tokens, or for one request where the class is one.
    private static func fields(_ rates: Rates, _ name: String) -> Fields {
        Rates.classes.flatMap { kind, path in
            field("\(name) \(kind)", rates[keyPath: path].map { kind.hasSuffix("request") ? $0.description : $0.perMillion.description })
        }
    }

    private static func text(_ period: PricePeriod) -> String {
        let parts = [
            period.from.map { "from \(Day.text($0))" }, period.until.map { "until \(Day.text($0))" },
            period.daily.map { "daily \(Day.text(minute: $0.start))-\(Day.text(minute: $0.end))" },
        ]
        return parts.compactMap(\.self).joined(separator: " ")
    }

    private static func text(_ rule: AgentRule) -> String {
        let parts =
            rule.fields.map { "\($0.name): \($0.values.map(\.pattern).joined(separator: " | "))" }
            + [
                rule.clients.map { "client \($0.map(\.pattern).joined(separator: " | "))" }, rule.models.map { "model \($0.map(\.pattern).joined(separator: " | "))" },
                text("tools", rule.tools), text("without_tools", rule.withoutTools), text("system", rule.system), text("marker", rule.markers),
                text("until", rule.until),
            ].compactMap(\.self)
        return "\(rule.agent) [\(parts.joined(separator: "; "))]" + (rule.mode.map { " is \($0)" } ?? "")
    }

    private static func text(_ name: String, _ texts: [Bytes]) -> String? {
        texts.isEmpty ? nil : "\(name) \(texts.map { "\"\($0.text)\"" }.joined(separator: " | "))"
    }
}
