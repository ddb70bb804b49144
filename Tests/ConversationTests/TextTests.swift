import Conversation
import JSONText
import Primitives
import Testing

@Suite("Texts of a conversation")
struct TextTests {
    private func source(_ json: String) throws -> Text { try #require(Text(JSONDocument.parse(json).root)) }

    @Test("a text keeps the escapes that it came with, and reads as what they mean")
    func keepsEscapes() throws {
        let text = try source(#""a\u00e9\/\n\"""#)
        var writer = JSONWriter()
        writer.value(text)
        #expect(writer.bytes.text == #""a\u00e9\/\n\"""#)
        #expect(text.string == "aé/\n\"")
    }

    @Test("a string is escaped when it is written")
    func escapesStrings() {
        var writer = JSONWriter()
        writer.object { $0.member("text", Text("a\"\n")) }
        #expect(writer.bytes.text == #"{"text":"a\"\n"}"#)
    }

    @Test("texts that read the same are the same, however they are escaped")
    func comparesMeaning() throws {
        #expect(try source(#""\u0061/""#) == source(#""a\/""#))
        #expect(try source(#""a""#) == Text("a"))
        #expect(try source(#""a\n""#) == source(#""a\n""#))
        #expect(try source(#""a""#) != Text("b"))
    }

    @Test("white space is blank, escaped or not", arguments: [
        (#""""#, true), (#"" ""#, true), (#"" \n\r\t ""#, true), (#""\u0020\u000a""#, true), (#""\u0061""#, false), (#""\n.""#, false), (#""\\n""#, false),
        (#""\"""#, false), (#""\u0420""#, false),
    ])
    func knowsBlankness(json: String, isBlank: Bool) throws {
        let text = try source(json)
        #expect(text.isBlank == isBlank)
        #expect(Text(text.string).isBlank == isBlank)
        #expect(text.isEmpty == text.string.isEmpty)
    }

    @Test("what is no string is no text", arguments: ["1", "null", "{}", "[]", "true"])
    func refusesOthers(json: String) throws { #expect(try Text(JSONDocument.parse(json).root) == nil) }
}
