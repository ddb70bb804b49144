internal import CLinux
internal import Glibc
internal import Primitives

/// A listening socket on the loop.
@LoopActor
package final class Listener {
    /// How long to let descriptors come free when there are none left to accept with.
    private static let exhaustionPause = Duration.milliseconds(100)
    /// Connections that the kernel holds until they are accepted; it caps this at `net.core.somaxconn`.
    private static let backlog: Int32 = 4096

    private var descriptor: Descriptor?
    private var watch: Watch?
    private var path: SocketPath?
    private var acceptor: Waiter<Void, SocketError>?
    private var mayAccept = true
    private let isTCP: Bool

    /// Told each time accepting pauses because the process or the system ran out of descriptors or memory.
    package var onExhaustion: (@LoopActor (SystemError) -> Void)?

    /// Takes over a listening stream socket, such as the service manager passes.
    package convenience init(adopting descriptor: consuming Descriptor) throws(SystemError) {
        let number = descriptor.number
        let flags = fcntl(number, F_GETFL)
        guard flags >= 0, fcntl(number, F_SETFL, flags | O_NONBLOCK) >= 0, fcntl(number, F_SETFD, FD_CLOEXEC) >= 0 else {
            throw SystemError("adopt listening socket \(number)", code: errno)
        }
        try self.init(descriptor, path: nil)
    }

    private init(_ descriptor: consuming Descriptor, path: consuming SocketPath?) throws(SystemError) {
        let number = descriptor.number
        isTCP = clinux_socket_family(number) == AF_INET || clinux_socket_family(number) == AF_INET6
        self.descriptor = consume descriptor
        self.path = consume path
        watch = try EventLoop.watch(number, [.readable, .onChange]) { [weak self] _ in self?.handleReady() }
    }

    isolated deinit { watch?.cancelBeforeClosing() }

    /// Listens on a Unix socket at `path` (`@name`: in the abstract namespace) with exactly `mode`, owned by `group` where given.
    ///
    /// A socket that a dead process left behind is replaced; one that answers, or that a live process holds, is not.
    package static func unix(path: String, mode: UInt32 = 0o600, group: UInt32? = nil) throws(SystemError) -> Listener {
        let place = try SocketPath.claim(path)
        let descriptor = try socket(AF_UNIX, for: path)
        // The mode that the socket is born with, so that there is no moment in which it is wider.
        fchmod(descriptor.number, mode)
        var path = path
        let code = path.withUTF8Characters { clinux_unix_bind(descriptor.number, $0, $1) }
        if code != 0 { throw SystemError("listen on \(path)", code: code) }
        try place.setAccess(mode: mode, group: group)
        try listen(descriptor.number, on: path)
        return try Listener(descriptor, path: place)
    }

    /// Listens on `port` of 127.0.0.1; 0 takes any free one, see ``port``.
    package static func tcp(loopback port: UInt16) throws(SystemError) -> Listener {
        let descriptor = try socket(AF_INET, for: "127.0.0.1:\(port)")
        let code = clinux_loopback_bind(descriptor.number, port)
        if code != 0 { throw SystemError("listen on 127.0.0.1:\(port)", code: code) }
        try listen(descriptor.number, on: "127.0.0.1:\(port)")
        return try Listener(descriptor, path: nil)
    }

    private static func socket(_ family: Int32, for address: String) throws(SystemError) -> Descriptor {
        let number = clinux_stream_socket(family)
        guard number >= 0 else { throw SystemError("listen on \(address)", code: -number) }
        return Descriptor(adopting: number)
    }

    private static func listen(_ number: Int32, on address: String) throws(SystemError) {
        guard Glibc.listen(number, backlog) == 0 else { throw SystemError("listen on \(address)", code: errno) }
    }

    /// The TCP port that it listens on; 0 for a Unix socket.
    package var port: UInt16 { clinux_local_port(descriptor?.number ?? -1) }

    /// The next connection. Out of descriptors it waits until there are some again.
    package func accept() async throws(SocketError) -> StreamSocket {
        while true {
            if Task.isCancelled { throw .cancelled }
            guard let number = descriptor?.number else { throw .closed }
            if mayAccept {
                let accepted = clinux_accept(number)
                if accepted >= 0 { return try adopt(accepted) }
                try await recover(from: -accepted)
            } else {
                try await waitUntilReady()
            }
        }
    }

    /// Stops listening and removes the socket's path.
    package func close() {
        watch?.cancelBeforeClosing()
        watch = nil
        descriptor = nil
        path = nil
        acceptor?.resume(.failure(.closed))
    }

    private func adopt(_ number: Int32) throws(SocketError) -> StreamSocket {
        let descriptor = Descriptor(adopting: number)
        if isTCP { _ = clinux_no_delay(number) }
        do throws(SystemError) { return try StreamSocket(adopting: descriptor) } catch { throw .system(error) }
    }

    private func recover(from code: Int32) async throws(SocketError) {
        switch code {
        case EAGAIN: mayAccept = false
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
            onExhaustion?(SystemError("accept a connection", code: code))
            do throws(CancellationError) { try await EventLoop.sleep(for: Self.exhaustionPause) } catch { throw .cancelled }
        case EBADF, EINVAL, ENOTSOCK, EOPNOTSUPP: throw .system(SystemError("accept a connection", code: code))
        default: break  // the connection failed before it was accepted: its trouble, not the listener's
        }
    }

    private func waitUntilReady() async throws(SocketError) {
        guard descriptor != nil, !mayAccept else { return }
        precondition(acceptor == nil, "one acceptor at a time")
        let waiter = Waiter<Void, SocketError>(whenCancelled: .cancelled)
        acceptor = waiter
        defer { acceptor = nil }
        try await waiter.value()
    }

    private func handleReady() {
        mayAccept = true
        acceptor?.resume(.success(()))
    }
}
