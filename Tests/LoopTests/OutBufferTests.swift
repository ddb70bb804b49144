@testable import Loop
import Primitives
import TestKit
import Testing

@Suite("Out buffer")
struct OutBufferTests {
    @Test("whatever is taken at a time, everything leaves once and in order", arguments: [1, 7, 1_000, 20_000, .max])
    func order(portion: Int) {
        var buffer = OutBuffer()
        var expected: Bytes = []
        var sent: Bytes = []
        for (index, size) in [1, 0, 300, 20_000, 5, 16 << 10, 16 << 10, 40, 15_000, 15_000, 3].enumerated() {
            let bytes = Bytes(repeating: UInt8(index), count: size)
            expected += bytes
            buffer.append(bytes[...])
            // Something is taken between writes, so that new bytes meet half-sent chunks.
            if index % 3 == 2 { take(portion, from: &buffer, into: &sent) }
        }
        #expect(buffer.count == expected.count - sent.count)
        while !buffer.isEmpty { take(portion, from: &buffer, into: &sent) }
        #expect(sent == expected)
        #expect(buffer.count == 0)
    }

    @Test("small writes leave together; more is announced while more follows")
    func joined() {
        var buffer = OutBuffer()
        for text in ["one ", "two ", "three"] { buffer.append(Array(text.utf8)[...]) }
        buffer.append(Bytes(repeating: 7, count: 32 << 10)[...])
        buffer.append([1, 2, 3])
        var offers: [(Int, Bool)] = []
        while !buffer.isEmpty {
            buffer.offer { (bytes, more) -> Int in
                offers.append((bytes.count, more))
                return bytes.count
            }
        }
        #expect(offers.map(\.0) == [13, 32 << 10, 3])
        #expect(offers.map(\.1) == [true, true, false])
    }

    @Test("an error takes nothing off")
    func failure() {
        struct Refused: Error {}
        var buffer = OutBuffer()
        buffer.append([1, 2, 3])
        #expect(throws: Refused.self) { try buffer.offer { (_, _) throws(Refused) -> Int in throw Refused() } }
        #expect(buffer.count == 3)
    }

    private func take(_ portion: Int, from buffer: inout OutBuffer, into sent: inout Bytes) {
        guard !buffer.isEmpty else { return }
        buffer.offer { (bytes, _) -> Int in
            let taken = min(portion, bytes.count)
            sent += bytes.prefix(taken)
            return taken
        }
    }
}
