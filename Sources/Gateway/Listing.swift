internal import Conversation
internal import Exchange
internal import JSONText
internal import Primitives
internal import Routing
internal import Settings

/// What the table offers, as members of a result.
enum Listing {
    /// Profiles, tiers and models that a caller may name, with what they mean.
    static func models(_ snapshot: Snapshot, into writer: inout JSONWriter) {
        let table = snapshot.table
        writer.array("profiles") { for profile in table.profiles { $0.value(requestable(profile)) } }
        writer.object("tiers") {
            for tier in table.tiers where !tier.candidates.isEmpty {
                $0.key(tier.name.text)
                $0.array { for candidate in tier.candidates { $0.value(candidate.model.id.text) } }
            }
        }
        writer.array("models") { for model in table.models { write(model, into: &$0) } }
        if let catalog = table.catalog { writer.member("catalog", catalog) }
        revision(snapshot, into: &writer)
    }

    static func modes(_ snapshot: Snapshot, into writer: inout JSONWriter) {
        writer.array("modes") {
            for mode in snapshot.table.modes {
                $0.object {
                    $0.member("mode", mode.name.text)
                    $0.member("tier", mode.tier.name.text)
                    $0.array("aliases") { for alias in mode.aliases { $0.value(alias.text) } }
                }
            }
        }
        writer.array("agents") { for agent in agents(snapshot.table) { $0.object { write(agent, into: &$0) } } }
        revision(snapshot, into: &writer)
    }

    /// The agents that the table's rules name, in their order, each with the modes that they may be in.
    private static func agents(_ table: Table) -> [(name: AgentName, modes: [ModeName])] {
        var agents: [(name: AgentName, modes: [ModeName])] = []
        for rule in table.agents.rules {
            let place = agents.firstIndex { $0.name == rule.agent } ?? agents.endIndex
            if place == agents.endIndex { agents.append((rule.agent, [])) }
            guard let mode = rule.mode.flatMap(table.canonical), !agents[place].modes.contains(mode) else { continue }
            agents[place].modes.append(mode)
        }
        return agents
    }

    private static func write(_ agent: (name: AgentName, modes: [ModeName]), into writer: inout JSONWriter) {
        writer.member("agent", agent.name.text)
        writer.array("modes") { for mode in agent.modes { $0.value(mode.text) } }
    }

    static func revision(_ snapshot: Snapshot, into writer: inout JSONWriter) {
        let revision = snapshot.table.revision
        writer.member("revision", revision.description)
        writer.member("sha256", revision.digest)
    }

    private static func write(_ model: Model, into writer: inout JSONWriter) {
        writer.object {
            $0.member("id", model.id.text)
            $0.member("provider", model.provider.name.text)
            $0.member("name", model.wireName)
            if let context = model.context { $0.member("context", context) }
            if let limit = model.maxOutput { $0.member("max_output", limit) }
            if let abilities = model.abilities {
                $0.array("abilities") { for (name, ability) in Abilities.named where abilities.contains(ability) { $0.value(name) } }
            }
            $0.member("price_from", model.priceOrigin?.rawValue ?? "unknown")
            if let price = model.price { $0.object("usd_per_million_tokens") { write(price, into: &$0) } }
        }
    }

    private static func write(_ price: Price, into writer: inout JSONWriter) {
        for (name, field) in Rates.classes {
            guard let amount = price.rates[keyPath: field] else { continue }
            writer.key(name)
            writer.number((name.hasSuffix("request") ? amount : amount * 1_000_000).description)
        }
    }

    private static func requestable(_ profile: Profile) -> String { "shunt/\(profile.name)" }
}
