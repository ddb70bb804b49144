internal import CCurl
internal import Glibc
internal import HTTPWire

/// Header fields in the form that curl sends them: checked once, then shared by any number of requests.
final class FieldList: Sendable {
    private typealias Node = UnsafeMutablePointer<curl_slist>

    /// The fields that frame the message or steer the connection: curl's to write, never the caller's.
    private static let reserved = [
        "connection", "content-length", "expect", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    nonisolated(unsafe) let first: UnsafeMutablePointer<curl_slist>?
    /// The last node of its own; what follows belongs to ``rest``.
    nonisolated(unsafe) private let last: UnsafeMutablePointer<curl_slist>?
    private let rest: FieldList?

    /// The fields of a request, or those that come before `rest` in it.
    init(_ fields: HeaderFields, before rest: FieldList? = nil) throws(TransferError) {
        for field in fields.fields {
            guard field.isSendable else { throw .invalid("the header field \(Self.shown(field.name)) has a character that must not be sent") }
            if Self.reserved.contains(where: { HeaderFields.same($0, field.name) }) {
                throw .invalid("the header field \(field.name) is not the caller's to set")
            }
        }
        // Without these curl would wait before it sends a large body, call JSON a form, and name itself.
        var lines = rest == nil ? ["Expect:"] : []
        if rest == nil, fields["content-type"] == nil { lines.append("Content-Type:") }
        if rest == nil, fields["accept"] == nil { lines.append("Accept:") }
        lines += fields.fields.map(Self.line)
        (first, last) = Self.chain(lines, before: rest?.first)
        self.rest = rest
        if first == nil, !lines.isEmpty { throw .invalid("no memory for its header fields") }
    }

    deinit {
        last?.pointee.next = nil
        if last != nil { curl_slist_free_all(first) }
    }

    /// curl's lists only grow at their end, walking there each time: one node at a time is linked by hand.
    private static func chain(_ lines: [String], before rest: Node?) -> (first: Node?, last: Node?) {
        var first: Node?
        var last: Node?
        for line in lines {
            guard let node = curl_slist_append(nil, line) else {
                curl_slist_free_all(first)
                return (nil, nil)
            }
            if let last { last.pointee.next = node } else { first = node }
            last = node
        }
        last?.pointee.next = rest
        return (first ?? rest, last)
    }

    /// A name alone would mean that the field is left out; with a semicolon it is sent empty.
    private static func line(_ field: HeaderFields.Field) -> String {
        let isBlank = field.value.utf8.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return isBlank ? "\(field.name);" : "\(field.name): \(field.value)"
    }

    private static func shown(_ name: String) -> String {
        String(name.unicodeScalars.filter { $0.isASCII && $0.value > 0x20 && $0.value != 0x7f }.map(Character.init).prefix(80))
    }
}
