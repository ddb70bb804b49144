import Primitives
import Routing
import Settings
import Testing

@Suite("Tables in JSON")
struct JSONTableTests {
    private static let table = """
        {
          "schema": 1, "revision": "r7", "serial": 12,
          "modes": {"planning": "frontier"},
          "tiers": {"frontier": {"models": ["deep"], "effort": "high"}},
          "models": {"deep": {"provider": "p", "context": 1000000, "price": {"input": 5, "output": 25.50, "cache_read": "0.5"}}}
        }
        """

    private static func mistakes(_ text: String) -> [String] {
        do throws(SettingsError) {
            _ = try Settings.loadTable(Bytes(text.utf8), file: "t", providers: nil)
            return []
        } catch {
            return error.diagnostics.map(\.description)
        }
    }

    @Test("JSON says the same as TOML, exactly")
    func same() throws {
        let toml = """
            schema = 1
            revision = "r7"
            serial = 12
            modes.planning = "frontier"
            tiers.frontier = { models = ["deep"], effort = "high" }
            models.deep = { provider = "p", context = 1_000_000, price = { input = 5, output = 25.50, cache_read = "0.5" } }
            """
        let tables = try [Self.table, toml].map { try Settings.loadTable(Bytes($0.utf8), file: "t", providers: nil) }
        #expect(tables[0].serial == 12 && tables[1].serial == 12)
        #expect(tables[0].revision.text == "r7" && tables[0].revision.digest != tables[1].revision.digest)
        #expect(tables[0].models.map(\.price) == tables[1].models.map(\.price))
        #expect(tables[0].models.first?.price != nil)
        #expect(tables[0].requestableModels == tables[1].requestableModels)
    }

    @Test("A mistake is told by line and column, whatever it is", arguments: [
        ("{\n  \"schema\": 1,\n  \"modse\": {}\n}", ["t:3:3: unknown key \"modse\" at the top level; did you mean \"modes\"?"]),
        ("{\n  \"schema\": \"1\"\n}", ["t:2:13: schema must be a whole number, not text"]),
        ("{ \"schema\": 1.0 }", ["t:1:13: schema must be a whole number, not a decimal number"]),
        ("{ \"schema\": 1, \"revision\": null }", ["t:1:28: revision must be text (revision), not null"]),
        ("{ \"schema\": 1,\n \"schema\": 1 }", ["t:2:2: the key schema is there twice: here and at t:1:3; keep one of the two"]),
        ("{ \"schema\": 1,\n \"\\u0073chema\": 1 }", ["t:2:2: the key schema is there twice: here and at t:1:3; keep one of the two"]),
        ("{ \"schema\": 1,\n }", ["t:2:2: a key in quotes is missing"]),
        ("{ \"schema\": 1", ["t:1:14: the text ends too early"]),
        ("\n\n{ \"schema\": 1 } x", ["t:3:17: something follows the value"]),
        ("{ \"schema\": 1, \"serial\": -1 }", ["t:1:26: serial must be from 0 to 9223372036854775807, not -1"]),
        ("{ \"schema\": 1, \"serial\": 99999999999999999999 }", ["t:1:26: serial must be a whole number, not a decimal number"]),
        ("{ \"schema\": 1, \"providers\": {} }", ["t:1:16: providers has no place at the top level: a table can neither define a provider nor hold an address, a header or a key; that is for shunt.toml"]),
    ])
    func mistakes(_ text: String, _ expected: [String]) {
        #expect(Self.mistakes(text) == expected)
    }

    @Test("Depth and names are bounded as in TOML")
    func bounds() {
        let deep = "{\"schema\": 1, \"modes\": " + String(repeating: "{\"a\":", count: 300) + "1" + String(repeating: "}", count: 301)
        #expect(Self.mistakes(deep).first?.contains("nested deeper than \(Limits.jsonDepth)") == true)
        // A Cyrillic letter that looks like a Latin one.
        #expect(Self.mistakes("{\"schema\": 1, \"modes\": {\"pl\u{430}nning\": \"free\"}}").first?.contains("which is not ASCII") == true)
    }
}
