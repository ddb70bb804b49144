internal import JSONText
internal import Loop
internal import Primitives

/// A connection to the daemon: line-delimited JSON-RPC on its Unix socket, one call at a time.
@LoopActor
final class DaemonConnection {
    /// What the daemon sends while a call runs: `{"jsonrpc", "method", "params"}`.
    struct Notification {
        let message: JSONValue

        var method: String { message["method"]?.string ?? "" }
        var params: JSONValue? { message["params"] }
    }

    let path: String
    private let socket: StreamSocket
    private let lines: LineReader
    private var lastID = 0

    private init(_ socket: StreamSocket, path: String) {
        self.socket = socket
        self.path = path
        lines = LineReader(limit: Limits.daemonLineBytes) { () throws(SocketError) in try await socket.read() }
    }

    /// Connects to the first of `paths` at which there is a socket.
    static func open(_ paths: [String]) async throws(ConsoleError) -> DaemonConnection {
        for path in paths {
            do {
                return DaemonConnection(try await EventLoop.connect(unix: path), path: path)
            } catch {
                guard case .system(let system) = error else { throw .interrupted }
                if !system.isNotFound { throw .unreachable(.reason(system, path)) }
            }
        }
        throw .unreachable(.absent(paths))
    }

    /// Sends one request and returns its `result`. Between the two, `each` gets every notification; while it waits, the daemon does.
    func call(
        _ method: StaticString, _ params: (inout JSONWriter) -> Void = { _ in },
        each: @LoopActor (Notification) async throws(ConsoleError) -> Void = { _ in }
    ) async throws(ConsoleError) -> JSONValue {
        lastID += 1
        let id = lastID
        send(method, id: id, params)
        while true {
            let message = try await receive()
            if message["method"] != nil {
                if message["params"]?["id"]?.int == id { try await each(Notification(message: message)) }
            } else if let error = message["error"], message["id"]?.int == id || message["id"]?.isNull != false {
                throw .failed(CallError(value: error))
            } else if let result = message["result"], message["id"]?.int == id {
                return result
            }
        }
    }

    /// Tells the daemon that nobody waits for the last call any more.
    func cancel() { send("cancel", id: nil) { $0.member("id", self.lastID) } }

    /// Hands over what was sent and closes; a call that still runs is aborted by the daemon.
    func close() { socket.close() }

    private func send(_ method: StaticString, id: Int?, _ params: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object {
            $0.member("jsonrpc", "2.0")
            if let id { $0.member("id", id) }
            $0.key("method")
            $0.value("\(method)")
            $0.object("params", params)
        }
        socket.write(writer.bytes + [UInt8(ascii: "\n")])
    }

    private func receive() async throws(ConsoleError) -> JSONValue {
        let line: Result<Bytes, LineReader.TooLong>?
        do {
            line = try await lines.next()
        } catch {
            throw error == .cancelled ? .interrupted : .unreachable(.gone)
        }
        guard let line else { throw .unreachable(.gone) }
        guard case .success(let text) = line, let message = try? JSONDocument.parse(text).root, message.kind == .object else {
            throw .unreachable(.stranger(path))
        }
        return message
    }
}

extension Unreachable {
    fileprivate static func reason(_ error: SystemError, _ path: String) -> Unreachable {
        if error.isDenied { return .denied(path) }
        return error.isRefused ? .deaf(path) : .other(path, SystemError.text(of: error.code))
    }
}
