import Foundation
import Conversation
import JSONText
import Primitives
import Routing
import Settings
import TestKit
import Testing

/// The files of `contrib/examples`, which readers copy.
@Suite("Examples")
struct ExampleTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "contrib/examples")

    static func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    static func snapshot(configuration: String? = nil) throws -> Snapshot {
        let sources = FakeSources(
            [
                "/etc/shunt/shunt.toml": try configuration ?? text("shunt.toml"), "/etc/shunt/table.toml": try text("table.toml"),
                CatalogFile.standardPath: try CatalogTests.text(),
            ],
            secrets: [
                .credential("anthropic"): "key", .credential("openai"): "key", .credential("openrouter"): "key", .credential("tcp-token"): "key",
                .credential("bedrock"): "ID:SECRET", .credential("vertex"): "{}", .credential("azure"): "key",
                .file("/etc/shunt/credentials/cluster"): "key",
            ])
        return try Settings.load(path: "/etc/shunt/shunt.toml", from: sources)
    }

    @Test("Both files are sound together, and without a warning")
    func sound() throws {
        let snapshot = try Self.snapshot()
        #expect(snapshot.warnings.isEmpty)
        #expect(snapshot.table.modes.map { "\($0.name) → \($0.tier.name)" } == [
            "background → internal", "debugging → balanced", "editing → free", "planning → frontier",
        ])
    }

    @Test("Each of its models has a price, and most have the catalog's")
    func priced() throws {
        let models = try Self.snapshot().table.models
        #expect(models.allSatisfy { $0.price != nil })
        #expect(models.filter { $0.priceOrigin == .table }.map(\.id) == ["ollama/qwen3:8b"])
    }

    @Test("What the configuration says of bounds are the built-in ones")
    func defaults() throws {
        let configuration = try Self.snapshot().configuration
        #expect(configuration.limits == ConfiguredLimits())
        #expect(configuration.providers.values.allSatisfy { $0.clocks == ProviderClocks() })
        #expect(configuration.listen.socket == Listen().socket)
        #expect(configuration.listen.mode == Listen().mode)
    }

    @Test("What is commented out is sound as well")
    func commented() throws {
        let lines = try Self.text("shunt.toml").split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.firstMatch(of: #/^# (\[|[a-z]+ = )/#) == nil ? line : line.dropFirst(2)
        }
        let snapshot = try Self.snapshot(configuration: lines.joined(separator: "\n"))
        #expect(snapshot.tcpToken != nil)
        #expect(snapshot.provider("cluster")?.clocks.firstByte == .seconds(300))
        #expect(snapshot.provider("vertex")?.platform == .vertex(project: "my-project", location: "europe-west1"))
    }

    @Test("Its callers come out as their comments say")
    func callers() throws {
        let snapshot = try Self.snapshot()
        #expect(snapshot.policy(for: CallerIdentity(uid: 1, gid: 1, unit: "agent@7.service"))?.modes == ["editing", "debugging", "background"])
        #expect(snapshot.policy(for: CallerIdentity(uid: 1, gid: 1, user: "build-3"))?.tiers == ["free", "internal"])
        #expect(snapshot.policy(for: CallerIdentity(uid: 1, gid: 1)) == .unrestricted)
    }

    @Test("Models, prices and abilities are the published ones", .enabled(if: Fixtures.available, "shared/data is not here: facts are not compared"))
    func facts() throws {
        let url = try #require(Fixtures.shared).appending(path: "data/models.json")
        let document = try JSONDocument.parse(Bytes(try Data(contentsOf: url)))
        let published = try #require(document.root["models"])
        var compared = 0
        for model in try Self.snapshot().table.models where model.priceOrigin == .catalog {
            let facts = try #require(published.get(model.provider.name.text)?.get(model.wireName), "\(model.id) is not published")
            #expect(facts["context"]?.int == model.context, "\(model.id)")
            #expect(facts["output_limit"]?.int == model.maxOutput, "\(model.id)")
            #expect(model.id == "coder" ? model.abilities == .tools : Self.abilities(facts) == model.abilities, "\(model.id)")
            let price = try #require(facts["usd_per_mtok"])
            let rates = try #require(model.price).rates(input: 1, at: Self.time)
            let tier = price["tiers"]?.elements.first { _ in true }
            let long = try #require(model.price).rates(input: Limits.contextTokens, at: Self.time)
            for (name, field) in Rates.classes.prefix(4) {
                #expect(Self.money(price.get(name)) == rates[keyPath: field], "\(model.id) \(name)")
                #expect(Self.money(tier?.get(name) ?? price.get(name)) == long[keyPath: field], "\(model.id) \(name)")
            }
            compared += 1
        }
        #expect(compared > 5)
    }

    /// After the newest of the facts.
    private static let time = Day.seconds("2026-08-22") ?? 0

    private static func money(_ value: JSONValue?) -> Money? {
        value.flatMap { Decimal($0.raw.text) }?.scaled(byPowerOfTen: Price.powerOfPicodollarsPerToken).map { Money(picodollars: $0) }
    }

    private static func abilities(_ facts: JSONValue) -> Abilities {
        let inputs = Set((facts["input"]?.elements.map { $0.string ?? "" }) ?? [])
        var abilities: Abilities = []
        if facts["tool_call"]?.bool == true { abilities.insert(.tools) }
        if inputs.contains("image") { abilities.insert(.images) }
        if inputs.contains("pdf") { abilities.insert(.documents) }
        if facts["structured_output"]?.bool != false { abilities.insert(.structuredOutput) }
        return abilities
    }
}
