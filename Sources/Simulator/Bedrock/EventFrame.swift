internal import Primitives

/// One message of `application/vnd.amazon.eventstream` (https://smithy.io/2.0/aws/amazon-eventstream.html): lengths, their checksum,
/// header fields, payload, and the checksum of it all; numbers in network order.
enum EventFrame {
    static func event(_ type: String, _ payload: String) -> Bytes {
        frame([(":event-type", type), (":content-type", "application/json"), (":message-type", "event")], Bytes(payload.utf8))
    }

    static func exception(_ type: String, _ payload: String) -> Bytes {
        frame([(":exception-type", type), (":content-type", "application/json"), (":message-type", "exception")], Bytes(payload.utf8))
    }

    /// A sound frame but for the last bit of its checksum.
    static func damaged(_ type: String, _ payload: String) -> Bytes {
        var bytes = event(type, payload)
        bytes[bytes.count - 1] ^= 1
        return bytes
    }

    /// A frame that claims a payload of a gibibyte, up to the first byte of it.
    static func endless(_ type: String) -> Bytes {
        let fields = encoded([(":event-type", type), (":content-type", "application/json"), (":message-type", "event")])
        return prelude(total: 1 << 30, fields: fields.count) + fields
    }

    private static func frame(_ fields: [(String, String)], _ payload: Bytes) -> Bytes {
        let fields = encoded(fields)
        let bytes = prelude(total: 16 + fields.count + payload.count, fields: fields.count) + fields + payload
        return bytes + bigEndian(CRC32.of(bytes))
    }

    private static func prelude(total: Int, fields: Int) -> Bytes {
        let lengths = bigEndian(UInt32(total)) + bigEndian(UInt32(fields))
        return lengths + bigEndian(CRC32.of(lengths))
    }

    /// Each name with one byte of length; the value's type, which is 7 for text; the value with two bytes of length.
    private static func encoded(_ fields: [(String, String)]) -> Bytes {
        fields.reduce(into: Bytes()) { bytes, field in
            bytes += [UInt8(field.0.utf8.count)] + Bytes(field.0.utf8)
            bytes += [7, UInt8(field.1.utf8.count >> 8), UInt8(field.1.utf8.count & 255)] + Bytes(field.1.utf8)
        }
    }

    private static func bigEndian(_ number: UInt32) -> Bytes {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
