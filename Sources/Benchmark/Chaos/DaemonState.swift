internal import JSONText
internal import Loop
internal import Primitives

/// How the daemon is at one moment: by its own `status` and `usage`, and by the kernel.
struct DaemonState: Sendable, Equatable {
    var requests = 0
    var inFlight = 0
    var connections = 0
    var tasks = 0
    var reloads = 0
    /// Requests in the ledger.
    var kept = 0
    /// Those that wait to be written.
    var residentBytes = 0
    /// Without those of connections, which the daemon keeps to providers on purpose.
    var descriptors = 0
    var upstreamCalls = 0

    var isQuiet: Bool { inFlight == 0 && connections == 1 && upstreamCalls == 0 }

    /// Asks on a connection of its own, which is the one that is counted.
    @LoopActor
    init(of pid: Int32, at path: String) async throws {
        let socket = try await EventLoop.connect(unix: path)
        defer { socket.close() }
        let usage = try await Self.call("usage", socket)
        let status = try await Self.call("status", socket)
        kept = usage["rows"]?.elements.reduce(0) { $0 + ($1["requests"]?.int ?? 0) } ?? 0
        requests = status["requests"]?["total"]?.int ?? 0
        inFlight = status["requests"]?["in_flight"]?.int ?? 0
        connections = status["connections"]?.int ?? 0
        tasks = status["tasks"]?.int ?? 0
        reloads = status["table"]?["reloads"]?.int ?? 0
        upstreamCalls = status["upstream"]?["calls"]?.int ?? 0
        residentBytes = ProcessAccount(of: pid)?.residentBytes ?? 0
        let open = (try? FileReader.names(inFolder: "/proc/\(pid)/fd").count) ?? 0
        descriptors = open - connections - (status["upstream"]?["connections"]?.int ?? 0)
    }

    @LoopActor
    private static func call(_ method: String, _ socket: StreamSocket) async throws -> JSONValue {
        socket.write(Bytes("{\"id\":\"\(method)\",\"method\":\"\(method)\"}\n".utf8))
        var line = Bytes()
        while line.last != UInt8(ascii: "\n") {
            let bytes = try await socket.read()
            if bytes.isEmpty { throw LoadError.disconnected }
            line += bytes
        }
        guard let result = try JSONDocument.parse(line).root["result"] else { throw LoadError.answer(line.text) }
        return result
    }
}
