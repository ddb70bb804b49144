import JSONText
import Loop
import Primitives

/// A caller that asks one question after another, and keeps what answered.
@LoopActor
final class CallLoop {
    struct Reply: Hashable {
        let revision: String
        let model: String
    }

    private let socket: StreamSocket
    private var buffer = Bytes()
    private var asked = 0
    private(set) var replies: [Reply: Int] = [:]
    private(set) var failures: [String] = []

    init(_ path: String) async throws { socket = try await EventLoop.connect(unix: path) }

    func close() { socket.close() }

    /// Asks until `isDone`.
    func run(until isDone: @LoopActor () -> Bool) async throws {
        while !isDone() { _ = try await ask() }
    }

    @discardableResult
    func ask() async throws -> Reply? {
        let result = try await call("chat", #"{"mode":"background","prompt":"Go.","stream":false}"#)
        guard let route = result["result"]?["route"], let revision = route["revision"]?.string, let model = result["result"]?["model"]?.string else {
            failures.append("\(result)")
            return nil
        }
        let reply = Reply(revision: String(revision.prefix { $0 != "@" }), model: model)
        replies[reply, default: 0] += 1
        return reply
    }

    /// The answer to a call, whatever it is.
    func call(_ method: String, _ params: String = "{}") async throws -> JSONValue {
        asked += 1
        socket.write(Bytes((#"{"jsonrpc":"2.0","id":\#(asked),"method":"\#(method)","params":\#(params)}"# + "\n").utf8))
        while true {
            guard let line = try await next() else { throw SocketError.peerGone }
            if line["id"]?.int == asked { return line }
        }
    }

    private func next() async throws -> JSONValue? {
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
}
