internal import Conversation
internal import HTTPWire
internal import Primitives

/// Splits a Gemini stream into events: server-sent ones; the elements of a JSON array, which comes where `alt=sse` was not heeded; and
/// the bare JSON object by which the service reports an error in mid-stream.
///
/// Lines end with LF or CRLF. What is no server-sent event is passed on as one.
struct GeminiFrameParser: FrameParser {
    private enum State: Equatable {
        /// Before an event: blank lines, and what separates the elements of an array.
        case between
        /// Within a server-sent event, at a line that began at this offset.
        case event(line: Int)
        /// Within a JSON object.
        case object(depth: Int, inString: Bool, escaped: Bool)
    }

    private let limit: Int
    /// The bytes of the event that is not complete yet.
    private var pending: Bytes = []
    /// Bytes of `pending` that were looked at.
    private var seen = 0
    private var state = State.between
    private var overflowed = false

    init(limit: Int) { self.limit = limit }

    mutating func frames(of chunk: Bytes) throws(Fault) -> [ServerSentEvent] {
        if !pending.isEmpty { pending += chunk }
        let events = overflowed ? [] : split(pending.isEmpty ? chunk[...] : pending[...])
        if overflowed, events.isEmpty { throw Fault(.transport, message: "the provider sent an event of more than \(limit) bytes") }
        return events
    }

    private mutating func split(_ buffer: ByteSlice) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        var start = buffer.startIndex
        var place = start + seen
        while place < buffer.endIndex {
            if state == .between {
                guard let found = begin(in: buffer, from: place) else {
                    start = buffer.endIndex
                    break
                }
                (start, place) = (found, found)
            }
            guard let end = self.end(in: buffer, start: start, from: &place) else { break }
            guard end - start <= limit else {
                overflowed = true
                return events
            }
            events.append(event(buffer[start..<end]))
            (start, place, state) = (end, end, .between)
        }
        overflowed = buffer.endIndex - start > limit
        // Where nothing was taken off, what is pending is the buffer already.
        if start != buffer.startIndex || pending.isEmpty { pending = Bytes(buffer[start...]) }
        seen = pending.count
        return events
    }

    /// Moves to the first byte of the next event and says what kind it is of.
    private mutating func begin(in buffer: ByteSlice, from place: Int) -> Int? {
        let found = buffer[place...].firstIndex { byte in
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ","), 0xEF, 0xBB, 0xBF: false
            default: true
            }
        }
        guard let found else { return nil }
        state = buffer[found] == UInt8(ascii: "{") ? .object(depth: 0, inString: false, escaped: false) : .event(line: 0)
        return found
    }

    /// The end of the event at `start`; nil where it is not complete, and then all was looked at.
    private mutating func end(in buffer: ByteSlice, start: Int, from place: inout Int) -> Int? {
        switch state {
        case .between: return nil
        case .event(var line):
            while let newline = buffer.firstIndex(of: UInt8(ascii: "\n"), from: place) {
                let text = buffer[(start + line)..<newline]
                place = newline + 1
                line = place - start
                state = .event(line: line)
                if text.isEmpty || text.elementsEqual([UInt8(ascii: "\r")]) { return place }
            }
            place = buffer.endIndex
            return nil
        case .object(var depth, var inString, var escaped):
            while place < buffer.endIndex {
                let byte = buffer[place]
                place += 1
                if inString {
                    if escaped {
                        escaped = false
                    } else if byte == UInt8(ascii: "\\") {
                        escaped = true
                    } else if byte == UInt8(ascii: "\"") {
                        inString = false
                    }
                    continue
                }
                switch byte {
                case UInt8(ascii: "\""): inString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
                if depth == 0 { return place }
            }
            state = .object(depth: depth, inString: inString, escaped: escaped)
            return nil
        }
    }

    private func event(_ raw: ByteSlice) -> ServerSentEvent {
        if case .object = state { return Self.framed(raw) }
        var parser = ServerSentEventParser(limit: limit)
        return (try? parser.feed(raw))?.first ?? ServerSentEvent(kind: .comment, name: nil, data: [], raw: raw)
    }

    /// A JSON object as the event that says it, on one line: sound JSON has line breaks between values only.
    private static func framed(_ object: ByteSlice) -> ServerSentEvent {
        var raw = Bytes("data: ".utf8)
        let start = raw.count
        for byte in object { raw.append(byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") ? 0x20 : byte) }
        let end = raw.count
        raw.append("\r\n\r\n")
        return ServerSentEvent(kind: .event, name: nil, data: raw[start..<end], raw: raw[...])
    }
}
