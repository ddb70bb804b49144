import JSONText

/// A response as its bytes came, taken apart.
struct HTTPAnswer {
    let status: Int
    let head: String
    /// As sent; of chunks without their framing.
    let body: String
    /// Whether the body's end was told: by its length or by the last chunk.
    let isWhole: Bool

    init(_ text: String) {
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        head = parts.first.map(String.init) ?? ""
        status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let raw = parts.count > 1 ? String(parts[1]) : ""
        if head.contains("transfer-encoding: chunked") {
            (body, isWhole) = Self.dechunked(raw)
        } else {
            (body, isWhole) = (raw, true)
        }
    }

    /// The field's first value.
    subscript(name: String) -> String? {
        for line in head.split(separator: "\r\n").dropFirst() where line.lowercased().hasPrefix(name + ": ") {
            return String(line.dropFirst(name.count + 2))
        }
        return nil
    }

    func json() throws -> JSONValue { try JSONDocument.parse(body).root }

    /// The `event` fields of a stream, in order.
    var eventNames: [String] {
        body.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("event: ") }.map { String($0.dropFirst(7)) }
    }

    /// The `data` fields of a stream, in order.
    var eventData: [String] {
        body.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("data: ") }.map { String($0.dropFirst(6)) }
    }

    private static func dechunked(_ raw: String) -> (String, Bool) {
        var bytes = Array(raw.utf8)[...]
        var body: [UInt8] = []
        while let end = bytes.firstIndex(of: 13), let length = Int(String(decoding: bytes[..<end], as: UTF8.self), radix: 16) {
            if length == 0 { return (String(decoding: body, as: UTF8.self), true) }
            bytes = bytes[(end + 2)...]
            guard bytes.count >= length + 2 else { break }
            body += bytes.prefix(length)
            bytes = bytes.dropFirst(length + 2)
        }
        return (String(decoding: body, as: UTF8.self), false)
    }
}
