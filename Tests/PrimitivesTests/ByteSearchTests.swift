import Primitives
import TestKit
import Testing

@Suite("Searching bytes")
struct ByteSearchTests {
    @Test("Finds what a plain search finds, in any part of a buffer")
    func agreement() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in [9, 10, 11, 13, 138, 255].randomElement(using: &generator)! as UInt8 }
            let (from, start) = (Int.random(in: 0...bytes.count, using: &generator), Int.random(in: 0...40, using: &generator))
            let slice = bytes[from...]
            let plain = slice.indices.first { $0 >= from + start && (slice[$0] == 10 || slice[$0] == 13) }
            #expect(slice.firstIndex(of: 10, or: 13, from: from + start) == plain)
        }
    }

    @Test("A byte is found at each place, and never before the start")
    func places() {
        for length in 0..<30 {
            for place in 0..<length {
                var bytes = Bytes(repeating: 0x0B, count: length)
                bytes[place] = 0x0A
                #expect(bytes[...].firstIndex(of: 0x0A, from: 0) == place)
                #expect(bytes[...].firstIndex(of: 0x0A, from: place + 1) == nil)
            }
        }
    }

    @Test("A text is found where a plain search finds its last place, in any part of a buffer")
    func texts() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0..<60, using: &generator)).map { _ in UInt8.random(in: 0...2, using: &generator) }
            let text = (0..<Int.random(in: 0..<5, using: &generator)).map { _ in UInt8.random(in: 0...2, using: &generator) }
            let slice = bytes[Int.random(in: 0...bytes.count, using: &generator)...]
            let places = slice.indices.filter { !text.isEmpty && slice[$0...].starts(with: text) }
            #expect(slice.contains(text) == !places.isEmpty)
            // Occurrences that overlap are one: what is found is a place, and none begins after its end.
            let last = slice.lastIndex(of: text)
            #expect((last == nil) == places.isEmpty)
            if let last { #expect(places.contains(last) && places.allSatisfy { $0 < last + text.count }) }
        }
    }
}

@Suite("Parts of text")
struct IncludedTextTests {
    @Test("are found by their bytes, wherever they stand", arguments: [
        ("anthropic/claude-opus", "claude", true), ("claude", "claude", true), ("claud", "claude", false), ("", "claude", false),
        ("gpt-5", "", true), ("mistral-large", "large", true), ("e\u{301}", "e", true),
    ])
    func includes(_ text: String, _ part: String, _ isThere: Bool) { #expect(text.includes(part) == isThere) }
}
