import Primitives
import Testing

@Suite("Names")
struct NameTests {
    @Test(
        "Modes fold case, - and _",
        arguments: [("Planning", "planning"), ("CODE_REVIEW", "code-review"), ("code-review", "code-review"), ("", ""), ("a_B-c", "a-b-c")])
    func folding(written: String, folded: String) {
        #expect(ModeName(folding: written) == ModeName(folded))
    }

    @Test("Letters that only look like ASCII fold into nothing that is", arguments: ["\u{212A}ing", "edıting", "ＥＤＩＴ", "é"])
    func lookAlikes(name: String) {
        #expect(ModeName(folding: name).text.utf8.elementsEqual(name.utf8))
    }

    @Test("Request ids are long, of plain characters, and never the same")
    func requestIDs() {
        let ids = Set((0..<1000).map { _ in RequestID.random() })
        #expect(ids.count == 1000)
        for id in ids {
            #expect(id.text.hasPrefix("req_"))
            #expect(id.text.utf8.count == 30)
            #expect(id.text.utf8.dropFirst(4).allSatisfy { "0123456789abcdefghjkmnpqrstvwxyz".utf8.contains($0) })
        }
    }
}

@Suite("Spelling")
struct SpellingTests {
    static let names = ["planning", "editing", "debugging", "background", "models", "gpt", "x"]

    @Test(
        "A slip finds the name that was meant",
        arguments: [
            ("plannning", "planning"), ("planing", "planning"), ("lpanning", "planning"), ("EDITING", "editing"), ("edit-ing", "editing"),
            ("modles", "models"), ("model", "models"), ("gtp", "gpt"), ("bakground", "background"),
        ])
    func slips(written: String, meant: String) {
        #expect(Spelling.nearest(to: written, among: Self.names) == meant)
        #expect(Spelling.nearest(to: written, among: Self.names.reversed()) == meant)
    }

    @Test("Another word is no slip", arguments: ["", "y", "zz", "sql", "frontier", "planification", "🜁🜁"])
    func others(written: String) {
        #expect(Spelling.nearest(to: written, among: Self.names) == nil)
    }

    @Test("Of names that are equally near the first in order is meant, wherever it stands")
    func ties() {
        #expect(Spelling.nearest(to: "cat", among: ["hat", "bat", "rat"]) == "bat")
    }

    @Test("Long names cost no more than their first bytes")
    func long() {
        let long = String(repeating: "a", count: 1_000_000)
        #expect(Spelling.nearest(to: long, among: [long + "b", "b"]) == long + "b")
    }
}
