internal import CLinux
internal import Glibc
package import Primitives

/// The service manager's side of `sd_notify`: hears what a child says through `NOTIFY_SOCKET`.
@LoopActor
package final class NotificationListener {
    /// What goes into the child's environment.
    package let environment: String
    private let descriptor: Descriptor
    private var watch: Watch?
    private var messages: [String] = []
    private var waiter: Waiter<Void, CancellationError>?

    package init(path: String) throws(SystemError) {
        environment = "NOTIFY_SOCKET=\(path)"
        let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard number >= 0 else { throw SystemError("listen on \(path)", code: errno) }
        descriptor = Descriptor(adopting: number)
        var path = path
        let code = path.withUTF8Characters { clinux_unix_bind(number, $0, $1) }
        guard code == 0 else { throw SystemError("listen on \(path)", code: code) }
        watch = try EventLoop.watch(number, .readable) { [weak self] _ in self?.receive() }
    }

    isolated deinit { watch?.cancel() }

    /// Waits for a message with this line, such as `READY=1`, and returns when it was read.
    package func heard(_ line: String) async throws(CancellationError) -> Instant {
        while true {
            while !messages.isEmpty {
                if messages.removeFirst().split(separator: "\n").contains(Substring(line)) { return Clock.monotonic }
            }
            let waiter = Waiter<Void, CancellationError>(whenCancelled: CancellationError())
            self.waiter = waiter
            try await waiter.value()
        }
    }

    private func receive() {
        var buffer = Bytes(repeating: 0, count: 4096)
        let count = buffer.withUnsafeMutableBytes { recv(descriptor.number, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return }
        messages.append(buffer.prefix(count).text)
        waiter?.resume(.success(()))
    }
}
