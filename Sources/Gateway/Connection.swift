internal import Exchange
internal import Loop
internal import Primitives

/// One caller's connection, whatever it speaks: the first byte tells.
@LoopActor
final class Connection {
    private let socket: StreamSocket
    private let entrance: Entrance
    private let services: GatewayServices
    private var driver: (any ConnectionDriver)?
    private var isDraining = false

    init(socket: StreamSocket, entrance: Entrance, services: GatewayServices) {
        self.socket = socket
        self.entrance = entrance
        self.services = services
    }

    /// Serves the caller until it leaves; calls `ended` once, when nothing of the connection is left.
    func start(ended: @escaping @LoopActor () -> Void) {
        socket.onHangup = { [weak self] in self?.abort() }
        EventLoop.spawn {
            await self.serve()
            self.socket.close()
            ended()
        }
    }

    /// Ends once nothing is in flight.
    func drain() {
        isDraining = true
        if let driver { driver.drain() } else { socket.endReading() }
    }

    /// Ends now, and whatever it asked for with it.
    func abort() {
        driver?.abort()
        socket.close()
    }

    private func serve() async {
        guard let first = try? await socket.read(), let byte = first.first else { return }
        let driver = driver(byte)
        self.driver = driver
        if isDraining { driver.drain() }
        await driver.run(first: first)
        try? await socket.flushed()
        self.driver = nil
    }

    /// Never inlined: what it needs would be part of every connection's frame.
    @inline(never)
    private func driver(_ first: UInt8) -> any ConnectionDriver {
        if entrance == .tcp || Self.isLetter(first) { return HTTPConnection(socket: socket, entrance: entrance, services: services) }
        return RPCConnection(socket: socket, services: services)
    }

    /// HTTP begins with a method; NDJSON never begins with a letter. Over TCP, where NDJSON could show no token, all is HTTP.
    static func isLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
    }
}

/// A protocol spoken on one connection.
@LoopActor
protocol ConnectionDriver: AnyObject {
    /// Serves until the caller has sent all and been answered, or breaks the protocol. `first` was read already.
    func run(first: Bytes) async
    /// Takes no new requests; `run` returns when those in flight have ended.
    func drain()
    /// The caller is gone: ends what it asked for.
    func abort()
}
