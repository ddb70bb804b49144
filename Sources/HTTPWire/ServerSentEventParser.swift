package import Primitives

/// A frame is longer than its limit, so that the stream cannot be read on.
package struct ServerSentEventTooLong: Error, Equatable, Sendable {
    package let limit: Int

    package init(limit: Int) { self.limit = limit }
}

/// Splits a stream into events. Any chunking of the same bytes gives the same events.
///
/// Lines end with LF, CR or CRLF. A chunk that ends with CR is ambiguous, so its last line waits for the next byte or
/// for ``finish()``. An event that lies within one fed buffer is a slice of it; only what a chunk leaves unfinished is copied.
package struct ServerSentEventParser: Sendable {
    private let limit: Int
    /// The bytes of the frame that is not complete yet.
    private var pending: Bytes = []
    private var frame = ServerSentEventFrame()
    /// Offsets from the start of the frame: of its current line, and of the first byte not looked at.
    private var line = 0
    private var seen = 0
    private var atStart = true
    private var overflowed = false

    package init(limit: Int = Limits.eventBytes) { self.limit = limit }

    /// The events that `chunk` completes. Those before an overlong one are still delivered; the next call throws.
    package mutating func feed(_ chunk: Bytes) throws(ServerSentEventTooLong) -> [ServerSentEvent] { try feed(chunk[...]) }

    package mutating func feed(_ chunk: ByteSlice) throws(ServerSentEventTooLong) -> [ServerSentEvent] {
        try checked { parser in
            if parser.pending.isEmpty { return parser.split(chunk) }
            parser.pending.append(contentsOf: chunk)
            return parser.split(parser.pending[...])
        }
    }

    /// The event that the end of the stream completes, though its blank line is missing.
    package mutating func finish() throws(ServerSentEventTooLong) -> [ServerSentEvent] {
        try checked { parser in
            let rest = parser.pending[...]
            guard !rest.isEmpty else { return [] }
            // A line break that waits for its LF ends its line; so does the end of the stream.
            var last = rest[(rest.startIndex + parser.line)...]
            if last.last == UInt8(ascii: "\r") { last.removeLast() }
            parser.take(last, of: rest.startIndex)
            parser.pending = []
            return [parser.complete(rest)]
        }
    }

    private mutating func checked(
        _ step: (inout Self) -> [ServerSentEvent]
    ) throws(ServerSentEventTooLong) -> [ServerSentEvent] {
        let events = overflowed ? [] : step(&self)
        if overflowed, events.isEmpty { throw ServerSentEventTooLong(limit: limit) }
        return events
    }

    /// Takes complete frames off the front of `buffer`, which starts where the current frame starts, and keeps the rest.
    private mutating func split(_ buffer: ByteSlice) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        var start = buffer.startIndex
        while let end = lineEnd(in: buffer, frame: start) {
            guard end.isBlank else { continue }
            guard end.next - start <= limit else {
                overflowed = true
                return events
            }
            events.append(complete(buffer[start..<end.next]))
            start = end.next
        }
        keep(buffer[start...], whole: start == buffer.startIndex)
        return events
    }

    private mutating func keep(_ rest: ByteSlice, whole: Bool) {
        overflowed = rest.count > limit
        // Where no frame was taken off, what is pending is the buffer already.
        if !whole || pending.isEmpty { pending = Bytes(rest) }
    }

    /// Moves past the next line of the frame at `start`; nil where the line is not complete.
    private mutating func lineEnd(in buffer: ByteSlice, frame start: Int) -> (isBlank: Bool, next: Int)? {
        let (lf, cr) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        guard let end = buffer.firstIndex(of: lf, or: cr, from: start + seen) else {
            seen = buffer.endIndex - start
            return nil
        }
        var next = end + 1
        if buffer[end] == cr {
            guard next < buffer.endIndex else {
                seen = end - start
                return nil
            }
            if buffer[next] == lf { next += 1 }
        }
        let isBlank = end == start + line
        take(buffer[(start + line)..<end], of: start)
        line = next - start
        seen = line
        return (isBlank, next)
    }

    private mutating func take(_ line: ByteSlice, of start: Int) {
        var line = line
        if atStart, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        atStart = false
        frame.take(line, of: start)
    }

    private mutating func complete(_ raw: ByteSlice) -> ServerSentEvent {
        defer {
            frame = ServerSentEventFrame()
            line = 0
            seen = 0
        }
        return frame.event(raw)
    }
}
