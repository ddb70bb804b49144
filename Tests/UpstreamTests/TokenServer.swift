import Loop
import Primitives

/// Answers each request to a loopback port with the next of its texts: a JSON body, or a status before it.
@LoopActor
final class TokenServer {
    let url: String
    private(set) var requests: [String] = []
    /// Whether answers are held back.
    var isHeld = false
    private var answers: [String]
    private let listener: Listener

    init(_ answers: [String]) throws {
        self.answers = answers
        listener = try Listener.tcp(loopback: 0)
        url = "http://127.0.0.1:\(listener.port)/token"
        EventLoop.spawn { await self.serve() }
    }

    func close() { listener.close() }

    private func serve() async {
        while let socket = try? await listener.accept() { EventLoop.spawn { await self.answer(socket) } }
    }

    private func answer(_ socket: StreamSocket) async {
        var request = Bytes()
        while !Self.isComplete(request) {
            guard let more = try? await socket.read(), !more.isEmpty else { return }
            request += more
        }
        requests.append(request.text)
        while isHeld { try? await EventLoop.sleep(for: .milliseconds(1)) }
        let text = answers.isEmpty ? "500 no more" : answers.removeFirst()
        let status = text.first?.isNumber == true ? String(text.prefix(3)) : "200"
        let body = text.first?.isNumber == true ? String(text.dropFirst(4)) : text
        socket.write(Bytes("HTTP/1.1 \(status) X\r\ncontent-type: application/json\r\ncontent-length: \(body.utf8.count)\r\nconnection: close\r\n\r\n\(body)".utf8))
        try? await socket.flushed()
        socket.close()
    }

    private static func isComplete(_ request: Bytes) -> Bool {
        let text = request.text
        guard let end = text.firstRange(of: "\r\n\r\n"), let length = text.lowercased().firstRange(of: "content-length: ") else { return false }
        let count = Int(text.lowercased()[length.upperBound...].prefix { $0.isNumber }) ?? 0
        return text[end.upperBound...].utf8.count >= count
    }
}
