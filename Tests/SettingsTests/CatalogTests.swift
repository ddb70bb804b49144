import Conversation
import Foundation
import Primitives
import Routing
@testable import Settings
import TestKit
import Testing

@Suite("The catalog of models")
struct CatalogTests {
    static let folder = ExampleTests.folder.deletingLastPathComponent().appending(path: "catalog")

    static let catalog = """
        catalog = 1
        date = "2026-08-21"
        sources = ["nobody at 2026-08-21"]

        [models]
        "anthropic/claude-opus-4-7" = { context = 1000000, max_output = 128000, input = ["text", "image", "pdf"], tools = true, price = { input = 5, output = 25, cache_read = 0.5 } }
        "bedrock/anthropic.claude-opus-4-7" = { price = { input = 5.5, output = 27.5 } }
        "bedrock/global.anthropic.claude-opus-4-7" = { price = { input = 5, output = 25 } }
        "gemini/gemini-2.5-pro" = { context = 1048576, tools = false, cache = { marked = false, minimum = 2048 }, price = { input = 1.25, output = 10 } }
        "openai/embed" = { embeddings = true, price = { input = 0.02, output = 0 } }
        "openrouter/a/b" = { price = { input = 1, output = 2 } }
        """

    static let configuration = """
        [table]
        source = "table.toml"
        [providers.anthropic]
        key = { env = "K" }
        [providers.bedrock]
        aws = { region = "eu-central-1" }
        key = { env = "K" }
        [providers.google]
        key = { env = "K" }
        [providers.openai]
        key = { env = "K" }
        [providers.work]
        api = "anthropic-messages"
        url = "https://llm.example/v1"
        catalog = "anthropic"
        [providers.own]
        api = "anthropic-messages"
        url = "https://llm.example/v1"
        [providers.router]
        api = "openai-chat"
        url = "https://eu.openrouter.ai/api/v1"
        [providers.contract]
        api = "openai-chat"
        url = "https://openrouter.ai/api/v1"
        catalog = "none"
        """

    static func load(
        _ models: [String], _ more: String = "", catalog: String? = catalog, configuration: String = configuration
    ) throws -> Snapshot {
        let list = models.map { "\"\($0)\"" }.joined(separator: ", ")
        var files = ["/e/shunt.toml": configuration, "/e/table.toml": "schema = 1\n[tiers.frontier]\nmodels = [\(list)]\n\(more)"]
        files[CatalogFile.standardPath] = catalog
        return try Settings.load(path: "/e/shunt.toml", from: FakeSources(files, secrets: [.environment("K"): "key"]))
    }

    static func model(_ id: String, _ more: String = "") throws -> Model {
        try #require(try load([id], more).table.models.first { $0.id.text == id })
    }

