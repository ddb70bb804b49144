import Primitives
import TOMLText
import TestKit
import Testing

@Suite("TOML values")
struct TOMLValueTests {
    @Test("Every kind of value is read")
    func kinds() throws {
        let root = try parse("""
            s = "a\\u00e9\\n"
            l = 'raw\\n'
            m = \"\"\"
            two
            lines\"\"\"
            i = -1_050_000
            h = 0xFF
            b = true
            d = 2026-11-23
            t = 2026-11-23T04:05:06.5Z
            a = [1, "x", [false]]
            e = {}
            """)
        #expect(root["s"]?.content == .string("aé\n"))
        #expect(root["l"]?.content == .string("raw\\n"))
        #expect(root["m"]?.content == .string("two\nlines"))
        #expect(root["i"]?.content == .integer(-1_050_000))
        #expect(root["h"]?.content == .integer(255))
        #expect(root["b"]?.content == .boolean(true))
        #expect(root["d"]?.content == .moment("2026-11-23"))
        #expect(root["t"]?.content == .moment("2026-11-23T04:05:06.5Z"))
        #expect(root["a"]?.elements.map(\.content).prefix(2) == [.integer(1), .string("x")])
        #expect(root["a"]?.elements[2].elements.map(\.content) == [.boolean(false)])
        #expect(root["e"]?.content == .table([]))
        #expect(root["nothing"] == nil)
    }

    @Test("Numbers with a fraction keep their source text", arguments: [
        ("0.10", "0.10"), ("1e-7", "1e-7"), ("+5.0", "5.0"), ("-1_000.000_1", "-1000.0001"), ("0.1000000000000000000000001", "0.1000000000000000000000001"),
        ("6.02E+23", "6.02E+23"), ("inf", "inf"), ("-nan", "-nan"),
    ])
    func floats(source: String, text: String) throws {
        #expect(try parse("a = \(source)  # note")["a"]?.content == .float(text))
        #expect(try parse("a = [\(source) , 1]")["a"]?.elements.first?.content == .float(text))
        #expect(try parse("\"é\" = { \"é\" = \"é\", a = \(source)}")["é"]?["a"]?.content == .float(text))
        #expect(try parse("a = \(source)")["a"]?.content == .float(text))
    }

    @Test("Keys and values tell their place, columns in bytes")
    func places() throws {
        let root = try parse("""
            # é
            [modes]
            "é" = 'é'  # é
              planning =  "frontier"

            [tiers.frontier]
            models = ["a",
              "b"]
            price = { "é" = 1, out.put = 2.5 }
            [[callers]]
            unit = "x"
            """)
        #expect(places(root) == [
            "modes 2:2 2:1", "modes.é 3:1 3:8", "modes.planning 4:3 4:15", "tiers 6:2 6:1", "tiers.frontier 6:8 6:1", "tiers.frontier.models 7:1 7:10",
            "tiers.frontier.price 9:1 9:9", "tiers.frontier.price.é 9:11 9:18", "tiers.frontier.price.out 9:21 9:21", "tiers.frontier.price.out.put 9:25 9:31",
            "callers 10:3 10:1",
        ])
        #expect(root["tiers"]?["frontier"]?["models"]?.elements.map(\.position) == [SourcePosition(line: 7, column: 11), SourcePosition(line: 8, column: 3)])
        #expect(root["callers"]?.elements[0].members.map(\.position) == [SourcePosition(line: 11, column: 1)])
    }

    @Test("Members stand in the order of the source")
    func order() throws {
        let root = try parse("z = 1\nb.y = 1\na = 1\nb.x = 1\n[c.d]\n[m]\n[c.a]\n")
        #expect(root.members.map(\.key) == ["z", "b", "a", "c", "m"])
        #expect(root["b"]?.members.map(\.key) == ["y", "x"])
        #expect(root["c"]?.members.map(\.key) == ["d", "a"])
    }

    @Test("An empty text is an empty table", arguments: ["", "\n", "# note", "\u{FEFF}", " "])
    func empty(source: String) throws {
        #expect(try parse(source).content == .table([]))
    }

    @Test("Windows line ends and a byte order mark change no place")
    func windows() throws {
        let root = try parse("\u{FEFF}a = 1.5\r\nb = 2.5\r\n")
        #expect(root.members.map { "\($0.key) \($0.position.line):\($0.position.column)" } == ["a 1:4", "b 2:1"])
        #expect(root.members.map(\.value.content) == [.float("1.5"), .float("2.5")])
    }

    private func parse(_ text: String) throws -> TOMLValue { try TOMLValue.parse(Bytes(text.utf8), file: "t.toml") }

    private func places(_ value: TOMLValue, _ path: String = "") -> [String] {
        value.members.flatMap { member in
            let name = path + member.key
            func text(_ position: SourcePosition) -> String { "\(position.line):\(position.column)" }
            return ["\(name) \(text(member.position)) \(text(member.value.position))"] + places(member.value, name + ".")
        }
    }
}
