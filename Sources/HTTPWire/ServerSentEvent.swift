package import Primitives

/// One frame of an event stream (WHATWG HTML, “Server-sent events”): what stands before and including a blank line.
package struct ServerSentEvent: Sendable, Equatable {
    /// Whether the frame says something.
    package enum Kind: Sendable {
        /// It has data.
        case event
        /// It has comments, fields without data, or nothing at all; a relay passes it on, a decoder ignores it.
        case comment
    }

    package let kind: Kind
    /// What the `event` field names; nil where there is none.
    package let name: ByteSlice?
    /// The `data` fields, joined by line feeds.
    package let data: ByteSlice
    /// The frame's bytes with its blank line: all frames' bytes in a row are the stream.
    package let raw: ByteSlice

    package init(kind: Kind, name: ByteSlice?, data: ByteSlice, raw: ByteSlice) {
        self.kind = kind
        self.name = name
        self.data = data
        self.raw = raw
    }

    /// The name as text.
    package var event: String? { name?.text }

    /// Whether this is the mark that ends a stream of OpenAI's kind.
    package var isDone: Bool { data.count == 6 && data.elementsEqual("[DONE]".utf8) }

    /// Appends an event with this name and data.
    package static func append(name: String?, data: ByteSlice, to bytes: inout Bytes) {
        if let name {
            bytes.append("event: ")
            bytes.append(name)
            bytes.append(UInt8(ascii: "\n"))
        }
        var rest = data
        while let end = rest.firstIndex(of: UInt8(ascii: "\n"), or: UInt8(ascii: "\r"), from: rest.startIndex) {
            append(line: rest[..<end], to: &bytes)
            rest = rest[(end + 1)...]
        }
        append(line: rest, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func append(line: ByteSlice, to bytes: inout Bytes) {
        bytes.append("data: ")
        bytes.append(contentsOf: line)
        bytes.append(UInt8(ascii: "\n"))
    }
}
