package import Primitives

extension JSONWriter {
    /// Appends `text` as the content of a JSON string, without quotes.
    package static func escape(_ text: String, into bytes: inout Bytes) {
        var text = text
        text.withUTF8 { escape($0, into: &bytes) }
    }

    /// Appends `text` as a JSON string.
    package static func quote(_ text: String, into bytes: inout Bytes) {
        var text = text
        text.withUTF8 { quote($0, into: &bytes) }
    }

    static func quote(_ text: UnsafeBufferPointer<UInt8>, into bytes: inout Bytes) {
        bytes.append(UInt8(ascii: "\""))
        escape(text, into: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    private static func escape(_ text: UnsafeBufferPointer<UInt8>, into bytes: inout Bytes) {
        var rest = text[...]
        while true {
            let plain = plainPrefix(UnsafeBufferPointer(rebasing: rest))
            bytes.append(contentsOf: rest.prefix(plain))
            rest = rest.dropFirst(plain)
            guard let special = rest.popFirst() else { return }
            append(special, to: &bytes)
        }
    }

    /// Bytes at the start that stand for themselves; looks at eight at a time.
    static func plainPrefix(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        let raw = UnsafeRawBufferPointer(text)
        var index = 0
        while index + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let quotes = word ^ ones &* 0x22
            let slashes = word ^ ones &* 0x5C
            let special = (word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes
            if special & highs != 0 { break }
            index += 8
        }
        while index < text.count, text[index] >= 0x20, text[index] != 0x22, text[index] != 0x5C { index += 1 }
        return index
    }

    private static func append(_ special: UInt8, to bytes: inout Bytes) {
        switch special {
        case 0x22: bytes.append("\\\"")
        case 0x5C: bytes.append("\\\\")
        case 0x08: bytes.append("\\b")
        case 0x09: bytes.append("\\t")
        case 0x0A: bytes.append("\\n")
        case 0x0C: bytes.append("\\f")
        case 0x0D: bytes.append("\\r")
        default:
            let digits: StaticString = "0123456789abcdef"
            bytes.append("\\u00")
            bytes.append(digits.utf8Start[Int(special >> 4)])
            bytes.append(digits.utf8Start[Int(special & 15)])
        }
    }
}
