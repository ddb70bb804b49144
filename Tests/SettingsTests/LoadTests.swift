import Conversation
import Primitives
import Routing
import Settings
import TestKit
import Testing

@Suite("Loading settings")
struct LoadTests {
    static let configuration = """
        [listen]
        socket = "/run/x/shunt.sock"
        mode = "0600"
        group = "agents"
        tcp = { address = "127.0.0.1:8787", token = { env = "SHUNT_TOKEN" } }

        [table]
        source = "tables/main.toml"

        [providers.anthropic]
        key = [{ credential = "anthropic" }, { credential = "second" }, { caller = true }]
        clocks = { first_byte = "45s" }

        [providers.near]
        api = "openai-chat"
        url = "http://127.0.0.1:9000/v1/"
        fields = { "x-title" = "shunt" }

        [providers.unix]
        api = "openai-chat"
        socket = "/run/model.sock"
        proxy = "http://localhost:3128"

        [[callers]]
        unit = "agent@*.service"
        modes = ["Code", "background"]

        [[callers]]
        uid = [0, 1000]

        [clocks]
        connect = "2s"

        [limits]
        request_bytes = "64MiB"
        attempts = 3

        [journal]
        level = "debug"
        """

    static let table = """
        schema = 1
        revision = "r7"
        unknown_mode = "reject"
        aliases = { editing = ["code"] }

        [tiers.frontier]
        models = ["opus", "anthropic/claude-sonnet-4-6"]
        effort = "high"

        [tiers.balanced]
        models = ["near/qwen/qwen3:8b", "unix/x"]
        weights = { "near/qwen/qwen3:8b" = 3 }

        [models.opus]
        provider = "anthropic"
        name = "claude-opus-4-7"
        context = 1_000_000
        max_output = 128_000
        abilities = ["tools", "structured-output"]
        price = { input = 5, output = 25.0, cache_read = 0.5, cache_write = 6.25, cache_write_1h = "10" }
        """

    static let secrets: [KeySource: String] = [
        .credential("anthropic"): "sk-one", .credential("second"): "sk-two", .environment("SHUNT_TOKEN"): "tcp-token",
    ]

    static func sources(_ change: (inout FakeSources) -> Void = { _ in }) -> FakeSources {
        var sources = FakeSources(["/etc/s/shunt.toml": configuration, "/etc/s/tables/main.toml": table], secrets: secrets)
        change(&sources)
        return sources
    }

    static func load(_ sources: FakeSources) throws -> Snapshot { try Settings.load(path: "/etc/s/shunt.toml", from: sources) }

    static func mistakes(_ sources: FakeSources) -> [String] {
        do throws(SettingsError) {
            _ = try Settings.load(path: "/etc/s/shunt.toml", from: sources)
            return []
        } catch {
            return error.diagnostics.map(\.description)
        }
    }

    @Test("The configuration is what the file says, and the defaults where it says nothing")
    func configuration() throws {
        let configuration = try Self.load(Self.sources()).configuration
        #expect(configuration.listen.socket == "/run/x/shunt.sock")
        #expect(configuration.listen.mode == 0o600)
        #expect(configuration.listen.group == "agents")
        #expect(configuration.listen.tcp == Listen.TCP(port: 8787, token: .environment("SHUNT_TOKEN")))
        #expect(configuration.table == TableSource(.file(path: "/etc/s/tables/main.toml")))
        #expect(configuration.limits.requestBytes == 64 << 20)
        #expect(configuration.limits.attempts == 3)
        #expect(configuration.limits.connections == Limits.connections)
        #expect(configuration.journal == .debug)
    }

