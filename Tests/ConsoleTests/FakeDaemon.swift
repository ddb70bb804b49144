import Glibc
import JSONText
import Loop
import Primitives

/// A daemon that says what a test tells it to, on a Unix socket of its own.
@LoopActor
final class FakeDaemon {
    /// Answers one request: it gets the message and writes lines; an empty line closes the connection.
    typealias Script = @LoopActor (JSONValue, (String) -> Void) -> Void

    private static var count = 0

    let path: String
    /// All that was received, in order.
    private(set) var received: [JSONValue] = []
    private let listener: Listener
    private let script: Script
    private var accepting: Task<Void, Never>?
    private var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

    init(_ script: @escaping Script) throws {
        Self.count += 1
        path = "/tmp/shunt-console-tests-\(ThisProcess.pid)-\(Self.count).sock"
        self.script = script
        listener = try Listener.unix(path: path)
        accepting = EventLoop.spawn { [listener, weak self] in
            while let socket = try? await listener.accept() { EventLoop.spawn { await self?.serve(socket) } }
        }
    }

    func stop() {
        accepting?.cancel()
        listener.close()
    }

    /// Returns when `count` messages have come.
    func hasReceived(_ count: Int) async {
        if received.count >= count { return }
        await withCheckedContinuation { waiters.append((count, $0)) }
    }

    /// The methods that were called.
    var methods: [String] { received.map { $0["method"]?.string ?? "?" } }

    private func serve(_ socket: StreamSocket) async {
        var buffer = Bytes()
        while let bytes = try? await socket.read(), !bytes.isEmpty {
            buffer += bytes
            while let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Bytes(buffer[..<end])
                buffer.removeSubrange(...end)
                handle(line, socket)
            }
        }
        socket.close()
    }

    private func handle(_ line: Bytes, _ socket: StreamSocket) {
        guard let message = try? JSONDocument.parse(line).root else { return }
        received.append(message)
        for waiter in waiters where received.count >= waiter.count { waiter.continuation.resume() }
        waiters.removeAll { received.count >= $0.count }
        script(message) { text in
            if text.isEmpty { socket.close() } else { socket.write(Bytes("\(text)\n".utf8)) }
        }
    }
}

extension JSONValue {
    /// A line that answers this request with `result`.
    func result(_ result: String) -> String { #"{"jsonrpc":"2.0","id":\#(self["id"]?.raw.text ?? "null"),"result":\#(result)}"# }

    /// A line that refuses this request with `error`.
    func error(_ error: String) -> String { #"{"jsonrpc":"2.0","id":\#(self["id"]?.raw.text ?? "null"),"error":\#(error)}"# }

    /// A line that notifies of something while this request runs.
    func note(_ method: String, _ members: String) -> String {
        #"{"jsonrpc":"2.0","method":"\#(method)","params":{"id":\#(self["id"]?.raw.text ?? "null"),\#(members)}}"#
    }
}
