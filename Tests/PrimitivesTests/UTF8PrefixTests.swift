import Primitives
import Testing

struct UTF8PrefixTests {
    @Test("a prefix is compared by its bytes")
    func bytes() {
        #expect("gpt-5".begins(with: "gpt-"))
        #expect("gpt-5".begins(with: ""))
        #expect(!"gpt".begins(with: "gpt-"))
        #expect("grüße"[...].begins(with: "grü"))
        // One character for hasPrefix, two for who compares bytes.
        #expect("e\u{301}".begins(with: "e"))
        #expect(!"\u{E9}".begins(with: "e\u{301}"))
    }

    @Test("what follows a prefix is the rest of the bytes")
    func rest() {
        #expect("/v1/messages"[...].dropping(bytes: 3) == "/messages")
        #expect("/v1"[...].dropping(bytes: 9).isEmpty)
    }
}
