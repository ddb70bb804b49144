package import Loop
internal import Primitives

/// A scripted provider that listens on a socket: what tests, the demo and the benchmark talk to in place of a real one.
@LoopActor
package final class Simulator {
    /// Where it listens: `unix:/path` or `127.0.0.1:port`.
    package let address: String
    /// The TCP port; 0 on a Unix socket.
    package let port: UInt16
    private let listener: Listener
    private var provider = SimulatedProvider()
    private var connections: [Int: SimulatorConnection] = [:]
    private var connectionsMade = 0
    private var accepting: Task<Void, Never>?

    /// What it plays; setting it starts the counts afresh.
    package var scenario: Scenario {
        get { provider.scenario }
        set { provider.scenario = newValue }
    }

    /// The latest requests, oldest first.
    package var received: [ReceivedRequest] { provider.log.requests }
    /// Requests ever received, whether or not they are still among ``received``.
    package var requestCount: Int { provider.log.total }
    /// Connections that are open now.
    package var connectionCount: Int { connections.count }
    /// Connections ever made: shows whether a client keeps its connections.
    package var acceptedCount: Int { connectionsMade }

    package static func start(_ address: SimulatorOptions.Address) throws(SystemError) -> Simulator {
        switch address {
        case .tcp(let port): try start(tcp: port)
        case .unix(let path): try start(unix: path)
        }
    }

    package static func start(unix path: String) throws(SystemError) -> Simulator {
        Simulator(try Listener.unix(path: path), address: "unix:\(path)")
    }

    /// On 127.0.0.1; port 0 takes any free one.
    package static func start(tcp port: UInt16 = 0) throws(SystemError) -> Simulator {
        let listener = try Listener.tcp(loopback: port)
        return Simulator(listener, address: "127.0.0.1:\(listener.port)")
    }

    private init(_ listener: Listener, address: String) {
        self.listener = listener
        self.address = address
        port = listener.port
        accepting = EventLoop.spawn { await self.acceptAll() }
    }

    /// Stops listening and closes every connection.
    package func stop() {
        accepting?.cancel()
        listener.close()
        for connection in connections.values { connection.stop() }
        connections.removeAll()
    }

    package func forgetRequests() { provider.forgetRequests() }

    private func acceptAll() async {
        while let socket = try? await listener.accept() { serve(socket) }
    }

    private func serve(_ socket: StreamSocket) {
        connectionsMade += 1
        let number = connectionsMade
        let connection = SimulatorConnection(socket, simulator: self)
        connections[number] = connection
        connection.start { [weak self] in self?.connections[number] = nil }
    }

    func reply(to request: SimulatedProvider.Request) -> SimulatedProvider.Reply {
        provider.reply(to: request, now: EventLoop.now, wall: Clock.unixSeconds)
    }

    func finish(_ number: Int, _ outcome: ReceivedRequest.Outcome) { provider.finish(number, outcome) }
}
