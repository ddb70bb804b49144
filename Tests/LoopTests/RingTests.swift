import Loop
import TestKit
import Testing

@Suite("Ring")
struct RingTests {
    @Test("elements leave in the order in which they came, however it grows and wraps")
    func order() {
        var random = SeededGenerator(seed: 11)
        var ring = Ring<Int>()
        var model: [Int] = []
        for step in 0..<10_000 {
            if Int.random(in: 0..<5, using: &random) < (step < 5_000 ? 3 : 2) {
                ring.append(step)
                model.append(step)
            } else {
                #expect(ring.popFirst() == (model.isEmpty ? nil : model.removeFirst()))
            }
            #expect(ring.first == model.first)
            #expect(ring.count == model.count)
        }
    }

    @Test("an empty ring has nothing to give")
    func empty() {
        var ring = Ring<String>()
        #expect(ring.isEmpty && ring.first == nil && ring.popFirst() == nil)
        ring.append("a")
        ring.replaceFirst(with: "b")
        #expect(ring.popFirst() == "b")
        ring.append("c")
        ring.removeAll()
        #expect(ring.isEmpty)
    }
}
