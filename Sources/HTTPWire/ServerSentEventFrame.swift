internal import Primitives

/// What the lines of an unfinished frame said so far, as offsets from the frame's first byte.
struct ServerSentEventFrame {
    private var name: Range<Int>?
    private var data: Range<Int>?
    /// Further data lines, which are rare.
    private var moreData: [Range<Int>] = []

    /// Takes one line of the frame that starts at `start`; later lines of the same name win, data lines add up.
    mutating func take(_ line: ByteSlice, of start: Int) {
        // What starts with a colon is a comment, and a field without a name means nothing.
        guard let first = line.first else { return }
        if first == UInt8(ascii: "d"), let value = Self.value(of: line, field: "data") {
            let range = value.startIndex - start..<value.endIndex - start
            if data == nil { data = range } else { moreData.append(range) }
        } else if first == UInt8(ascii: "e"), let value = Self.value(of: line, field: "event") {
            name = value.startIndex - start..<value.endIndex - start
        }
    }

    /// The value of a line that is of this field: what follows the colon and one space.
    private static func value(of line: ByteSlice, field: String) -> ByteSlice? {
        let length = field.utf8.count
        guard line.count >= length, line.prefix(length).elementsEqual(field.utf8) else { return nil }
        let rest = line.dropFirst(length)
        guard let colon = rest.first else { return rest }
        guard colon == UInt8(ascii: ":") else { return nil }
        let value = rest.dropFirst()
        return value.first == UInt8(ascii: " ") ? value.dropFirst() : value
    }

    /// The event, once the frame is complete: `raw` is all of it.
    func event(_ raw: ByteSlice) -> ServerSentEvent {
        func part(_ range: Range<Int>) -> ByteSlice { raw[raw.startIndex + range.lowerBound..<raw.startIndex + range.upperBound] }
        guard let data else { return ServerSentEvent(kind: .comment, name: name.map(part), data: [], raw: raw) }
        var joined = part(data)
        if !moreData.isEmpty {
            joined = Bytes(([data] + moreData).map(part).joined(separator: [UInt8(ascii: "\n")]))[...]
        }
        return ServerSentEvent(kind: .event, name: name.map(part), data: joined, raw: raw)
    }
}
