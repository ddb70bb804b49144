/// Weighted rendezvous hashing: every (session, candidate) pair gets a score, and the best score wins.
///
/// When a candidate goes, only its own sessions move; when one comes, it only takes sessions to itself; and over many
/// sessions each candidate gets its share of the weights. Source: Thaler & Ravishankar 1998, with the weights of the
/// logarithm method (score = weight / −ln u). Hashes are the same in every process and on every machine.
enum Rendezvous {
    /// FNV-1a over the text's UTF-8.
    static func hash(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash
    }

    static func score(session: UInt64, candidate: UInt64, weight: Int) -> Double {
        let mixed = mix(session ^ mix(candidate))
        // 53 bits, centred in their step, so that neither 0 nor 1 comes out.
        let unit = (Double(mixed >> 11) + 0.5) * 0x1p-53
        return Double(weight) / -logarithm(unit)
    }

    /// Spreads every input bit over all output bits (the finalizer of SplitMix64).
    static func mix(_ value: UInt64) -> UInt64 {
        var value = value &+ 0x9e37_79b9_7f4a_7c15
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    /// The natural logarithm of a positive, normal number, from the series of the inverse hyperbolic tangent:
    /// the C library's may differ in its last bit from one machine to the next, this one does not.
    static func logarithm(_ number: Double) -> Double {
        let ratio = (number.significand - 1) / (number.significand + 1)
        let square = ratio * ratio
        var term = ratio
        var sum = 0.0
        for step in 0..<16 {
            sum += term / Double(2 * step + 1)
            term *= square
        }
        return 2 * sum + Double(number.exponent) * 0.693_147_180_559_945_3
    }
}
