package import Primitives

/// Frames a body of unknown length (RFC 9112, section 7.1).
package enum ChunkedCoding {
    /// Appends one chunk; an empty one is left out, since it would end the body.
    package static func append(_ chunk: ByteSlice, to bytes: inout Bytes) {
        guard !chunk.isEmpty else { return }
        bytes.append(String(chunk.count, radix: 16))
        bytes.append("\r\n")
        bytes.append(contentsOf: chunk)
        bytes.append("\r\n")
    }

    /// Appends the end of the body.
    package static func end(into bytes: inout Bytes) { bytes.append("0\r\n\r\n") }
}
