import Glibc
import Loop
import Primitives
import TestKit

/// A server of a few lines: what it says to each connection is up to the test, byte for byte.
@LoopActor
final class ScriptedServer {
    typealias Script = @LoopActor @Sendable (Peer) async throws -> Void

    let url: String
    let unixSocket: String?
    private let listener: Listener
    private var tasks: [Task<Void, Never>] = []
    private(set) var connections = 0

    private static var lastNumber = 0

    private init(_ listener: Listener, url: String, unixSocket: String?, _ script: @escaping Script) {
        self.listener = listener
        self.url = url
        self.unixSocket = unixSocket
        tasks = [Task(executorPreference: LoopExecutor.shared) { [weak self] in await self?.serve(script) }]
    }

    static func unix(abstract: Bool = false, _ script: @escaping Script) throws -> ScriptedServer {
        lastNumber += 1
        let path = (abstract ? "@" : "/tmp/") + "shunt-transfer-\(getpid())-\(lastNumber)"
        return ScriptedServer(try Listener.unix(path: path), url: "http://test", unixSocket: path, script)
    }

    /// On a Unix socket whose queue holds next to nothing.
    static func narrow(_ script: @escaping Script) throws -> ScriptedServer {
        lastNumber += 1
        let path = "/tmp/shunt-transfer-\(getpid())-\(lastNumber)"
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0 }
        }
        guard isBound, listen(number, 0) == 0 else { throw SystemError("listen on \(path)", code: errno) }
        return ScriptedServer(try Listener(adopting: Descriptor(adopting: number)), url: "http://test", unixSocket: path, script)
    }

    static func tcp(_ script: @escaping Script) throws -> ScriptedServer {
        let listener = try Listener.tcp(loopback: 0)
        return ScriptedServer(listener, url: "http://127.0.0.1:\(listener.port)", unixSocket: nil, script)
    }

    func close() {
        listener.close()
        for task in tasks { task.cancel() }
    }

    private func serve(_ script: @escaping Script) async {
        while let socket = try? await listener.accept() {
            connections += 1
            let peer = Peer(socket, number: connections)
            tasks.append(Task(executorPreference: LoopExecutor.shared) { await peer.play(script) })
        }
    }
}

/// One connection to a scripted server.
@LoopActor
final class Peer {
    struct Request: Sendable {
        let head: String
        let body: Bytes
    }

    let socket: StreamSocket
    /// Counts the server's connections from 1.
    let number: Int
    private var received: Bytes = []

    init(_ socket: StreamSocket, number: Int) {
        self.socket = socket
        self.number = number
    }

    func play(_ script: ScriptedServer.Script) async {
        do { try await script(self) } catch {}
        do { try await socket.flushed() } catch {}
        socket.close()
    }

    /// The next request; nil when the client has closed.
    func request() async throws -> Request? {
        let end = Bytes("\r\n\r\n".utf8)
        while true {
            if let range = received.firstRange(of: end) {
                let head = received[..<range.lowerBound].text
                let body = try await bytes(Self.contentLength(head), after: range.upperBound)
                return Request(head: head, body: body)
            }
            let more = try await socket.read()
            if more.isEmpty { return nil }
            received += more
        }
    }

    private func bytes(_ count: Int, after start: Int) async throws -> Bytes {
        while received.count - start < count { received += try await socket.read() }
        let body = Bytes(received[start..<(start + count)])
        received.removeFirst(start + count)
        return body
    }

    private static func contentLength(_ head: String) -> Int {
        let line = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        return line.flatMap { Int($0.dropFirst(15).filter(\.isNumber)) } ?? 0
    }

    func send(_ text: String) { socket.write(Bytes(text.utf8)) }

    func answer(_ body: String, status: Int = 200) {
        send("HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// Returns when the client has closed its side.
    func clientGone() async {
        while let bytes = try? await socket.read(), !bytes.isEmpty {}
    }
}
