import JSONText
import Primitives
import TestKit
import Testing

@Suite("JSON by pattern")
struct JSONPatternTests {
    private static let seed = #"{"id":"c1","n":17,"choices":[{"delta":{"content":"hé llo"},"finish_reason":null}],"pad":"x","at":[1,"pad"]}"#
    private static let padded = #"{"type":"delta","delta":{"text":"Hello"}   }"#

    private static func asked(_ root: JSONValue) -> JSONValue? {
        var choices = root["choices"]?.elements
        return choices?.next()?["delta"]?["content"]
    }

    private static func pattern(besides others: [StaticString] = ["n", "pad"]) throws -> JSONPattern {
        let root = try JSONDocument.parse(seed).root
        return JSONPattern(asking: try #require(asked(root)), besides: others.compactMap { root[$0] })
    }

    private static func replacing(_ part: String, _ other: String) -> Bytes { Bytes(seed.replacing(part, with: other).utf8) }

    @Test("Other strings and numbers in the holes are read", arguments: ["", "a", "a long text with spaces: {}[],:'", "日本語", "\u{7F}", "e\u{301}"])
    func holes(content: String) throws {
        let text = Self.replacing("hé llo", content).text.replacing("17", with: "18").replacing(#""x""#, with: #""yé""#)
        #expect(try Self.pattern().string(in: Bytes(text.utf8)[...]) == content)
    }

    @Test("What differs elsewhere, or in what has no hole, is not read", arguments: [
        ("c1", "c2"), ("null", "nul"), ("null", "true"), ("[1,", "[2,"), ("}]", "}"), ("content", "c0ntent"), (#""at""#, #" "at""#),
    ])
    func differences(part: String, other: String) throws {
        #expect(try Self.pattern().string(in: Self.replacing(part, other)[...]) == nil)
        #expect(try Self.pattern(besides: ["n"]).string(in: Self.replacing(#""x""#, #""y""#)[...]) == nil)
        #expect(try Self.pattern(besides: ["n", "at"]).string(in: Self.replacing("[1,", "[2,")[...]) == nil)
    }

    @Test("Escapes mean what the parser says", arguments: [
        #"\n"#, #"a\"b"#, #"\\"#, #"\\\""#, #"\u0041\ud83d\ude00"#, #"\ud83d alone"#, #"\/\b\f\r\t é"#, #"a long text before \n and behind"#,
    ])
    func escapes(content: String) throws {
        let text = Self.replacing("hé llo", content)
        let meant = try #require(Self.asked(try JSONDocument.parse(text).root)?.string)
        #expect(try Self.pattern().string(in: text[...]) == meant)
        #expect(try Self.pattern().string(in: Self.replacing(#""x""#, #""\#(content)""#)[...]) == "hé llo")
    }

    @Test("What is no sound string or number is not read", arguments: [
        (#"a\x"#, "17"), (#"a\u12"#, "17"), (#"a\"#, "17"), (#"a\u12zz"#, "17"), ("a\n", "17"), ("a\u{0}", "17"), (#"a""#, "17"), ("a", "017"), ("a", ""), ("a", "-1"), ("a", "1.5"), ("a", "1e3"),
    ])
    func soundness(content: String, number: String) throws {
        #expect(try Self.pattern().string(in: Bytes(Self.replacing("hé llo", content).text.replacing("17", with: number).utf8)[...]) == nil)
    }

    @Test("Bytes that are not UTF-8 are not read, in whichever hole", arguments: ["llo", "x"])
    func encoding(part: String) throws {
        for bad: Bytes in [[0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]] {
            var text = Self.replacing(part, "#")
            let place = try #require(text.firstIndex(of: UInt8(ascii: "#")))
            text.replaceSubrange(place...place, with: bad)
            #expect(try Self.pattern().string(in: text[...]) == nil)
        }
    }

    @Test("White space among the last brackets may vary, and nowhere else")
    func blanks() throws {
        let root = try JSONDocument.parse(Self.padded).root
        let pattern = JSONPattern(asking: try #require(root["delta"]?["text"]))
        for end in ["}}", "} }", "}\t}\n", " } } "] { #expect(pattern.string(in: Bytes(#"{"type":"delta","delta":{"text":"Hi"\#(end)"#.utf8)[...]) == "Hi") }
        for end in ["}", "}}}", "}]", "} x}"] { #expect(pattern.string(in: Bytes(#"{"type":"delta","delta":{"text":"Hi"\#(end)"#.utf8)[...]) == nil) }
        #expect(pattern.string(in: Bytes(#"{ "type":"delta","delta":{"text":"Hi"}}"#.utf8)[...]) == nil)
    }

    @Test("Of a damaged text a pattern gives what the parser reads there, and the rest is as it was")
    func agreement() throws {
        var generator = SeededGenerator(seed: 11)
        let pattern = try Self.pattern()
        let rest = try Self.rest(of: Bytes(Self.seed.utf8))
        var read = 0
        for _ in 0..<40_000 {
            let text = Mutation.of(Bytes(Self.seed.utf8), using: &generator)
            guard let string = pattern.string(in: text[...]) else { continue }
            read += 1
            #expect(Self.asked(try JSONDocument.parse(text).root)?.string == string)
            #expect(try Self.rest(of: text) == rest)
        }
        #expect(read > 200)
    }

    /// What a text holds without what is in the holes.
    private static func rest(of text: Bytes) throws -> [String] {
        let root = try JSONDocument.parse(text).root
        return root.members.map { key, value in ["n", "pad"].contains(key.text) ? key.text : key.text + (key.text == "choices" ? "" : value.description) }
    }
}