    static func mistakes(_ configuration: String, catalog: String? = catalog) -> [String] {
        do {
            _ = try load(["anthropic/claude-opus-4-7"], catalog: catalog, configuration: configuration)
            return []
        } catch let error as SettingsError {
            return error.diagnostics.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }

    static func perToken(_ dollars: Int) -> Money { Money(picodollars: Int128(dollars) * 1_000_000) }

    @Test("A model that is only named has the catalog's context, abilities and price")
    func named() throws {
        let model = try Self.model("anthropic/claude-opus-4-7")
        #expect(model.context == 1_000_000)
        #expect(model.maxOutput == 128_000)
        #expect(model.abilities == [.tools, .images, .documents, .structuredOutput])
        #expect(model.price?.rates.input == Self.perToken(5))
        #expect(model.priceOrigin == .catalog)
    }

    @Test("What the table says goes before it, each member by itself and as a whole")
    func tableFirst() throws {
        let id = "anthropic/claude-opus-4-7"
        let model = try Self.model(id, "[models.\"\(id)\"]\nabilities = [\"tools\"]\nprice = { input = 1, output = 2 }")
        #expect(model.abilities == .tools)
        #expect(model.price == Price(Rates(input: Self.perToken(1), output: Self.perToken(2))))
        #expect(model.priceOrigin == .table)
        #expect(model.context == 1_000_000)
    }

    @Test("Of a model it need not say everything: what it denies is lacking, what it is silent on is tried")
    func silence() throws {
        let gemini = try Self.model("google/models/gemini-2.5-pro")
        #expect(gemini.abilities == [.images, .documents, .audio, .structuredOutput])
        #expect(gemini.maxOutput == nil)
        #expect(gemini.cache == CacheTerms(isMarked: false, minimum: 2048))
        #expect(try Self.model("openai/embed").abilities == .embeddings)
        #expect(try Self.model("router/a/b").abilities == nil)
    }

    @Test("Dates, versions and regions are seen through", arguments: [
        ("anthropic/claude-opus-4-7-20260416", 50), ("anthropic/claude-opus-4-7-2026-04-16", 50), ("anthropic/claude-opus-4-7-latest", 50),
        ("bedrock/us.anthropic.claude-opus-4-7", 55), ("bedrock/eu.anthropic.claude-opus-4-7-v1:0", 55), ("bedrock/anthropic.claude-opus-4-7-20260416-v1:0", 55),
        ("bedrock/global.anthropic.claude-opus-4-7-v1:0", 50),
        ("bedrock/arn:aws:bedrock:us-east-1:1:inference-profile/global.anthropic.claude-opus-4-7-v1:0", 50),
        ("anthropic/claude-opus-4-7@default", 50), ("work/claude-opus-4-7", 50),
    ])
    func spellings(id: String, tenths: Int) throws {
        #expect(try Self.model(id).price?.rates.input == Money(picodollars: Int128(tenths) * 100_000))
    }

    @Test("What it cannot know has no price", arguments: [
        "anthropic/claude-opus-4-70", "anthropic/claude-opus-4-7-2026", "own/claude-opus-4-7", "contract/a/b", "bedrock/cn.anthropic.claude-opus-4-7",
    ])
    func unknown(id: String) throws {
        let model = try Self.model(id)
        #expect(model.price == nil)
        #expect(model.priceOrigin == nil)
    }

    @Test("A provider is the service of its name, of its platform or of its host", arguments: [
        ("anthropic", nil, Platform.direct, "anthropic"), ("google", nil, .direct, "gemini"), ("ollama", nil, .direct, nil),
        ("x", "https://api.anthropic.com/v1", .direct, "anthropic"), ("anthropic", "http://127.0.0.1:8080/v1", .direct, nil),
        ("x", "https://my.openai.azure.com", .direct, "azure"), ("x", nil, .aws(region: "us-east-1"), "bedrock"),
        ("anthropic", nil, .vertex(project: "p", location: "global"), "vertex"), ("x", "https://notapi.anthropic.com.example", .direct, nil),
    ] as [(String, String?, Platform, String?)])
    func providers(name: String, url: String?, platform: Platform, wanted: String?) {
        #expect(CatalogNames.provider(name, platform: platform, url: url) == wanted)
    }

    @Test("Without a catalog the table is live, and a warning says which prices are unknown")
    func missing() throws {
        let snapshot = try Self.load(["anthropic/claude-opus-4-7", "own/x"], catalog: nil)
        #expect(snapshot.table.models.allSatisfy { $0.price == nil })
        #expect(snapshot.warnings.map(\.description) == [
            "/usr/share/shunt/catalog.toml: the catalog cannot be read: no such file; without it the price of anthropic/claude-opus-4-7 is unknown; install it, name another with catalog = \"PATH\" in [table], or write the prices into the table"
        ])
        #expect(try Self.load(["own/x"], catalog: nil).warnings.isEmpty)
    }

    @Test("A catalog that the configuration names has to be there, and one that is broken is told with its place")
    func broken() {
        let named = Self.configuration.replacingOccurrences(of: "source = \"table.toml\"", with: "source = \"table.toml\"\ncatalog = \"c.toml\"")
        #expect(Self.mistakes(named) == ["/e/c.toml: the catalog cannot be read: no such file"])
        let none = Self.configuration.replacingOccurrences(of: "source = \"table.toml\"", with: "source = \"table.toml\"\ncatalog = \"none\"")
        #expect(Self.mistakes(none).isEmpty)
        let negative = Self.catalog.replacingOccurrences(of: "input = 5, output = 25, cache_read", with: "input = -5, output = 25, cache_read")
        #expect(Self.mistakes(Self.configuration, catalog: negative).first?.hasPrefix("/usr/share/shunt/catalog.toml:6:") == true)
        let unwanted = Self.catalog.replacingOccurrences(of: "input = 1.25", with: "input = -1.25")
        #expect(Self.mistakes(Self.configuration, catalog: unwanted).isEmpty)
        let version = Self.catalog.replacingOccurrences(of: "catalog = 1", with: "catalog = 2")
        #expect(Self.mistakes(Self.configuration, catalog: version) == ["/usr/share/shunt/catalog.toml:1:11: this build reads catalogs of form 1, not 2"])
        let misspelt = Self.configuration.replacingOccurrences(of: "catalog = \"anthropic\"", with: "catalog = \"antropic\"")
        #expect(Self.mistakes(misspelt) == ["/e/shunt.toml:15:11: the catalog has no models of \"antropic\"; did you mean \"anthropic\"?"])
    }

    // MARK: The catalog of the package

    static func text() throws -> String { String(decoding: try Data(contentsOf: folder.appending(path: "catalog.toml")), as: UTF8.self) }

    static func names() throws -> [String] {
        try text().split(separator: "\n").filter { $0.hasPrefix("\"") }.map { String($0.dropFirst().prefix { $0 != "\"" }) }
    }

    @Test("Each line of the package's own is sound, and they are sorted")
    func own() throws {
        let names = try Self.names()
        #expect(names.count > 2_000)
        #expect(names == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        var findings = Findings()
        var reader = CatalogReader(CatalogFile(file: "catalog.toml", bytes: Bytes(try Self.text().utf8)))
        let read = try #require(reader.read(Set(names), &findings), "\(findings.found)")
        #expect(Set(read.models.keys) == Set(names))
        #expect(read.models.values.count { $0.price != nil } > 2_000)
    }

    @Test("It knows every service that shunt knows by name and that sells models, but a few whose prices nobody lists")
    func services() throws {
        let known = Set(try Self.names().map { String($0.prefix { $0 != "/" }) })
        let services = Set(KnownProvider.all.keys.compactMap(CatalogNames.service))
        #expect(services.subtracting(known).sorted() == ["deepinfra", "nvidia", "sambanova"])
    }

    @Test("It is what contrib/catalog/make makes of its sources", .enabled(if: Fixtures.available, "shared/data is not here: the catalog is not made again"))
    func made() throws {
        let shared = try #require(Fixtures.shared)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [
            Self.folder.appending(path: "make").path, shared.appending(path: "data/models.json").path, shared.appending(path: "vectors/prices.json").path,
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let made = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(String(decoding: made, as: UTF8.self) == (try Self.text()))
    }
}
