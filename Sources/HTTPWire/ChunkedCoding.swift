package import Primitives

/// Frames a body of unknown length (RFC 9112, section 7.1).
package enum ChunkedCoding {
    /// For the size of the longest chunk, in hexadecimal digits, and the end of its line.
    private static let room = 18

    /// The chunk that holds what `fill` appends to `bytes`, which lends its storage and loses what it held. Nothing where `fill` appends
    /// nothing, since an empty chunk would end the body.
    package static func chunk(in bytes: inout Bytes, _ fill: (inout Bytes) -> Void) -> ByteSlice {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: room))
        fill(&bytes)
        guard bytes.count > room else { return [] }
        let start = writeSize(bytes.count - room, before: room - 2, of: &bytes)
        bytes[room - 2] = UInt8(ascii: "\r")
        bytes.append(UInt8(ascii: "\r"))
        bytes.append(UInt8(ascii: "\n"))
        return bytes[start...]
    }

    /// Returns where the digits begin.
    private static func writeSize(_ size: Int, before end: Int, of bytes: inout Bytes) -> Int {
        var (rest, start) = (size, end)
        repeat {
            let digit = UInt8(rest & 15)
            start -= 1
            bytes[start] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            rest >>= 4
        } while rest > 0
        return start
    }

    /// Appends the end of the body.
    package static func end(into bytes: inout Bytes) { bytes.append("0\r\n\r\n") }
}
