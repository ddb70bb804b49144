internal import Primitives

/// Bytes that wait for the kernel to take them, in order. Small writes are joined so that they leave in one system call;
/// large ones are kept as they came and never copied.
struct OutBuffer {
    /// From this size on a chunk is worth a system call of its own.
    static let largeBytes = 16 << 10
    /// What an emptied buffer may keep for the next message.
    static let keptBytes = 512

    /// Chunks that are complete, sent before ``tail``.
    private var chunks = Ring<ByteSlice>()
    /// Small writes since the last large one; its first ``sentOfTail`` bytes are gone already.
    private var tail: Bytes = []
    private var sentOfTail = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func append(_ bytes: consuming ByteSlice) {
        guard !bytes.isEmpty else { return }
        count += bytes.count
        if bytes.count < Self.largeBytes, tail.count < Self.largeBytes {
            tail.append(contentsOf: bytes)
        } else {
            closeTail()
            chunks.append(bytes)
        }
    }

    /// Offers the next bytes to `send` along with whether more follow, and takes off as many as it says it took.
    mutating func offer<Failure: Error>(
        _ send: (UnsafeRawBufferPointer, _ more: Bool) throws(Failure) -> Int
    ) throws(Failure) {
        if let chunk = chunks.first {
            let more = count > chunk.count
            let taken = try Self.call(send, with: chunk, more)
            count -= taken
            if taken == chunk.count {
                _ = chunks.popFirst()
            } else {
                chunks.replaceFirst(with: chunk.dropFirst(taken))
            }
        } else {
            let taken = try Self.call(send, with: tail[sentOfTail...], false)
            count -= taken
            sentOfTail += taken
            if sentOfTail == tail.count { clearTail() }
        }
    }

    mutating func removeAll() { self = OutBuffer() }

    private static func call<Failure: Error>(
        _ send: (UnsafeRawBufferPointer, Bool) throws(Failure) -> Int, with chunk: ByteSlice, _ more: Bool
    ) throws(Failure) -> Int {
        let result: Result<Int, Failure> = chunk.withUnsafeBytes { bytes in
            do throws(Failure) { return .success(try send(bytes, more)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private mutating func closeTail() {
        guard sentOfTail < tail.count else { return }
        chunks.append(tail[sentOfTail...])
        tail = []
        sentOfTail = 0
    }

    private mutating func clearTail() {
        if tail.capacity > Self.keptBytes { tail = [] } else { tail.removeAll(keepingCapacity: true) }
        sentOfTail = 0
    }
}
