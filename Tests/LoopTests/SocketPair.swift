import Glibc
import Loop

/// Two connected sockets on the loop.
@LoopActor
struct SocketPair {
    let near: StreamSocket
    let far: StreamSocket

    init() throws {
        var numbers: [Int32] = [-1, -1]
        let code = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &numbers)
        guard code == 0 else { throw SystemError("socketpair", code: errno) }
        near = try StreamSocket(adopting: Descriptor(adopting: numbers[0]))
        far = try StreamSocket(adopting: Descriptor(adopting: numbers[1]))
    }
}

extension StreamSocket {
    /// Reads until `count` bytes or the end came.
    func readAll(upTo count: Int = .max) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try await read()
            if more.isEmpty { break }
            bytes += more
        }
        return bytes
    }
}
