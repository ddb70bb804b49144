internal import CLinux
internal import Glibc
package import Primitives

/// A stream that a program was started with: a terminal, a pipe or a file, shared with others and therefore left in the mode it is in.
///
/// It waits on the loop and not in the kernel, so that signals are heard while a reader is slow or nobody types.
@LoopActor
package final class ProgramStream {
    package static let input = ProgramStream(0)
    package static let output = ProgramStream(1)
    package static let errors = ProgramStream(2)

    /// What a pipe that is ready takes without waiting (PIPE_BUF).
    private static let pieceBytes = 4096

    private let number: Int32
    package let isTerminal: Bool

    /// The descriptor stays whoever's it is.
    package init(_ number: Int32) {
        self.number = number
        isTerminal = isatty(number) == 1
    }

    /// The width of the terminal's window; nil where there is none.
    package var columns: Int? {
        var size = winsize()
        guard isTerminal, ioctl(number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// The next bytes, of a terminal the next line; none at the end.
    package func read() async throws(SocketError) -> Bytes {
        while true {
            try await wait(for: .readable, POLLIN)
            var count = 0
            let bytes = Bytes(unsafeUninitializedCapacity: Limits.readBytes) { buffer, initialized in
                count = Glibc.read(number, buffer.baseAddress, buffer.count)
                initialized = max(0, count)
            }
            if count >= 0 { return bytes }
            guard errno == EINTR || errno == EAGAIN else { throw .system(SystemError("read standard input", code: errno)) }
        }
    }

    /// Returns when the kernel has taken all of `bytes`; throws ``SocketError/peerGone`` where nobody reads any more.
    package func write(_ bytes: Bytes) async throws(SocketError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            try await wait(for: .writable, POLLOUT)
            let count = rest.prefix(Self.pieceBytes).withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
                continue
            }
            switch errno {
            case EINTR, EAGAIN: continue
            case EPIPE: throw .peerGone
            default: throw .system(SystemError("write", code: errno))
            }
        }
    }

    private func wait(for interest: Readiness, _ events: Int32) async throws(SocketError) {
        while !isReady(events) {
            let waiter = Waiter<Void, SocketError>(whenCancelled: .cancelled)
            let watch: Watch
            do throws(SystemError) {
                watch = try EventLoop.watch(number, interest) { _ in waiter.resume(.success(())) }
            } catch {
                // Files and some devices cannot be watched; they never make one wait long either.
                if error.code == EPERM { return }
                throw .system(error)
            }
            defer { watch.cancel() }
            try await waiter.value()
        }
    }

    /// Errors and hang-ups count: the call that follows tells which.
    private func isReady(_ events: Int32) -> Bool {
        var wanted = pollfd(fd: number, events: Int16(events), revents: 0)
        return poll(&wanted, 1, 0) != 0
    }
}
