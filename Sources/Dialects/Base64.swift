package import Primitives

/// Base64 with the standard alphabet (RFC 4648, section 4); the one for URLs (section 5) is read as well.
package enum Base64 {
    /// Nil where the text is not base64; white space and padding are skipped.
    static func decode(_ text: String) -> Bytes? {
        var result = Bytes()
        result.reserveCapacity(text.utf8.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        for byte in text.utf8 {
            guard let value = value(byte) else {
                if byte == UInt8(ascii: "=") || byte == 0x20 || byte == 0x0A || byte == 0x0D { continue }
                return nil
            }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return result
    }

    /// The same bytes in the standard alphabet and padded; nil where the text is not base64.
    static func standard(_ text: String) -> String? {
        var isURLs = false
        var digits = 0
        var isSpaced = false
        for byte in text.utf8 {
            if value(byte) != nil {
                digits += 1
                if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") { isURLs = true }
            } else if byte == 0x20 || byte == 0x0A || byte == 0x0D {
                isSpaced = true
            } else if byte != UInt8(ascii: "=") {
                return nil
            }
        }
        // One digit left over holds no byte.
        guard digits % 4 != 1 else { return nil }
        return isURLs || isSpaced || text.utf8.count % 4 != 0 ? decode(text).map(encode) : text
    }

    /// What a caller sent as base64 in the field `path`, as ``standard(_:)`` has it.
    static func checked(_ text: String, _ path: String) throws(DialectError) -> String {
        if let plain = standard(text) { return plain }
        throw DialectError("\(path) is not base64", parameter: path, code: "invalid_base64")
    }

    package static func encode(_ bytes: Bytes) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result = Bytes()
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            bits <<= UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                result.append(place <= group.count ? digits[Int(bits >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
            }
        }
        return result.text
    }

    private static func value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
