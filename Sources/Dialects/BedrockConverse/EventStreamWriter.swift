internal import Digests
internal import Primitives

/// Writes messages of Amazon's binary event stream (https://smithy.io/2.0/aws/amazon-eventstream.html).
enum EventStreamWriter {
    /// Appends an event, or an exception where its name says so, with a JSON payload.
    static func append(_ name: String, _ payload: Bytes, to bytes: inout Bytes) {
        let isException = name.hasSuffix("Exception")
        var headers = Bytes()
        append(isException ? ":exception-type" : ":event-type", name, to: &headers)
        append(":content-type", "application/json", to: &headers)
        append(":message-type", isException ? "exception" : "event", to: &headers)
        let start = bytes.count
        append(UInt32(truncatingIfNeeded: headers.count + payload.count + EventStreamFrame.overhead), to: &bytes)
        append(UInt32(truncatingIfNeeded: headers.count), to: &bytes)
        append(CRC32.of(bytes[start...]), to: &bytes)
        bytes += headers
        bytes += payload
        append(CRC32.of(bytes[start...]), to: &bytes)
    }

    /// A header whose value is text: type 7 and its length in two bytes.
    private static func append(_ name: StaticString, _ value: String, to bytes: inout Bytes) {
        bytes.append(UInt8(truncatingIfNeeded: name.utf8CodeUnitCount))
        bytes.append("\(name)")
        bytes.append(7)
        bytes.append(UInt8(truncatingIfNeeded: value.utf8.count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value.utf8.count))
        bytes.append(value)
    }

    private static func append(_ word: UInt32, to bytes: inout Bytes) {
        for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
}
