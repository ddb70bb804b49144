internal import CLinux
internal import Glibc
internal import Primitives

extension EventLoop {
    /// How long a Unix listener whose queue is full is asked again; its kernel has no way to say when there is room.
    @LoopActor private static let pauses: [Duration] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map { .milliseconds($0) }

    /// Connects to a Unix socket (`@name`: in the abstract namespace).
    @LoopActor
    package static func connect(unix path: String) async throws(SocketError) -> StreamSocket {
        let descriptor = try streamSocket(AF_UNIX, for: path)
        var text = path
        var pauses = pauses.makeIterator()
        while true {
            let code = text.withUTF8Characters { clinux_unix_connect(descriptor.number, $0, $1) }
            if code == 0 { break }
            guard code == EAGAIN, let pause = pauses.next() else { throw .system(SystemError("connect to \(path)", code: code)) }
            do throws(CancellationError) { try await sleep(for: pause) } catch { throw .cancelled }
        }
        do throws(SystemError) { return try StreamSocket(adopting: descriptor) } catch { throw .system(error) }
    }

    /// Connects to `port` of 127.0.0.1.
    @LoopActor
    package static func connect(loopback port: UInt16) async throws(SocketError) -> StreamSocket {
        let address = "127.0.0.1:\(port)"
        let descriptor = try streamSocket(AF_INET, for: address)
        _ = clinux_no_delay(descriptor.number)
        var code = clinux_loopback_connect(descriptor.number, port)
        if code == EINPROGRESS {
            try await waitUntilWritable(descriptor.number)
            code = clinux_take_socket_error(descriptor.number)
        }
        if code != 0 { throw .system(SystemError("connect to \(address)", code: code)) }
        do throws(SystemError) { return try StreamSocket(adopting: descriptor) } catch { throw .system(error) }
    }

    @LoopActor
    private static func streamSocket(_ family: Int32, for address: String) throws(SocketError) -> Descriptor {
        let number = clinux_stream_socket(family)
        guard number >= 0 else { throw .system(SystemError("connect to \(address)", code: -number)) }
        return Descriptor(adopting: number)
    }

    @LoopActor
    private static func waitUntilWritable(_ number: Int32) async throws(SocketError) {
        let waiter = Waiter<Void, SocketError>(whenCancelled: .cancelled)
        let watch: Watch
        do throws(SystemError) {
            watch = try EventLoop.watch(number, .writable) { _ in waiter.resume(.success(())) }
        } catch {
            throw .system(error)
        }
        defer { watch.cancel() }
        try await waiter.value()
    }
}
