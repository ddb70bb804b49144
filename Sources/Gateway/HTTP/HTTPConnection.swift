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
    private var first: Bytes
    private var head: HTTPRequestHead?
    private var body = Bytes()
    private var share = IncomingBytes.Share()
    private var running: Task<Bool, Never>?
    private var isDraining = false

    /// `first` was read already.
    init(socket: StreamSocket, entrance: Entrance, services: GatewayServices, first: Bytes) {
        self.first = first
        self.socket = socket
        self.entrance = entrance
        self.services = services
        let limits = services.snapshots.current.limits
        parser = HTTPRequestParser(headLimit: limits.requestHeadBytes, bodyLimit: limits.requestBytes)
    }

    func run() async {
        defer { services.incoming.release(&share) }
        do {
            var step = try takeFirst()
            while true {
                switch step {
                case .end: return
                case .answer(let task):
                    let keepsOpen = await task.value
                    running = nil
                    guard keepsOpen, !isDraining else { return }
                    step = try take(parser.resume())
                case .read: step = try take(await socket.read())
                }
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

    /// What a connection does next.
    private enum Step {
        case read
        /// To wait for an answer.
        case answer(Task<Bool, Never>)
        case end
    }

    // None of these is ever inlined: what they need, and the bytes that they look at, would be part of every waiting connection's frame.
    @inline(never)
    private func takeFirst() throws -> Step {
        defer { first = [] }
        return try take(first)
    }

    /// Nothing to take is the connection's end.
    @inline(never)
    private func take(_ bytes: consuming Bytes) throws -> Step { bytes.isEmpty ? .end : try take(parser.feed(bytes)) }

    /// Takes the events of one request, and those of the next where that one is answered at once.
    @inline(never)
    private func take(_ events: consuming [HTTPRequestEvent]) throws -> Step {
        while !events.isEmpty {
            for event in events where !take(event) { return .end }
            if let running { return .answer(running) }
            events = try parser.resume()
        }
        return .read
    }

    /// Takes one event, of which the last begins the answer; false where the connection must end.
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
            return answer(request)
        }
        return true
    }

    /// False where callers send more at once than may be held; the caller is told, and the connection must end.
    private func mayTake(_ count: Int) -> Bool {
        let limit = services.snapshots.current.limits.heldBytes
        if services.incoming.hold(body.count + count, &share, limit: limit) { return true }
        let dialect = head.flatMap { HTTPPlace($0.path).dialect } ?? .openAIChat
        HTTPReply(socket: socket, dialect: dialect, keepsOpen: false, request: .random()).fail(.tooMuchComing)
        return false
    }

    /// Answers, where that takes time in a task of its own, so that a caller's leaving can end it; false where the connection must end.
    private func answer(_ request: HTTPRequestHead) -> Bool {
        var whole = Bytes()
        swap(&whole, &body)
        head = nil
        let exchange = HTTPExchange(socket: socket, services: services, entrance: entrance, caller: caller, head: request, mustClose: isDraining)
        switch exchange.answer(whole) {
        case .done(let keepsOpen): return keepsOpen && !isDraining
        case .takesTime(let work):
            running = EventLoop.spawn { await work() }
            return true
        }
    }
}
