internal import Primitives

/// Cuts a byte stream into lines. A machine without I/O: the same bytes give the same lines however they arrive.
struct LineSplitter {
    /// A line is longer than the limit: what follows cannot be told apart from it.
    struct LineTooLong: Error, Equatable {
        let limit: Int
    }

    private var buffer = Bytes()
    /// Where the first line that was not handed out begins.
    private var start = 0
    /// Up to where no line end is.
    private var searched = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Bytes that are kept.
    var count: Int { buffer.count - start }

    mutating func feed(_ bytes: consuming Bytes) {
        if start == buffer.count {
            buffer = bytes
            searched = 0
        } else {
            buffer.removeSubrange(..<start)
            searched -= start
            buffer.append(contentsOf: bytes)
        }
        start = 0
    }

    /// The next whole line without its end, or nil where more bytes are needed. Blank lines are passed over.
    mutating func next() throws(LineTooLong) -> Bytes? {
        while let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
            guard end - start <= limit else { throw LineTooLong(limit: limit) }
            let line = take(upTo: end)
            if !Self.isBlank(line) { return line }
        }
        searched = buffer.count
        guard buffer.count - start <= limit else { throw LineTooLong(limit: limit) }
        return nil
    }

    /// A last line that the sender did not end before it stopped sending.
    mutating func finish() -> Bytes? {
        let line = take(upTo: buffer.count)
        return Self.isBlank(line) ? nil : line
    }

    /// Hands out the buffer itself where it holds that line alone, so that a large one is not copied.
    private mutating func take(upTo end: Int) -> Bytes {
        guard start == 0, end + 1 >= buffer.count else {
            let line = Bytes(buffer[start..<end])
            start = min(end + 1, buffer.count)
            searched = start
            return line
        }
        var line = Bytes()
        swap(&line, &buffer)
        line.removeSubrange(end...)
        start = 0
        searched = 0
        return line
    }

    private static func isBlank(_ line: Bytes) -> Bool {
        line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
    }
}
