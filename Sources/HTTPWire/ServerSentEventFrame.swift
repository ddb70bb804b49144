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
        if first == Self.dataName[0], let value = Self.value(of: line, Self.dataName) {
            let range = value.startIndex - start..<value.endIndex - start
            if data == nil { data = range } else { moreData.append(range) }
        } else if first == Self.eventName[0], let value = Self.value(of: line, Self.eventName) {
            name = value.startIndex - start..<value.endIndex - start
        }
    }

    private static let dataName: [4 of UInt8] = [UInt8(ascii: "d"), UInt8(ascii: "a"), UInt8(ascii: "t"), UInt8(ascii: "a")]
    private static let eventName: [5 of UInt8] = [
        UInt8(ascii: "e"), UInt8(ascii: "v"), UInt8(ascii: "e"), UInt8(ascii: "n"), UInt8(ascii: "t"),
    ]

    /// The value of a line that is of this field: what follows the colon and one space.
    private static func value<let length: Int>(of line: ByteSlice, _ name: [length of UInt8]) -> ByteSlice? {
        guard line.count >= length else { return nil }
        for place in 0..<length where line[line.startIndex + place] != name[place] { return nil }
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
