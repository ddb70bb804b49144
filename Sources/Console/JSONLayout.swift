internal import Primitives

/// JSON as people read it: each member and element on a line of its own, indented by two spaces.
struct JSONLayout {
    private var bytes = Bytes()
    private var depth = 0
    private var isText = false
    private var isEscaped = false

    /// `json` without white space outside of its texts, laid out and with a line end behind it.
    static func indented(_ json: Bytes) -> Bytes {
        var layout = JSONLayout()
        for (index, byte) in json.enumerated() { layout.add(byte, before: index + 1 < json.count ? json[index + 1] : nil) }
        return layout.bytes + [UInt8(ascii: "\n")]
    }

    private mutating func add(_ byte: UInt8, before next: UInt8?) {
        if isText { return addText(byte) }
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            bytes.append(byte)
            depth += 1
            if next != UInt8(ascii: "}"), next != UInt8(ascii: "]") { breakLine() }
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            if bytes.last != UInt8(ascii: "{"), bytes.last != UInt8(ascii: "[") { breakLine() }
            bytes.append(byte)
        case UInt8(ascii: ","):
            bytes.append(byte)
            breakLine()
        case UInt8(ascii: ":"): bytes.append(": ")
        default:
            bytes.append(byte)
            isText = byte == UInt8(ascii: "\"")
        }
    }

    private mutating func addText(_ byte: UInt8) {
        bytes.append(byte)
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isText = false
        }
    }

    private mutating func breakLine() {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }
}
