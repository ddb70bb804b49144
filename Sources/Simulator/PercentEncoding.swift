internal import Primitives

/// `%41` for `A`; what is no proper escape stays as it is.
enum PercentEncoding {
    static func decode(_ text: some StringProtocol) -> String {
        let source = Bytes(text.utf8)
        guard source.contains(UInt8(ascii: "%")) else { return String(text) }
        var decoded = Bytes()
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "%"), index + 2 < source.count, let byte = UInt8(source[(index + 1)...(index + 2)].text, radix: 16) {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(source[index])
                index += 1
            }
        }
        return decoded.text
    }
}
