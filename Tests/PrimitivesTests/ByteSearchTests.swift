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
}
