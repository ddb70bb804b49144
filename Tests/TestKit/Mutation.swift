package import Primitives

/// Damage of the kind that fuzzers do: bytes changed, removed, repeated, moved.
package enum Mutation {
    package static func of(_ bytes: Bytes, using generator: inout SeededGenerator) -> Bytes {
        var damaged = bytes
        for _ in 0...Int.random(in: 0..<4, using: &generator) { damage(&damaged, using: &generator) }
        return damaged
    }

    private static func damage(_ bytes: inout Bytes, using generator: inout SeededGenerator) {
        guard let place = bytes.indices.randomElement(using: &generator) else { return }
        let length = min(Int.random(in: 1...16, using: &generator), bytes.count - place)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
        case 1: bytes[place] = Bytes(#"{}[]:,"\0123eE+-.tfnu/ #='"#.utf8).randomElement(using: &generator) ?? 0
        case 2: bytes.removeSubrange(place..<place + length)
        case 3: bytes.insert(contentsOf: Bytes(bytes[place..<place + length]), at: place)
        default: bytes.removeSubrange(place...)
        }
    }
}
