internal import Loop
internal import Primitives

/// Cuts what is read from somewhere into lines.
@LoopActor
final class LineReader {
    struct TooLong: Error {}

    private let read: @LoopActor () async throws(SocketError) -> Bytes
    private let limit: Int
    private var buffer = Bytes()
    /// Where the first line that was not handed out begins, and up to where no line end is.
    private var start = 0, searched = 0
    private var isAtEnd = false

    init(limit: Int, read: @escaping @LoopActor () async throws(SocketError) -> Bytes) {
        self.limit = limit
        self.read = read
    }

    /// The next line without its end, reading more where it has to; nil at the end. A last line may lack its end.
    func next() async throws(SocketError) -> Result<Bytes, TooLong>? {
        while true {
            if let end = buffer[...].firstIndex(of: UInt8(ascii: "\n"), from: searched) { return .success(take(upTo: end)) }
            searched = buffer.count
            if isAtEnd { return start < buffer.count ? .success(take(upTo: buffer.count)) : nil }
            guard buffer.count - start <= limit else { return .failure(TooLong()) }
            let bytes = try await read()
            isAtEnd = bytes.isEmpty
            compact()
            buffer += bytes
        }
    }

    /// Passes over the line that was too long.
    func skip() async throws(SocketError) {
        while true {
            if let end = buffer[...].firstIndex(of: UInt8(ascii: "\n"), from: start) {
                _ = take(upTo: end)
                return
            }
            (buffer, start, searched) = ([], 0, 0)
            if isAtEnd { return }
            buffer = try await read()
            isAtEnd = buffer.isEmpty
        }
    }

    private func take(upTo end: Int) -> Bytes {
        let line = Bytes(buffer[start..<end])
        start = min(end + 1, buffer.count)
        searched = start
        return line
    }

    private func compact() {
        buffer.removeFirst(start)
        searched -= start
        start = 0
    }
}
