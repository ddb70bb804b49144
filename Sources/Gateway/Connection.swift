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
        guard let driver = await firstDriver() else { return }
        self.driver = driver
        if isDraining { driver.drain() }
        await driver.run()
        try? await socket.flushed()
        self.driver = nil
    }

    /// Nil where the caller says nothing. The first bytes go to the driver, and are held nowhere else: they may be many.
    private func firstDriver() async -> (any ConnectionDriver)? {
        guard let first = try? await socket.read() else { return nil }
        return driver(first)
    }

    /// Never inlined: what it needs would be part of every connection's frame.
    @inline(never)
    private func driver(_ first: Bytes) -> (any ConnectionDriver)? {
        guard let byte = first.first else { return nil }
        if entrance == .tcp || Self.isLetter(byte) { return HTTPConnection(socket: socket, entrance: entrance, services: services, first: first) }
        return RPCConnection(socket: socket, services: services, first: first)
    }

    /// HTTP begins with a method; NDJSON never begins with a letter. Over TCP, where NDJSON could show no token, all is HTTP.
    static func isLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
    }
}

/// A protocol spoken on one connection.
@LoopActor
protocol ConnectionDriver: AnyObject {
    /// Serves until the caller has sent all and been answered, or breaks the protocol.
    func run() async
    /// Takes no new requests; `run` returns when those in flight have ended.
    func drain()
    /// The caller is gone: ends what it asked for.
    func abort()
}
