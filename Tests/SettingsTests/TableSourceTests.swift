import Minisign
import Primitives
import Settings
import Testing

@Suite("Where the table comes from")
struct TableSourceTests {
    private static let key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"

    private static func source(_ lines: String) throws -> TableSource {
        let text = "[table]\n\(lines)\n[providers.ollama]\n"
        return try Settings.loadConfiguration(path: "/e/shunt.toml", from: FakeSources(["/e/shunt.toml": text])).table
    }

    private static func mistakes(_ lines: String) -> [String] {
        do {
            _ = try source(lines)
            return []
        } catch let error as SettingsError {
            return error.diagnostics.map { String($0.description.dropFirst("/e/shunt.toml:".count)) }
        } catch {
            return ["\(error)"]
        }
    }

    @Test("A path is a file, which is watched and not asked for")
    func file() throws {
        let source = try Self.source("source = \"t.toml\"")
        #expect(source == TableSource(.file(path: "/e/t.toml")))
        #expect(source.refresh == nil && source.isWatched && source.name == "/e/t.toml")
        #expect(try !Self.source("source = \"/t\"\nwatch = false").isWatched)
    }

    @Test("An address is a server, which is asked for as often as it says, else as usual")
    func server() throws {
        let source = try Self.source("source = \"https://Config.Internal:443/shunt/table.toml?raw\"\ntoken = { env = \"T\" }")
        let address = try #require(TableAddress("https://config.internal/shunt/table.toml?raw"))
        #expect(source.origin == .server(address, socket: nil))
        #expect(source.refresh == Limits.tableRefresh && source.timeout == Limits.tableTimeout && source.token == .environment("T"))
        #expect(source.name == "https://config.internal/shunt/table.toml?…")
        let local = try Self.source("source = \"http://x/t\"\nsocket = \"/run/x.sock\"\nrefresh = \"1s\"\ntimeout = \"200ms\"\npublic_key = [\"\(Self.key)\"]")
        #expect(local.origin == .server(try #require(TableAddress("http://x/t")), socket: "/run/x.sock"))
        #expect(local.refresh == .seconds(1) && local.timeout == .milliseconds(200) && local.publicKeys == [MinisignKey(Self.key)])
        #expect(local.name == "http://x/t at /run/x.sock")
    }

    @Test("Two sources that differ in anything are two, and no identity shows what an address holds")
    func identities() throws {
        let sources = try [
            "source = \"/t\"", "source = \"/u\"", "source = \"https://h/t\"", "source = \"https://h/t?a\"", "source = \"https://h/t?b\"",
            "source = \"https://h/t\"\nsocket = \"/s\"",
        ].map(Self.source)
        #expect(Set(sources.map(\.identity)).count == sources.count)
        #expect(sources.allSatisfy { $0.identity.utf8.count == 32 })
    }

    @Test("A signature lies beside its table, and a redirect leads no further than the origin", arguments: [
        ("/u/t.toml", "http://h:8080/u/t.toml"), ("v.toml", "http://h:8080/a/v.toml"), ("http://H:8080/x?y", "http://h:8080/x?y"),
        ("http://h/x", nil), ("https://h:8080/x", nil), ("//evil/x", nil), ("http://u@h:8080/x", nil), ("http://h:8080.evil/x", nil), ("ftp://h:8080/x", nil),
    ] as [(String, String?)])
    func redirects(_ location: String, _ target: String?) throws {
        let address = try #require(TableAddress("http://h:8080/a/t.toml?raw"))
        #expect(address.signature.text == "http://h:8080/a/t.toml.minisig?raw")
        #expect(address.following(location)?.text == target)
    }

    @Test("What does not go together is told with its place and its remedy", arguments: [
        ("source = \"ftp://h/t\"", "2:10: table.source is no plain http or https address: \"ftp://h/t\"; write \"https://HOST[:PORT]/PATH\" without user or fragment, or the path of a file"),
        ("source = \"https://u:p@h/t\"", "2:10: table.source is no plain http or https address: \"https://u:p@h/t\"; write \"https://HOST[:PORT]/PATH\" without user or fragment, or the path of a file"),
        ("source = \"http://h/t\"", "2:10: table.source is not encrypted, so that every host on the way could change the table; use https, have it signed and write public_key, or write plaintext = true if you trust them all"),
        ("source = \"http://h/t\"\npublic_key = \"\(key)\"", nil), ("source = \"http://h/t\"\nplaintext = true", nil), ("source = \"http://127.0.0.1:1/t\"", nil),
        ("source = \"http://h/t\"\npublic_key = \"\(key)\"\ntoken = { env = \"T\" }", "2:10: table.source would send its token unencrypted; use https, or write plaintext = true if you trust every host on the way"),
        ("source = \"https://h/t\"\ntoken = { caller = true }", "3:9: table.token cannot be a caller's own"),
        ("source = \"https://h/t\"\nwatch = true", "3:9: table.watch is for a file, and this table is served; leave it out; refresh says how often it is asked for"),
        ("source = \"t\"\nsocket = \"/s\"", "2:10: table.socket is for a table that is served over HTTP, and this one is a file; leave it out"),
        ("source = \"t\"\nrefresh = \"500ms\"", "3:11: table.refresh must be from \"1s\" to \"24h\", not \"500ms\""),
        ("source = \"t\"\npublic_key = []", "2:10: table.public_key names no key; leave it out, or write a key"),
    ] as [(String, String?)])
    func mistakes(_ lines: String, _ message: String?) {
        #expect(Self.mistakes(lines) == [message].compactMap { $0 })
    }

    @Test("A key that is none is told, and the table does not pass for one that needs no signature")
    func badKey() {
        let mistakes = Self.mistakes("source = \"t\"\npublic_key = \"RWnonsense\"")
        #expect(mistakes.contains("3:14: table.public_key is no public key of minisign: \"RWnonsense\"; write the last line of the file minisign.pub, which begins with \"RW\""))
    }

    @Test("The token of the source is read like any key")
    func token() {
        let text = "[table]\nsource = \"https://h/t\"\ntoken = { credential = \"absent\" }\n[providers.ollama]\n"
        do throws(SettingsError) {
            _ = try Settings.loadLocal(path: "/e/shunt.toml", from: FakeSources(["/e/shunt.toml": text]))
            Issue.record("no mistake was found")
        } catch {
            #expect(error.description == "/e/shunt.toml:3:24: the token of the table's source cannot be read from credential \"absent\": not there")
        }
    }

    @Test("A table in a file is checked with its signature")
    func signature() {
        func mistakes(_ signature: String?) -> [String] {
            var files = ["/e/shunt.toml": "[table]\nsource = \"t\"\npublic_key = \"\(Self.key)\"\ncatalog = \"none\"\n[providers.ollama]\n", "/e/t": "schema = 1\n"]
            files["/e/t.minisig"] = signature
            do throws(SettingsError) {
                _ = try Settings.load(path: "/e/shunt.toml", from: FakeSources(files))
                return []
            } catch {
                return error.diagnostics.map(\.description)
            }
        }
        #expect(mistakes(nil) == ["/e/t: it has no signature, and public_key wants one"])
        #expect(mistakes("x\n") == ["/e/t: the signature is no minisign signature: it has 1 lines instead of 4"])
    }
}
