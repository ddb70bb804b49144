/// Decodes the escapes of a string that the parser found sound.
enum Unescape {
    /// Writes what `escaped` stands for to `room`, which has as many bytes, and returns how many it took.
    static func all(_ escaped: UnsafeBufferPointer<UInt8>, into room: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var (read, written) = (0, 0)
        while read < escaped.count {
            let byte = escaped[read]
            if byte != UInt8(ascii: "\\") {
                room[written] = byte
                (read, written) = (read + 1, written + 1)
            } else if escaped[read + 1] == UInt8(ascii: "u") {
                let (scalar, length) = self.scalar(escaped, at: read)
                for unit in UTF8.encode(scalar)! {
                    room[written] = unit
                    written += 1
                }
                read += length
            } else {
                room[written] = single(escaped[read + 1])
                (read, written) = (read + 2, written + 1)
            }
        }
        return written
    }

    private static func single(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }

    /// The scalar of a `\u` escape, or of two that are a surrogate pair; U+FFFD for a surrogate alone.
    private static func scalar(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> (Unicode.Scalar, length: Int) {
        let first = hex(text, at: start + 2)
        if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
        guard first < 0xDC00, start + 12 <= text.count,
            text[start + 6] == UInt8(ascii: "\\"), text[start + 7] == UInt8(ascii: "u")
        else { return ("\u{FFFD}", 6) }
        let second = hex(text, at: start + 8)
        guard 0xDC00...0xDFFF ~= second else { return ("\u{FFFD}", 6) }
        return (Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}", 12)
    }

    private static func hex(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt32 {
        text[start..<start + 4].reduce(0) { value, digit in
            let folded = digit | 0x20
            let number = folded >= UInt8(ascii: "a") ? folded - UInt8(ascii: "a") + 10 : digit - UInt8(ascii: "0")
            return value << 4 | UInt32(number)
        }
    }
}
