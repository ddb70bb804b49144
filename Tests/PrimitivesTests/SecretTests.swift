import Primitives
import Testing

@Suite("Secrets")
struct SecretTests {
    struct Holder {
        let name = "openai"
        let secret: Secret
    }

    @Test("However it is printed, a secret does not show")
    func printing() {
        let holder = Holder(secret: Secret("sk-very-secret".utf8))
        var dumped = ""
        dump([holder], to: &dumped)
        let texts = ["\(holder.secret)", String(reflecting: holder.secret), "\(holder)", String(reflecting: [holder]), "\(Optional(holder.secret) as Any)", dumped]
        for text in texts { #expect(!text.contains("sk-")) }
        #expect("\(holder.secret)" == "<secret>")
        #expect(Mirror(reflecting: holder.secret).children.isEmpty)
    }

    @Test("Its holder can reveal it")
    func reveal() {
        #expect(Secret("sk-1".utf8).reveal { $0 } == "sk-1")
        #expect(Secret([]).isEmpty)
        #expect(!Secret([0]).isEmpty)
    }

    @Test("Only the same bytes match", arguments: [("abc", true), ("abd", false), ("ab", false), ("abcd", false), ("", false)])
    func matching(candidate: String, matches: Bool) {
        #expect(Secret("abc".utf8).matches(Array(candidate.utf8)) == matches)
    }
}
