import Primitives

/// Reads `application/vnd.amazon.eventstream`, and checks every checksum by a reckoning of its own.
enum Frames {
    struct Frame: Equatable {
        let fields: [String: String]
        let payload: Bytes
    }

    struct Damaged: Error { let reason: String }

    static func parse(_ bytes: Bytes) throws -> [Frame] {
        var (frames, rest) = ([Frame](), bytes[...])
        while !rest.isEmpty {
            guard rest.count >= 16 else { throw Damaged(reason: "\(rest.count) bytes are left over") }
            let (total, fields) = (number(rest), number(rest.dropFirst(4)))
            guard number(rest.dropFirst(8)) == checksum(rest.prefix(8)) else { throw Damaged(reason: "checksum of the lengths") }
            guard total <= rest.count, fields + 16 <= total else { throw Damaged(reason: "lengths") }
            let frame = rest.prefix(total)
            guard number(frame.suffix(4)) == checksum(frame.dropLast(4)) else { throw Damaged(reason: "checksum of the message") }
            frames.append(Frame(fields: try names(frame.dropFirst(12).prefix(fields)), payload: Bytes(frame.dropFirst(12 + fields).dropLast(4))))
            rest = rest.dropFirst(total)
        }
        return frames
    }

    private static func names(_ bytes: ByteSlice) throws -> [String: String] {
        var (fields, rest) = ([String: String](), bytes)
        while let length = rest.popFirst() {
            let name = rest.prefix(Int(length)).text
            rest = rest.dropFirst(Int(length))
            guard rest.popFirst() == 7, rest.count >= 2 else { throw Damaged(reason: "type of \(name)") }
            let size = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            fields[name] = rest.dropFirst(2).prefix(size).text
            rest = rest.dropFirst(2 + size)
        }
        return fields
    }

    private static func number(_ bytes: ByteSlice) -> Int { bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) } }

    /// Bit by bit, where the simulator has a table.
    private static func checksum(_ bytes: ByteSlice) -> Int {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = (sum >> 1) ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return Int(~sum)
    }

    /// Base64, which is six bits a digit.
    static func decode(_ text: String) -> Bytes {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let bits = text.filter { $0 != "=" }.flatMap { digit in (0..<6).reversed().map { ((digits.firstIndex(of: digit) ?? 0) >> $0) & 1 } }
        return (0..<bits.count / 8).map { byte in UInt8(bits[(8 * byte)..<(8 * byte + 8)].reduce(0) { $0 << 1 | $1 }) }
    }
}
