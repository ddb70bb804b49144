internal import CLinux
internal import Primitives

/// Where received bytes go first.
@LoopActor
enum ReadBuffer {
    private static let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: Limits.readBytes, alignment: 16)

    /// Receives into a buffer that all sockets share and returns a copy that is as large as what came: for messages.
    static func shared(_ socket: Int32, _ limit: Int) -> (bytes: Bytes, result: Int) {
        guard let start = scratch.baseAddress, limit <= scratch.count else { return fresh(socket, limit) }
        let result = clinux_receive(socket, start, limit)
        return (Bytes(scratch.prefix(max(0, result))), result)
    }

    /// Receives into a buffer of `limit` bytes that becomes the result: for bulk.
    static func fresh(_ socket: Int32, _ limit: Int) -> (bytes: Bytes, result: Int) {
        var result = 0
        let bytes = Bytes(unsafeUninitializedCapacity: limit) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            result = clinux_receive(socket, start, limit)
            count = max(0, result)
        }
        return (bytes, result)
    }
}
