import JSONText
import Primitives
import Testing

@Suite("JSON documents")
struct JSONDocumentTests {
    @Test("Members are found by name, in source order, the last of two alike")
    func members() throws {
        let root = try JSONDocument.parse(#"{"a":1,"b":{"c":[true,false,null]},"a":2,"":3}"#).root
        #expect(root.kind == .object)
        #expect(root.count == 4)
        #expect(root.members.map(\.key.text) == ["a", "b", "a", ""])
        #expect(root["a"]?.int == 2)
        #expect(root.get("")?.int == 3)
        #expect(root["b"]?["c"]?.elements.map(\.bool) == [true, false, nil])
        #expect(root["b"]?["c"]?.count == 3)
        #expect(root["nothing"] == nil)
        #expect(root["a"]?["b"] == nil)
        #expect(root["b"]?.elements.first { _ in true } == nil)
    }

    @Test("A value's raw text is its source, byte for byte")
    func raw() throws {
        let root = try JSONDocument.parse("  { \"a\" : [ 1 ,\n 2 ] , \"b\":\"x\\ny\" , \"c\" : -1.50E+3 }\n").root
        #expect(root["a"]?.raw.text == "[ 1 ,\n 2 ]")
        #expect(root["a"]?.offset == 10)
        #expect(root["b"]?.raw.text == #""x\ny""#)
        #expect(root["b"]?.escapedString?.text == #"x\ny"#)
        #expect(root["c"]?.number == "-1.50E+3")
        #expect(root.members.map(\.key.raw.text) == [#""a""#, #""b""#, #""c""#])
    }

    @Test("Views of a slice give slices of the same buffer")
    func slices() throws {
        let buffer = Bytes("data: {\"a\":\"b\"}\n\n".utf8)
        let slice = buffer[6..<15]
        let value = try #require(try JSONDocument.parse(slice).root["a"])
        #expect(value.raw.indices == 11..<14)
        #expect(buffer[value.raw.indices].text == "\"b\"")
    }

    @Test("Strings decode their escapes", arguments: [
        (#""plain""#, "plain"), (#""""#, ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
        (#""\ud83d\ude00!""#, "😀!"), (#""\u0000""#, "\0"), (#""\ud83d""#, "\u{FFFD}"), (#""\ud83dx""#, "\u{FFFD}x"),
        (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"), (#""\ud83d\n""#, "\u{FFFD}\n"), (#""é€😀""#, "é€😀"),
    ])
    func strings(source: String, text: String) throws {
        let root = try JSONDocument.parse(source).root
        #expect(root.string == text)
        #expect(root.kind == .string)
    }

    @Test("A string is compared with a literal by its meaning")
    func comparison() throws {
        let root = try JSONDocument.parse(#"{"plain":"stop","esc":"st\u006fp","k\u0065y":1,"n":4}"#).root
        #expect(root["plain"]?.isString("stop") == true)
        #expect(root["esc"]?.isString("stop") == true)
        #expect(root["plain"]?.isString("stops") == false)
        #expect(root["plain"]?.isString("") == false)
        #expect(root["n"]?.isString("4") == false)
        #expect(root["key"]?.int == 1)
        let keys = root.members.map { member in
            switch member.key {
            case "key": "found"
            default: member.key.text
            }
        }
        #expect(keys == ["plain", "esc", "found", "n"])
    }

    @Test("Whole numbers are read exactly, however they are written", arguments: [
        ("0", 0), ("-0", 0), ("42", 42), ("1.0", 1), ("1e3", 1000), ("1.5e1", 15), ("100e-2", 1), ("0.00e999999999999999999", 0),
        ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min), ("9223372036854775807.000", Int.max), ("-12", -12), ("1E+2", 100),
    ] as [(String, Int)])
    func integers(source: String, number: Int) throws {
        #expect(try JSONDocument.parse(source).root.int == number)
    }

    @Test("Numbers that are not whole or do not fit are no Int", arguments: [
        "1.5", "1e-1", "9223372036854775808", "-9223372036854775809", "1e19", "1e999999999999999999999", "123456789012345678901234567890", "\"1\"",
    ])
    func noIntegers(source: String) throws {
        #expect(try JSONDocument.parse(source).root.int == nil)
    }

    @Test("Nothing to say is null, an empty string, an empty object or an empty array", arguments: [
        ("null", true), (#""""#, true), ("{}", true), ("[ ]", true), ("0", false), ("false", false), (#"" ""#, false), ("[[]]", false), (#"{"a":{}}"#, false),
    ])
    func emptiness(source: String, empty: Bool) throws {
        #expect(try JSONDocument.parse(source).root.isEmptyOrNull == empty)
    }
}

@Suite("JSON grammar")
struct JSONGrammarTests {
    @Test("Sound texts are accepted", arguments: [
        "1", " [ ] ", "{}", "[[],{}]", #"{"a":{"b":{}}}"#, "1e5", "-0.0", #"["\u0000"]"#, "123456789012345678901234567890", "1e999", "\t\r\n 1 \n", #"{"":""}"#,
        #"["a","b"]"#, "\"\u{7F}\u{2028}\"",
    ])
    func sound(source: String) throws {
        #expect(throws: Never.self) { try JSONDocument.parse(source) }
    }

    @Test("Faults are named with their place", arguments: [
        ("", "empty", 0), ("   ", "empty", 0), ("{", "ends too early", 1), ("[1,", "ends too early", 3), (#"{"a""#, "ends too early", 4),
        ("[1,]", "a value is missing", 3), (#"{"a":1,}"#, "a key in quotes", 7), ("{1:2}", "a key in quotes", 1), (#"{"a" 1}"#, "a colon", 5),
        ("[1 2]", "a comma", 3), ("[1}", "a comma", 2), (#"{"a":1]"#, "a comma", 6), ("1 2", "something follows", 2), ("{}x", "something follows", 2),
        ("]", "a value is missing", 0), ("tru", "bad word", 0), ("[truely]", "bad word", 1), ("nul", "bad word", 0), ("01", "bad number", 0),
        ("[1.]", "bad number", 1), ("[.5]", "a value is missing", 1), ("-", "bad number", 0), ("1e", "bad number", 0), ("1e+", "bad number", 0), ("+1", "a value", 0),
        ("1a", "bad number", 0), ("0x10", "bad number", 0), (#""\x""#, "bad escape", 1), (#""a\u12G4""#, "bad escape", 2), (#""\u12""#, "bad escape", 1),
        ("\"a", "closing quote", 2), ("[\"a\nb\"]", "control character", 3), ("NaN", "a value", 0), ("'a'", "a value", 0), ("[1]]", "something follows", 3),
        (#"true"x""#, "bad word", 0), (#"1"x""#, "bad number", 0), (#""x"1"#, "something follows", 3), ("\u{FEFF}1", "a value", 0), ("[1/**/]", "bad number", 1),
    ] as [(String, String, Int)])
    func faults(source: String, message: String, offset: Int) throws {
        let error = #expect(throws: JSONError.self) { try JSONDocument.parse(source) }
        #expect(error?.message.contains(message) == true, "\(String(describing: error))")
        #expect(error?.offset == offset)
    }

    @Test("Bytes that are not UTF-8 are refused where they stand", arguments: [[0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]] as [Bytes])
    func utf8(bad: Bytes) throws {
        let error = #expect(throws: JSONError.self) { try JSONDocument.parse(Bytes("[\"é".utf8) + bad + Bytes("\"]".utf8)) }
        #expect(error == JSONError(message: "not UTF-8", offset: 4))
    }

    @Test("Nesting ends at the limit", arguments: ["[", #"{"a":"#])
    func depth(open: String) throws {
        let close = open == "[" ? "]" : "}"
        func nested(_ depth: Int) -> String {
            String(repeating: open, count: depth) + (open == "[" ? "" : "1") + String(repeating: close, count: depth)
        }
        #expect(throws: Never.self) { try JSONDocument.parse(nested(Limits.jsonDepth)) }
        let error = #expect(throws: JSONError.self) { try JSONDocument.parse(nested(Limits.jsonDepth + 1)) }
        #expect(error?.offset == open.utf8.count * Limits.jsonDepth)
        #expect(throws: JSONError.self) { try JSONDocument.parse(String(repeating: open, count: 1_000_000)) }
    }
}
