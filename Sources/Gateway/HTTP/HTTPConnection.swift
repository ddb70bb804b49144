internal import Conversation
internal import Exchange
internal import HTTPDoor
internal import HTTPWire
internal import JSONText
internal import Loop
internal import Primitives
internal import Settings

/// Drives one HTTP/1.1 connection: one request after the other, each answered before the next is looked at.
@LoopActor
final class HTTPConnection: ConnectionDriver {
    private let socket: StreamSocket
    private let entrance: Entrance
    private let services: GatewayServices
    private lazy var caller = services.identify(socket)
    private let parser: HTTPRequestParser
    private var head: HTTPRequestHead?
    private var body = Bytes()
    private var share = IncomingBytes.Share()
    private var running: Task<Bool, Never>?
    private var isDraining = false

    init(socket: StreamSocket, entrance: Entrance, services: GatewayServices) {
        self.socket = socket
        self.entrance = entrance
        self.services = services
        let limits = services.snapshots.current.configuration.limits
        parser = HTTPRequestParser(headLimit: limits.requestHeadBytes, bodyLimit: limits.requestBytes)
    }

    func run(first: Bytes) async {
        defer { services.incoming.release(&share) }
        var bytes = first
        do {
            while !bytes.isEmpty {
                var events = try parser.feed(bytes)
                while !events.isEmpty {
                    guard await handle(events) else { return }
                    events = try parser.resume()
                }
                bytes = try await socket.read()
            }
        } catch let error as HTTPDoorError {
            HTTPResponse.refuse(error, path: head?.path, on: socket)
        } catch {
            // The caller is gone.
        }
    }

    func drain() {
        isDraining = true
        if running == nil { socket.endReading() }
    }

    func abort() { running?.cancel() }

    /// False where the connection must end.
    private func handle(_ events: [HTTPRequestEvent]) async -> Bool {
        for index in events.indices {
            guard take(events[index]) else { return false }
            guard let task = running else { continue }
            let keepsOpen = await task.value
            running = nil
            guard keepsOpen, !isDraining else { return false }
        }
        return true
    }

    /// Takes one event, of which the last begins the answer; false where the connection must end.
    ///
    /// Never inlined: what it needs would be part of every waiting connection's frame.
    @inline(never)
    private func take(_ event: HTTPRequestEvent) -> Bool {
        switch event {
        case .head(let received):
            head = received
            body = []
            // A large one proves by its first bytes that it is meant.
            body.reserveCapacity(min(received.contentLength ?? 0, Limits.readBytes) + JSONDocument.padding)
            if received.expectContinue { socket.write(Bytes("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
        case .body(let part):
            guard mayTake(part.count) else { return false }
            if let length = head?.contentLength { body.reserveCapacity(length + JSONDocument.padding) }
            body.append(contentsOf: part)
        case .end:
            services.incoming.release(&share)
            guard let request = head else { return false }
            running = answer(request)
        }
        return true
    }

    /// False where callers send more at once than may be held; the caller is told, and the connection must end.
    private func mayTake(_ count: Int) -> Bool {
        let limit = services.snapshots.current.configuration.limits.heldBytes
        if services.incoming.hold(body.count + count, &share, limit: limit) { return true }
        let dialect = head.flatMap { HTTPPlace($0.path).dialect } ?? .openAIChat
        HTTPReply(socket: socket, dialect: dialect, keepsOpen: false, request: .random()).fail(.tooMuchComing)
        return false
    }

    /// Answers in a task of its own, so that a caller's leaving can end it; its value is false where the connection must end.
    private func answer(_ request: HTTPRequestHead) -> Task<Bool, Never> {
        var whole = Bytes()
        swap(&whole, &body)
        head = nil
        let exchange = HTTPExchange(socket: socket, services: services, entrance: entrance, caller: caller, head: request, mustClose: isDraining)
        return EventLoop.spawn { [whole] in await exchange.answer(whole) }
    }
}
