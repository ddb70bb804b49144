import JSONText
import Primitives
import TestKit
import Testing

@Suite("The JSON writer")
struct JSONWriterTests {
    @Test("Commas stand where JSON wants them")
    func commas() {
        var writer = JSONWriter(into: Bytes("line\n".utf8))
        writer.object {
            $0.member("a", 1)
            $0.member("b", "x\"y")
            $0.array("c") {
                $0.value(true)
                $0.null()
                $0.object { _ in }
                $0.array { _ in }
                $0.number("1.50")
                $0.value(0.25)
                $0.value(Double.nan)
            }
            $0.key("d\n")
            $0.raw("{ }")
            $0.member("e", escaped: Bytes(#"\n"#.utf8)[...])
            $0.member("f", false)
        }
        #expect(writer.bytes.text == "line\n" + #"{"a":1,"b":"x\"y","c":[true,null,{},[],1.50,0.25,null],"d\n":{ },"e":"\n","f":false}"#)
    }

    @Test("A spliced value's line breaks become spaces, and those that strings mean stay")
    func oneLine() throws {
        let source = "{\r\n \"a\\n\" :\t[1,\n2]}"
        var writer = JSONWriter()
        writer.rawOnOneLine(Bytes(source.utf8)[...])
        #expect(writer.bytes.text == "{   \"a\\n\" :\t[1, 2]}")
    }

    @Test("Any string survives writing and parsing")
    func identity() throws {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let text = String(String.UnicodeScalarView((0..<Int.random(in: 0..<40, using: &generator)).map { _ in
                Unicode.Scalar(UInt32.random(in: 0..<(Bool.random(using: &generator) ? 0x80 : 0x11_0000), using: &generator)) ?? "\u{5C}"
            }))
            var writer = JSONWriter()
            writer.value(text)
            let back = try JSONDocument.parse(writer.bytes).root.string
            #expect(back.map { Bytes($0.utf8) } == Bytes(text.utf8))
        }
    }

    @Test("Each special character is found at each place of a word")
    func places() throws {
        for special in ["\"", "\\", "\n", "\u{1F}", "\0", "\u{7F}", "é", " ", "!", "#", "[", "]"] {
            for place in 0..<20 {
                let text = String(repeating: "a", count: place) + special + String(repeating: "b", count: 19 - place)
                var writer = JSONWriter()
                writer.value(text)
                #expect(try JSONDocument.parse(writer.bytes).root.string == text)
            }
        }
    }
}
