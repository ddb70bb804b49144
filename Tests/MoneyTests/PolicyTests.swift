import Conversation
import Foundation
import Primitives
import Routing
import Settings
import Simulation
import Testing

/// What cache-aware decisions save on generated sessions, at the catalog's prices.
@Suite("Policies")
struct PolicyTests {
    /// The first models of frontier, balanced and internal.
    struct Lineup: Sendable, CustomTestStringConvertible {
        let frontier: String
        let balanced: String
        let `internal`: String

        var testDescription: String { "\(frontier), \(balanced), \(`internal`)" }
    }

    static let lineups = [
        Lineup(frontier: "anthropic/claude-opus-4-7", balanced: "anthropic/claude-sonnet-4-6", internal: "anthropic/claude-haiku-4-5"),
        Lineup(frontier: "openai/gpt-5.5", balanced: "openai/gpt-5.4", internal: "openai/gpt-5.4-mini"),
        Lineup(frontier: "anthropic/claude-opus-4-7", balanced: "openai/gpt-5.4-mini", internal: "openai/gpt-5.4-nano"),
    ]

    private func table(_ lineup: Lineup) throws -> Table {
        let text = """
            schema = 1
            tiers.frontier.models = ["\(lineup.frontier)"]
            tiers.balanced.models = ["\(lineup.balanced)"]
            tiers.internal.models = ["\(lineup.internal)"]
            """
        return try Settings.loadTable(Bytes(text.utf8), file: "table.toml", providers: nil, catalog: try Self.catalog())
    }

    private static func catalog() throws -> CatalogFile {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return CatalogFile(file: "catalog.toml", bytes: Bytes(try Data(contentsOf: package.appending(path: "contrib/catalog/catalog.toml"))))
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

    @Test("With large contexts it saves against naive routing and against the frontier alone", arguments: lineups.prefix(2))
    func saves(lineup: Lineup) throws {
        let kind = try #require(SessionKind.named("large-context"))
        let trial = PolicyTrial(kind, sessions: 60, seed: 11, through: try table(lineup))
        #expect(try #require(trial.excess(of: .cacheAware, over: .follow)) < 0)
        #expect(try #require(trial.excess(of: .cacheAware, over: .best)) < -50)
    }

    @Test("Short turns between pauses save what is wanted of both: the longer lifetime and the warm model together", arguments: [lineups[0], lineups[2]])
    func shortTurns(lineup: Lineup) throws {
        let trial = PolicyTrial(try #require(SessionKind.named("short-turns")), sessions: 60, seed: 11, through: try table(lineup))
        #expect(try #require(trial.excess(of: .cacheAware, over: .follow)) < -200)
        #expect(try #require(trial.excess(of: .cacheAware, over: .best)) < -250)
    }

    @Test("No policy goes below what hindsight could have reached")
    func hindsight() throws {
        let kind = try #require(SessionKind.named("plan-edit-debug"))
        let trial = PolicyTrial(kind, sessions: 4, seed: 11, through: try table(Self.lineups[0]), withBound: true)
        let bound = try #require(trial.bound)
        for policy in ReplayPolicy.allCases { #expect(try #require(trial.total(policy)) >= bound) }
    }
}
