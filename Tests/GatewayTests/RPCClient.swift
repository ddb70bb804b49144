import JSONText
import Loop
import Primitives

/// A caller on the socket that keeps every line it gets.
@LoopActor
final class RPCClient {
    let socket: StreamSocket
    private var buffer = Bytes()

    init(_ socket: StreamSocket) { self.socket = socket }

    func send(_ line: String) { socket.write(Bytes((line + "\n").utf8)) }

    func send(raw bytes: Bytes) { socket.write(bytes) }

    /// The next line as JSON; nil at the end of the connection.
    func next() async throws -> JSONValue? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Bytes(buffer[..<end])
                buffer.removeSubrange(...end)
                return try JSONDocument.parse(line).root
            }
            let bytes = try await socket.read()
            if bytes.isEmpty { return nil }
            buffer += bytes
        }
    }

    /// Lines up to the answer of `id`, which is the last of them.
    func answer(_ id: Int) async throws -> (deltas: [JSONValue], last: JSONValue) {
        var deltas: [JSONValue] = []
        while let line = try await next() {
            if line["id"]?.int == id { return (deltas, line) }
            if line["params"]?["id"]?.int == id, line["method"]?.isString("chat.delta") == true { deltas.append(line) }
        }
        throw SocketError.peerGone
    }

    /// Everything until the connection ends.
    func rest() async -> String {
        while let bytes = try? await socket.read(), !bytes.isEmpty { buffer += bytes }
        defer { buffer = [] }
        return buffer.text
    }

    /// Sends an HTTP request that ends the connection, and returns the whole response.
    func http(_ body: String, path: String = "/v1/chat/completions", method: String = "POST", fields: [String] = []) async -> String {
        var text = "\(method) \(path) HTTP/1.1\r\nhost: shunt\r\nconnection: close\r\ncontent-length: \(body.utf8.count)\r\n"
        for field in fields { text += field + "\r\n" }
        socket.write(Bytes((text + "\r\n" + body).utf8))
        return await rest()
    }
}
