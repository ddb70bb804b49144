internal import HTTPWire
internal import Primitives

/// The head of a response as it comes in, a line at a time, held to ``Limits``; interim responses are skipped.
///
/// The fields stay the bytes that came until somebody asks for them: few look at more than one.
struct ReceivedHead {
    private(set) var status = 0
    private(set) var isComplete = false
    /// Whether it is HTTP/2, where no message ends by closing the connection.
    private(set) var isHTTP2 = false
    /// The lines between status line and blank line.
    private var raw: Bytes = []
    private var lines = 0
    private var bytes = 0

    /// Whether a byte of the final response has come.
    var hasBegun: Bool { status >= 200 }

    /// Room for the fields that most heads have.
    private static let usualBytes = 1024

    /// Takes the next line with its end. Lines behind the head are trailers: counted, and no more.
    mutating func add(_ line: UnsafeRawBufferPointer) throws(TransferError) {
        bytes += line.count
        lines += 1
        guard bytes <= Limits.responseHeadBytes, lines <= Limits.headerFields + 2 else { throw .tooLarge }
        guard !isComplete else { return }
        let text = Self.trimmingEnd(line)
        if status == 0 {
            try readStatus(text)
        } else if text.isEmpty {
            endHead()
        } else {
            try Self.check(text)
            if raw.isEmpty { raw.reserveCapacity(Self.usualBytes) }
            raw.append(contentsOf: line)
        }
    }

    private mutating func readStatus(_ line: UnsafeRawBufferPointer) throws(TransferError) {
        // "HTTP/1.1 200 OK" or "HTTP/2 200": the three digits follow the first space.
        guard line.starts(with: "HTTP/".utf8), let space = line.firstIndex(of: UInt8(ascii: " ")), space + 3 < line.count else {
            throw .malformed("no status line")
        }
        let digits = line[(space + 1)...(space + 3)]
        let isAlone = space + 4 == line.count || line[space + 4] == UInt8(ascii: " ")
        guard isAlone, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { throw .malformed("no status code") }
        status = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard status >= 100 else { throw .malformed("no status code") }
        isHTTP2 = line[5] == UInt8(ascii: "2")
    }

    private mutating func endHead() {
        if hasBegun {
            isComplete = true
        } else {
            // An interim response. Its bytes still count, so that there is no end of them.
            (status, lines, raw) = (0, 0, [])
        }
    }

    /// `name: value`, as RFC 9112 wants it. A folded line starts with a blank, which is in no name.
    private static func check(_ line: UnsafeRawBufferPointer) throws(TransferError) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
            throw .malformed("a header field without a name")
        }
        for place in 0..<colon where line[place] <= 0x20 || line[place] >= 0x7f {
            throw .malformed("a header field with a character that is in no name")
        }
        for place in colon..<line.count where line[place] < 0x20 && line[place] != 0x09 || line[place] == 0x7f {
            throw .malformed("a header field with a control character")
        }
    }

    private static func trimmingEnd(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var count = line.count
        if count > 0, line[count - 1] == UInt8(ascii: "\n") { count -= 1 }
        if count > 0, line[count - 1] == UInt8(ascii: "\r") { count -= 1 }
        return UnsafeRawBufferPointer(rebasing: line[..<count])
    }
}

// What was received.
extension ReceivedHead {
    var fields: HeaderFields {
        var fields = HeaderFields()
        for line in raw.split(separator: UInt8(ascii: "\n")) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            fields.append(line[..<colon], Self.trimmingBlanks(line[(colon + 1)...]))
        }
        return fields
    }

    /// The first field of this name, without reading the others, which few ask for.
    func field(_ name: String) -> String? {
        var rest = raw[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n"), from: rest.startIndex) {
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            guard let colon = line.firstIndex(of: UInt8(ascii: ":"), from: line.startIndex) else { continue }
            if HeaderFields.same(line[..<colon].text, name) { return Self.trimmingBlanks(line[(colon + 1)...]).text }
        }
        return nil
    }

    private static func trimmingBlanks(_ value: ByteSlice) -> ByteSlice {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d }
        guard let first = value.firstIndex(where: { !isBlank($0) }), let last = value.lastIndex(where: { !isBlank($0) }) else { return [] }
        return value[first...last]
    }
}
