import Conversation
import Primitives
import Routing
import Simulation
import TestKit
import Testing

/// What cache-aware decisions save on generated sessions, at published prices.
@Suite("Policies", .enabled(if: Fixtures.available, "shared/vectors is not here: policies are not priced"))
struct PolicyTests {
    /// The first models of frontier, balanced and internal.
    struct Lineup: Sendable, CustomTestStringConvertible {
        let frontier: String
        let balanced: String
        let `internal`: String

        var testDescription: String { "\(frontier), \(balanced), \(`internal`)" }

        var all: [String] { [frontier, balanced, `internal`] }
    }

    static let lineups = [
        Lineup(frontier: "anthropic/claude-opus-4-7", balanced: "anthropic/claude-sonnet-4-6", internal: "anthropic/claude-haiku-4-5"),
        Lineup(frontier: "openai/gpt-5.5", balanced: "openai/gpt-5.4", internal: "openai/gpt-5.4-mini"),
        Lineup(frontier: "anthropic/claude-opus-4-7", balanced: "openai/gpt-5.4-mini", internal: "openai/gpt-5.4-nano"),
    ]

    private func table(_ lineup: Lineup) throws -> Table {
        let list = try PriceList()
        var definition = TableDefinition(revision: Revision(text: "policies", digest: "0123456789abcdef"))
        for id in lineup.all {
            let model = try #require(ModelDefinition(implied: ModelID(id)))
            definition.models[model.id] = model
            definition.models[model.id]?.price = try list.price(of: model.wireName, at: model.provider.text)
        }
        definition.tiers = [
            "frontier": .init(models: [ModelID(lineup.frontier)]), "balanced": .init(models: [ModelID(lineup.balanced)]),
            "internal": .init(models: [ModelID(lineup.internal)]),
        ]
        let providers = [("anthropic", Dialect.anthropicMessages), ("openai", .openAIResponses)].map {
            ProviderFacts(name: ProviderName($0.0), dialect: $0.1, hasKey: true, acceptsCallerKey: false)
        }
        return try Table(definition, providers: Dictionary(uniqueKeysWithValues: providers.map { ($0.name, $0) }))
    }

    @Test("Cache-aware is nowhere dearer than the better of following the mode and staying on the first model by more than 2 %", arguments: lineups)
    func neverWorse(lineup: Lineup) throws {
        let table = try table(lineup)
        for kind in SessionKind.all {
            let trial = PolicyTrial(kind, sessions: 30, seed: 11, through: table)
            let excess = try #require(trial.excessOverBetter)
            #expect(excess <= 20, "\(kind.name): \(excess) thousandths")
            #expect(trial.stayed > 0)
        }
    }

    @Test("With large contexts it saves against naive routing and against the frontier alone", arguments: lineups)
    func saves(lineup: Lineup) throws {
        let kind = try #require(SessionKind.named("large-context"))
        let trial = PolicyTrial(kind, sessions: 60, seed: 11, through: try table(lineup))
        #expect(try #require(trial.excess(of: .cacheAware, over: .follow)) < 0)
        #expect(try #require(trial.excess(of: .cacheAware, over: .best)) < -50)
    }

    @Test("No policy goes below what hindsight could have reached")
    func hindsight() throws {
        let kind = try #require(SessionKind.named("plan-edit-debug"))
        let trial = PolicyTrial(kind, sessions: 4, seed: 11, through: try table(Self.lineups[0]), withBound: true)
        let bound = try #require(trial.bound)
        for policy in ReplayPolicy.allCases { #expect(try #require(trial.total(policy)) >= bound) }
    }
}
