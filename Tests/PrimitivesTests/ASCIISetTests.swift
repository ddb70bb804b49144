import Primitives
import Testing

struct ASCIISetTests {
    private let letters = ASCIISet { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") || $0 == UInt8(ascii: "-") }

    @Test("it holds exactly the characters it was made of")
    func members() {
        let found = (UInt8.min...UInt8.max).filter { letters.contains($0) }
        #expect(found == [UInt8(ascii: "-")] + Array(UInt8(ascii: "a")...UInt8(ascii: "z")))
    }

    @Test("it holds a text where it holds each of its bytes", arguments: [("abc-z", true), ("", true), ("aBc", false), ("ä", false), ("a\0", false)])
    func texts(text: String, isHeld: Bool) {
        #expect(letters.holds(all: text) == isHeld)
    }
}
