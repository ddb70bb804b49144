/// FNV-1a with 64 bits: the same in every run, for names and prefixes; no protection against anybody.
package struct StableHash: Sendable {
    package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    package init() {}

    package mutating func add(_ bytes: Span<UInt8>) {
        var value = value
        for index in bytes.indices { value = (value ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
        // Ends the part: "ab", "c" is not "a", "bc".
        self.value = (value ^ 0xff) &* 0x100_0000_01b3
    }

    /// The first `digits` of 16 hexadecimal digits.
    package func hexadecimal(_ digits: Int = 16) -> String {
        let text = String(value, radix: 16)
        return String((String(repeating: "0", count: 16 - text.count) + text).prefix(digits))
    }

    package static func of(_ text: String) -> StableHash {
        var hash = StableHash()
        hash.add(text.utf8.span)
        return hash
    }
}
