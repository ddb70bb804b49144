import Foundation
import Primitives
import TestKit
import Testing
import TOMLText

@Suite("The canonical form of TOML")
struct TOMLFormatTests {
    struct Form: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let form: String

        init(_ name: String, _ text: String, _ form: String) {
            self.name = name
            self.text = text
            self.form = form
        }

        var testDescription: String { name }
    }

    static func formatted(_ text: String) throws -> String { try TOMLFormat.formatted(Bytes(text.utf8), file: "t").text }

    @Test("is one whatever the text looked like, and its own form", arguments: cases)
    func form(_ form: Form) throws {
        #expect(try Self.formatted(form.text) == form.form)
        #expect(try Self.formatted(form.form) == form.form)
    }

    static let cases = [
        Form("nothing", "", ""),
        Form("spaces", "  a=1\n\tb   =   2  \n", "a = 1\nb = 2\n"),
        Form("line ends of other systems", "a = 1\r\n\r\nb = 2", "a = 1\n\nb = 2\n"),
        Form("empty lines", "\n\n# x\n\n\n\na = 1\n\n\n\n", "# x\n\na = 1\n"),
        Form("sections", "a=1\n[ b . c ]\nd=1\n# about e\n# and more\n[[e]]\n", "a = 1\n\n[b.c]\nd = 1\n\n# about e\n# and more\n[[e]]\n"),
        Form("a comment above the first section", "# about b\n[b]\n", "# about b\n[b]\n"),
        Form(
            "comments behind something", "a = 1 # one\n[b]# two\nlong = \"\(String(repeating: "x", count: 60))\"     # three\n",
            """
            a = 1\(String(repeating: " ", count: 43))# one

            [b]\(String(repeating: " ", count: 45))# two
            long = "\(String(repeating: "x", count: 60))"  # three

            """),
        Form("quotes", #"'a' = 'x'\#n"b c" = 'say "y"'\#nd.'e.f' . g = 'C:\x'"#, "a = \"x\"\n\"b c\" = 'say \"y\"'\nd.\"e.f\".g = 'C:\\x'\n"),
        Form("numbers", "a = 1_000\nb = 0x1F\nc = 1e-7\nd = +2\ne = 0.10\n", "a = 1_000\nb = 0x1F\nc = 1e-7\nd = +2\ne = 0.10\n"),
        Form("dates", "a = 1979-05-27 07:32:00\nb = 1979-05-27T07:32:00Z\n", "a = 1979-05-27 07:32:00\nb = 1979-05-27T07:32:00Z\n"),
        Form("inline tables", "a={b=1,c={ },'d'=[ ]}", "a = { b = 1, c = {}, d = [] }\n"),
        Form("short lists", "a=[1,2 ,3,]\nb=[[1],[ 2 ]]", "a = [1, 2, 3]\nb = [[1], [2]]\n"),
        Form(
            "long lists",
            "a = [ # first\n1, 2\n, 3 # three\n  # own\n ]\nb = [{ c = 1 },\n{ c = [\n1 ] }]",
            """
            a = [\(String(repeating: " ", count: 43))# first
                1, 2,
                3,\(String(repeating: " ", count: 42))# three
                # own
            ]
            b = [
                { c = 1 },
                { c = [
                    1,
                ] },
            ]

            """),
        Form("a comma behind a comment", "a = [1 # one\n# two\n, 2]", "a = [\n    1,\(String(repeating: " ", count: 42))# one\n    # two\n    2,\n]\n"),
        Form(
            "text of several lines", "a = \"\"\"\n  x\n# no comment\n\n\n\"\"\"\nb = '''q\n#'''\n[c]",
            "a = \"\"\"\n  x\n# no comment\n\n\n\"\"\"\nb = '''q\n#'''\n\n[c]\n"),
    ]

    @Test("is not looked for in what is no TOML")
    func noTOML() {
        let error = #expect(throws: TOMLError.self) { try Self.formatted("a = \n") }
        #expect(error?.diagnostic.position?.line == 1)
    }

    @Test("keeps meaning and comments of any text that can be read, and is its own form", .enabled(if: Self.corpus.count > 10))
    func anyText() throws {
        for text in Self.corpus {
            guard let before = try? TOMLValue.parse(text, file: "t") else { continue }
            let form = try TOMLFormat.formatted(text, file: "t")
            #expect(try TOMLValue.parse(form, file: "t").means(before))
            #expect(try TOMLFormat.formatted(form, file: "t") == form)
        }
    }

    @Test("is that of the files that readers copy", arguments: copied)
    func ofExamples(_ file: URL) throws {
        let text = try Data(contentsOf: file)
        #expect(try TOMLFormat.formatted(Bytes(text), file: file.path) == Bytes(text))
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func files(_ folder: String) -> [URL] {
        ((try? FileManager.default.contentsOfDirectory(at: root.appending(path: folder), includingPropertiesForKeys: nil)) ?? []).sorted { $0.path < $1.path }
    }

    static let copied = (files("contrib/examples") + files("contrib/agents")).filter { $0.pathExtension == "toml" }

    /// What the fuzzer of tables found, and the examples cut short in many places.
    static let corpus: [Bytes] = files("Tests/Fuzz/corpus/toml-table").compactMap { try? Bytes(Data(contentsOf: $0)) }
        + copied.compactMap { try? Bytes(Data(contentsOf: $0)) }.flatMap { text in stride(from: 0, to: text.count, by: 97).map { Bytes(text[..<$0]) } }
}
