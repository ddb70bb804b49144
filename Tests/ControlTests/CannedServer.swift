import Loop
import Primitives

/// A server on a Unix socket that answers each request with what the test says, byte for byte, and then closes.
@LoopActor
final class CannedServer {
    /// What follows a request's head; nil leaves it without an answer.
    typealias Answer = @LoopActor (_ head: String) -> String?

    let path: String
    private let listener: Listener
    private var answer: Answer
    /// The heads of the requests so far.
    private(set) var heads: [String] = []
    private var open: [StreamSocket] = []
    /// Those that wait for an answer.
    private var held: [StreamSocket] = []

    init(_ folder: TemporaryFolder, _ answer: @escaping Answer) throws {
        path = folder.file("server.sock")
        listener = try Listener.unix(path: path)
        self.answer = answer
        EventLoop.spawn { await self.serve() }
    }

    func answers(_ answer: @escaping Answer) { self.answer = answer }

    func close() {
        listener.close()
        for socket in open { socket.close() }
        open = []
    }

    private func serve() async {
        while let socket = try? await listener.accept() {
            open.append(socket)
            EventLoop.spawn { await self.answer(on: socket) }
        }
    }

    private func answer(on socket: StreamSocket) async {
        var received: Bytes = []
        while received.firstRange(of: Bytes("\r\n\r\n".utf8)) == nil {
            guard let more = try? await socket.read(), !more.isEmpty else { return socket.close() }
            received += more
        }
        heads.append(received[...].text)
        if let text = answer(received[...].text) { await say(text, on: socket) } else { held.append(socket) }
    }

    /// Answers the requests that were left without an answer.
    func release(_ text: String) async {
        let waiting = held
        held = []
        for socket in waiting { await say(text, on: socket) }
    }

    private func say(_ text: String, on socket: StreamSocket) async {
        socket.write(Bytes(text.utf8))
        try? await socket.flushed()
        socket.close()
    }

    nonisolated static func page(_ body: String, _ status: Int = 200, _ fields: String...) -> String {
        "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n" + body
    }
}
