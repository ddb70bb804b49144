internal import Conversation
internal import Digests
internal import Primitives

/// One message of Amazon's binary event stream (https://smithy.io/2.0/aws/amazon-eventstream.html): two lengths and their
/// checksum, headers, payload, and the checksum of all that.
struct EventStreamFrame {
    enum Kind { case event, exception, error }

    static let preludeBytes = 12
    /// What frames the headers and the payload.
    static let overhead = 16

    /// All of its bytes.
    let length: Int
    private(set) var kind = Kind.event
    /// What the event, the exception or the error is called.
    private(set) var name = ""
    /// What an error says, where the payload does not.
    private(set) var message = ""
    let payload: ByteSlice

    /// The frame that `bytes` begin with; nil where it is not complete. Damage is thrown as soon as it shows.
    static func first(of bytes: ByteSlice, limit: Int) throws(Fault) -> Self? {
        guard bytes.count >= preludeBytes else { return nil }
        let start = bytes.startIndex
        guard CRC32.of(bytes[start..<start + 8]) == bytes.word(at: 8) else { throw damaged("the checksum of a frame's prelude is wrong") }
        let (total, headers) = (Int(bytes.word(at: 0)), Int(bytes.word(at: 4)))
        guard total >= headers + overhead else { throw damaged("a frame of \(total) bytes claims headers of \(headers)") }
        guard headers <= Limits.eventStreamHeaderBytes else { throw damaged("a frame has headers of \(headers) bytes") }
        guard total <= limit else { throw Fault(.transport, message: "the provider sent an event of more than \(limit) bytes") }
        guard bytes.count >= total else { return nil }
        return try Self(bytes.prefix(total), headers: headers)
    }

    /// `frame` is complete and its lengths are sound.
    private init(_ frame: ByteSlice, headers: Int) throws(Fault) {
        guard CRC32.of(frame.dropLast(4)) == frame.word(at: frame.count - 4) else { throw Self.damaged("the checksum of a frame is wrong") }
        length = frame.count
        let body = frame.dropFirst(Self.preludeBytes).dropLast(4)
        payload = body.dropFirst(headers)
        var reader = EventStreamHeaders(body.prefix(headers))
        while let header = try reader.next() { take(header.name, header.value.text) }
    }

    private mutating func take(_ header: String, _ value: String) {
        switch header {
        case ":message-type": kind = value == "exception" ? .exception : value == "error" ? .error : .event
        case ":event-type", ":exception-type", ":error-code": name = value
        case ":error-message": message = value
        default: break
        }
    }

    static func damaged(_ what: String) -> Fault { Fault(.transport, message: "the provider's event stream is damaged: \(what)") }
}

extension ByteSlice {
    /// Four bytes in network order, `offset` bytes behind the first.
    fileprivate func word(at offset: Int) -> UInt32 {
        self[(startIndex + offset)..<(startIndex + offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
