import Primitives
import TOMLText
import TestKit
import Testing

@Suite("TOML that is refused")
struct TOMLErrorTests {
    @Test("The first fault is named with its place", arguments: [
        ("a = 1\nb = \n", 2, 5), ("\"é\" = 'é' x", 1, 13), ("é = 1", 1, 1), ("a = [1,}", 1, 1), ("a = 1\n[=\nb = 2", 2, 1), ("a = 1\na = 2", 2, 5), ("[a", 1, 3), ("a = \"x", 1, 7), ("a = 01", 1, 7), ("a = [1, 2", 1, 10), ("= 1", 1, 1),
    ])
    func faults(source: String, line: Int, column: Int) throws {
        let error = #expect(throws: TOMLError.self) { try TOMLValue.parse(Bytes(source.utf8), file: "t.toml") }
        #expect(error?.diagnostic.file == "t.toml")
        #expect(error?.diagnostic.position == SourcePosition(line: line, column: column), "\(String(describing: error))")
        #expect(error?.diagnostic.message.isEmpty == false)
    }

    @Test("Bytes that are not UTF-8 are refused")
    func utf8() throws {
        let error = #expect(throws: TOMLError.self) { try TOMLValue.parse(Bytes("a = '".utf8) + [0xFF, 0x27], file: "t.toml") }
        #expect(error?.diagnostic.position?.line == 1)
    }

    @Test("Neither brackets nor dots nest beyond the limits", arguments: [
        "a = " + String(repeating: "[", count: 200_000), "a = " + String(repeating: "{a=", count: 200_000), String(repeating: "a.", count: 1_000_000) + "a = 1",
        "[" + String(repeating: "a . ", count: 1_000_000) + "a]", String(repeating: "\"a b\".", count: 600_000) + "a = 1",
        "x = \"\"\"\n\\\"\"\"\"\"\n" + String(repeating: "a.", count: 1_000_000) + "a = 1", "x = '\\'\n" + String(repeating: "a.", count: 1_000_000) + "a = 1",
        "a = { " + String(repeating: "a.", count: 100) + "a = 1 }",
        "a = " + String(repeating: "[\n{ " + String(repeating: "a.", count: Limits.tomlDots) + "a = ", count: 15) + "1" + String(repeating: "}]", count: 15),
    ])
    func nesting(source: String) throws {
        #expect(throws: TOMLError.self) { try TOMLValue.parse(Bytes(source.utf8), file: "t.toml") }
    }

    @Test("Dots in strings and comments nest nothing")
    func dots() throws {
        let dots = String(repeating: ".", count: 1000)
        let root = try TOMLValue.parse(Bytes("a = \"\(dots)\" # \(dots)\nb = '''\n'' \(dots)\n\(dots)'''\nc = \"\\\"\(dots)\"".utf8), file: "t.toml")
        #expect(root.members.map(\.key) == ["a", "b", "c"])
    }

    @Test("A text beyond its limit is not looked at")
    func length() throws {
        let error = #expect(throws: TOMLError.self) { try TOMLValue.parse(Bytes(repeating: 0x0A, count: Limits.tableBytes + 1), file: "t.toml") }
        #expect(error?.diagnostic.position == nil)
    }

    @Test("No damage crashes the parser, and faults lie within the text")
    func damage() throws {
        var generator = SeededGenerator(seed: 5)
        let seed = Bytes("""
            schema = 1
            [modes]
            planning = "frontier" # é
            [models.gpt]
            price = { input = 5, output = 30.0, cache_read = 0.5 }
            when = 2026-11-23T04:05:06Z
            text = \"\"\"a\\tb
            \"\"\"
            [[callers]]
            modes = ['editing', "back\\u0067round"]
            """.utf8)
        for _ in 0..<5000 {
            let text = Mutation.of(seed, using: &generator)
            do {
                #expect(try TOMLValue.parse(text, file: "t").position.line >= 1)
            } catch {
                let position = try #require(error.diagnostic.position)
                let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                #expect(position.line <= lines.count && position.column <= lines[position.line - 1].count + 2, "\(error) in \(text.text)")
            }
        }
    }
}