    @Test("A tier hedges where it says so, and a model goes on with others' answers where it says so")
    func hedge() throws {
        let table = Self.table.replacing("effort = \"high\"", with: "hedge = { after = \"3s\" }").replacing("max_output = 128_000", with: "prefill = true")
        let found = try Self.load(Self.sources { $0.files["/etc/s/tables/main.toml"] = Bytes(table.utf8) }).table
        let tiers = Dictionary(uniqueKeysWithValues: found.tiers.map { ($0.name, $0) })
        #expect(tiers["frontier"]?.conduct.hedge?.after == .seconds(3) && tiers["frontier"]?.conduct.hedge?.percentile == 95)
        #expect(tiers["balanced"]?.conduct.hedge == nil)
        #expect(tiers["frontier"]?.candidates.map(\.model.prefill) == [true, false])
        let wrong = Self.table.replacing("effort = \"high\"", with: "hedge = { after = 3, percentile = 100, before = 1 }")
        #expect(Self.mistakes(Self.sources { $0.files["/etc/s/tables/main.toml"] = Bytes(wrong.utf8) }).map { $0.split(separator: ": ", maxSplits: 1)[1] } == [
            "tiers.frontier.hedge.after must be a duration, not a whole number; write text such as \"250ms\", \"30s\", \"2m\" or \"1h\"",
            "tiers.frontier.hedge.percentile must be from 50 to 99, not 100", "unknown key \"before\" in [tiers.frontier.hedge]; known are after, percentile",
        ])
    }

    @Test("A provider has what is known of its name, what is written, and the clocks of all")
    func providers() throws {
        let snapshot = try Self.load(Self.sources())
        let anthropic = try #require(snapshot.provider("anthropic"))
        #expect(anthropic.dialect == .anthropicMessages)
        #expect(anthropic.url == "https://api.anthropic.com/v1")
        #expect(anthropic.keys == [.credential("anthropic"), .credential("second")])
        #expect(anthropic.facts == ProviderFacts(name: "anthropic", dialect: .anthropicMessages, hasKey: true, keys: 2, acceptsCallerKey: true, catalog: "anthropic"))
        #expect(anthropic.clocks.firstByte == .seconds(45))
        #expect(anthropic.clocks.connect == .seconds(2))
        #expect(anthropic.clocks.idle == ProviderClocks().idle)
        let near = try #require(snapshot.provider("near"))
        #expect(near.url == "http://127.0.0.1:9000/v1")
        #expect(near.fields.map { "\($0.name): \($0.value)" } == ["x-title: shunt"])
        #expect(near.facts.hasKey)
        let unix = try #require(snapshot.provider("unix"))
        #expect(unix.socket == "/run/model.sock")
        #expect(unix.url == "http://localhost/v1")
        #expect(unix.proxy == "http://localhost:3128")
        #expect(snapshot.provider("openai") == nil)
    }

    @Test("Keys are read in their order, and nothing that prints the snapshot shows them")
    func keys() throws {
        let snapshot = try Self.load(Self.sources())
        #expect(snapshot.keys(of: "anthropic").map { $0.reveal { $0 } } == ["sk-one", "sk-two"])
        #expect(snapshot.keys(of: "near").isEmpty)
        #expect(snapshot.tcpToken?.reveal { $0 } == "tcp-token")
        var dumped = ""
        dump(snapshot, to: &dumped)
        #expect(!dumped.contains("sk-"))
        #expect(dumped.contains("<secret>"))
    }

    @Test("The table is compiled with its prices exact")
    func table() throws {
        let table = try Self.load(Self.sources()).table
        #expect(table.revision.text == "r7")
        #expect(table.revision.digest.count == 64)
        #expect(table.revision.description == "r7@\(table.revision.digest.prefix(12))")
        let opus = try #require(table.models.first { $0.id == "opus" })
        #expect(opus.wireName == "claude-opus-4-7")
        #expect(opus.abilities == [.tools, .structuredOutput])
        #expect(opus.context == 1_000_000)
        #expect(opus.maxOutput == 128_000)
        let price = Rates(
            input: Money(picodollars: 5_000_000), output: Money(picodollars: 25_000_000), cacheRead: Money(picodollars: 500_000),
            cacheWrite5m: Money(picodollars: 6_250_000), cacheWrite1h: Money(picodollars: 10_000_000))
        #expect(opus.price == Price(price))
        let implied = try #require(table.models.first { $0.id == "near/qwen/qwen3:8b" })
        #expect(implied.wireName == "qwen/qwen3:8b")
        #expect(implied.price == nil)
        let balanced = try #require(table.tiers.first { $0.name == "balanced" })
        #expect(balanced.order == .weighted)
        #expect(balanced.weights == [3, 1])
        #expect(table.modes.map(\.name) == ["debugging", "editing", "planning"])
        #expect(table.modes.first { $0.name == "editing" }?.aliases == ["code"])
        if case .reject = table.unknownMode {} else { #expect(Bool(false), "unknown modes are to be rejected") }
    }

    @Test("A caller gets the first rule that means it, with modes under their own names, and none gets nothing")
    func callers() throws {
        let snapshot = try Self.load(Self.sources())
        let agent = CallerIdentity(uid: 5000, gid: 5000, user: "agent", unit: "agent@3.service")
        #expect(snapshot.policy(for: agent) == CallerPolicy(modes: ["editing", "background"]))
        #expect(snapshot.policy(for: CallerIdentity(uid: 1000, gid: 1)) == .unrestricted)
        #expect(snapshot.policy(for: CallerIdentity(uid: 1001, gid: 1, user: "root")) == nil)
        let withoutRules = Self.configuration.split(separator: "[[callers]]")[0]
        let open = try Self.load(Self.sources { $0.files["/etc/s/shunt.toml"] = Bytes(withoutRules.utf8) })
        #expect(open.policy(for: agent) == .unrestricted)
        #expect(snapshot.warnings.filter { $0.file != CatalogFile.standardPath }.map(\.description) == [
            "/etc/s/shunt.toml:24:1: a [[callers]] entry allows the mode \"background\", which the table does not have"
        ])
    }

    @Test("A key that cannot be had is told at its place, without a word of what it holds")
    func missingKeys() {
        #expect(Self.mistakes(Self.sources { $0.secrets = [.credential("second"): "sk-a b", .environment("SHUNT_TOKEN"): ""] }) == [
            "/etc/s/shunt.toml:5:53: the token of listen.tcp from environment variable \"SHUNT_TOKEN\" is empty",
            "/etc/s/shunt.toml:11:23: the key of provider \"anthropic\" cannot be read from credential \"anthropic\": not there",
            "/etc/s/shunt.toml:11:53: the key of provider \"anthropic\" from credential \"second\" holds white space, control characters or something that is not ASCII",
        ])
        let long = String(repeating: "k", count: Limits.secretBytes + 1)
        #expect(Self.mistakes(Self.sources { $0.secrets[.credential("anthropic")] = long }) == [
            "/etc/s/shunt.toml:11:23: the key of provider \"anthropic\" from credential \"anthropic\" is longer than \(Limits.secretBytes) bytes"
        ])
    }

    @Test("A key on a platform may be JSON with line breaks, and nowhere else")
    func documents() {
        let document = "{\n  \"private_key\": \"x\"\n}"
        func mistakes(_ provider: String, _ secret: String) -> [String] {
            let files = ["/e/shunt.toml": "[table]\nsource = \"t\"\n\(provider)\nkey = { credential = \"k\" }\n", "/e/t": "schema = 1\nrevision = \"r\"\n"]
            do throws(SettingsError) {
                _ = try Settings.load(path: "/e/shunt.toml", from: FakeSources(files, secrets: [.credential("k"): secret]))
                return []
            } catch {
                return error.diagnostics.map(\.description).filter { $0.contains("the key of") }
            }
        }
        let vertex = "[providers.v]\nvertex = { project = \"p\", location = \"global\" }"
        #expect(mistakes(vertex, document) == [])
        #expect(mistakes(vertex, "ya29 x").count == 1)
        #expect(mistakes(vertex, document + "\u{0}").count == 1)
        #expect(mistakes("[providers.openai]", document).count == 1)
    }

    @Test("A provider's host and the path below it are known apart")
    func authority() {
        func parts(_ url: String) -> [String] {
            let provider = Provider(name: "p", dialect: .openAIChat, url: url)
            return [provider.authority, provider.basePath]
        }
        #expect(parts("https://h.example/v1/x") == ["h.example", "/v1/x"])
        #expect(parts("https://h.example:443") == ["h.example", ""])
        #expect(parts("http://127.0.0.1:8080/a") == ["127.0.0.1:8080", "/a"])
        #expect(parts("http://h:80") == ["h", ""])
        #expect(parts("https://h:80") == ["h:80", ""])
    }

    @Test("Mistakes of the configuration, the keys and the table come together, file by file")
    func together() {
        let sources = Self.sources {
            $0.files["/etc/s/shunt.toml"] = Bytes((Self.configuration + "\nlvl = 1\n").utf8)
            $0.files["/etc/s/tables/main.toml"] = Bytes((Self.table + "\n[modes]\nplanning = \"fronteir\"\n").utf8)
            $0.secrets[.environment("SHUNT_TOKEN")] = nil
        }
        #expect(Self.mistakes(sources) == [
            "/etc/s/shunt.toml:5:53: the token of listen.tcp cannot be read from environment variable \"SHUNT_TOKEN\": not there",
            "/etc/s/shunt.toml:40:1: unknown key \"lvl\" in [journal]; known are level",
            "/etc/s/tables/main.toml:22:12: the mode \"planning\" goes to the tier \"fronteir\", which does not exist; did you mean \"frontier\"?",
        ])
        #expect(Self.mistakes(Self.sources { $0.files["/etc/s/tables/main.toml"] = nil }) == ["/etc/s/tables/main.toml: cannot be read: no such file"])
        #expect(Self.mistakes(Self.sources { $0.files = [:] }) == ["/etc/s/shunt.toml: cannot be read: no such file"])
    }

    @Test("A text that is no TOML is one mistake, at the line where it ends to be")
    func syntax() throws {
        let sources = Self.sources { $0.files["/etc/s/tables/main.toml"] = Bytes("schema = 1\nmodels = = 2\n".utf8) }
        let mistakes = Self.mistakes(sources)
        #expect(mistakes.count == 1)
        #expect(mistakes.first?.hasPrefix("/etc/s/tables/main.toml:2:") == true)
    }

    @Test("Of many mistakes so many are told, and the rest are counted")
    func bounded() {
        let lines = (0..<500).map { "k\($0) = 1" }.joined(separator: "\n")
        let mistakes = Self.mistakes(Self.sources { $0.files["/etc/s/tables/main.toml"] = Bytes(("schema = 1\n" + lines).utf8) })
        #expect(mistakes.count == Limits.diagnostics + 1)
        #expect(mistakes.last == "/etc/s/tables/main.toml: \(500 - Limits.diagnostics) more errors are not shown")
    }

    @Test("Files of the folder are merged in the order of their names, whatever order the folder has")
    func merging() throws {
        let sources = FakeSources(
            [
                "/e/shunt.toml": "[table]\nsource = \"/t.toml\"\n[providers.ollama]\n",
                "/e/shunt.toml.d/20.toml": "[[callers]]\nuser = \"c\"\n[limits]\nattempts = 2\n",
                "/e/shunt.toml.d/10.toml": "[[callers]]\nuser = \"a\"\n[[callers]]\nuser = \"b\"\n[providers.ollama.clocks]\nidle = \"5s\"\n",
            ])
        for _ in 0..<5 {
            let configuration = try Settings.loadConfiguration(path: "/e/shunt.toml", from: sources)
            #expect(configuration.callers.map { $0.pattern.users?.map(\.pattern) } == [["a"], ["b"], ["c"]])
            #expect(configuration.limits.attempts == 2)
            #expect(configuration.providers["ollama"]?.clocks.idle == .seconds(5))
        }
    }

    @Test("Without a configuration the names of providers are not checked, everything else is")
    func tableAlone() throws {
        #expect(try Settings.loadTable(Bytes(Self.table.utf8), file: "t", providers: nil).models.count == 4)
        #expect(throws: SettingsError.self) { try Settings.loadTable(Bytes("schema = 1\nx = 1".utf8), file: "t", providers: nil) }
    }
}
