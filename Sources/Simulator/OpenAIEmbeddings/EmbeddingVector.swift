internal import Primitives

/// Numbers that stand for a text: the same for the same text and model, of length 1, and each exact in 32 bits.
struct EmbeddingVector {
    /// Where the request does not say.
    static let usualSize = 8

    private let numbers: [Float]

    init(of text: ByteSlice, model: String, size: Int) {
        var hash = StableHash()
        hash.add(model.utf8.span)
        hash.add(text.span)
        let raw = (0..<min(max(size, 1), Limits.embeddingNumbers)).map { index in
            hash.add(Bytes([UInt8(index & 255)]).span)
            return Float(hash.value >> 40) / Float(1 << 23) - 1
        }
        let length = raw.reduce(0) { $0 + $1 * $1 }.squareRoot()
        numbers = raw.map { $0 / max(length, .leastNormalMagnitude) }
    }

    var json: String { "[\(numbers.map(\.description).joined(separator: ","))]" }

    /// The numbers' 32 bits each, the lowest byte first.
    var base64: String {
        Base64.encode(numbers.flatMap { number in [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number.bitPattern >> $0) } })
    }
}
