package import Primitives

/// The ways in which the same bytes may arrive.
package enum Chunking {
    /// Every split into two, empty parts included.
    package static func everySplit(of bytes: Bytes) -> some Sequence<[Bytes]> {
        (0...bytes.count).lazy.map { [Bytes(bytes[..<$0]), Bytes(bytes[$0...])] }
    }

    /// One byte at a time.
    package static func bytewise(_ bytes: Bytes) -> [Bytes] { bytes.map { [$0] } }

    /// Pieces of 1 to `longest` bytes.
    package static func random(of bytes: Bytes, longest: Int, using generator: inout SeededGenerator) -> [Bytes] {
        var (pieces, rest) = ([Bytes](), bytes[...])
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...longest, using: &generator))
            pieces.append(Bytes(piece))
            rest = rest.dropFirst(piece.count)
        }
        return pieces
    }
}
