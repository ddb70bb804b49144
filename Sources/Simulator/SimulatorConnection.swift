internal import HTTPDoor
internal import HTTPWire
internal import Loop
internal import Primitives

/// One connection of the simulator: reads requests, one after the other, and carries out the steps of their replies.
@LoopActor
final class SimulatorConnection {
    private let socket: StreamSocket
    private let simulator: Simulator
    private var task: Task<Void, Never>?
    private let parser = HTTPRequestParser()
    private var head: HTTPRequestHead?
    private var body = Bytes()
    /// The request being answered, in the log.
    private var current: Int?

    init(_ socket: StreamSocket, simulator: Simulator) {
        self.socket = socket
        self.simulator = simulator
    }

    func start(whenOver: @escaping @LoopActor @Sendable () -> Void) {
        let task = EventLoop.spawn {
            await self.run()
            whenOver()
        }
        self.task = task
        // Wakes it out of a pause that nobody waits for any more.
        socket.onHangup = { task.cancel() }
    }

    func stop() {
        task?.cancel()
        socket.close()
    }

    private func run() async {
        defer { socket.close() }
        do {
            while case let bytes = try await socket.read(), !bytes.isEmpty {
                var events = try parser.feed(bytes)
                while !events.isEmpty {
                    guard try await handle(events) else { return }
                    events = try parser.resume()
                }
            }
        } catch let error as HTTPDoorError {
            socket.write(Bytes("HTTP/1.1 \(error.status) \(HTTPStatus.reason(error.status))\r\nconnection: close\r\ncontent-length: 0\r\n\r\n".utf8))
            try? await socket.flushed()
        } catch {
            if let current { simulator.finish(current, .abandoned) }
        }
    }

    /// False where the connection is over.
    private func handle(_ events: [HTTPRequestEvent]) async throws -> Bool {
        for event in events {
            switch event {
            case .head(let head):
                self.head = head
                if head.expectContinue { socket.write(Bytes("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
            case .body(let part): body += part
            case .end:
                guard let head else { continue }
                let told = RequestHead(method: head.method, path: head.path, query: head.query, fields: head.fields)
                let request = SimulatedProvider.Request(head: told, body: body)
                body = []
                return try await answer(request, keepAlive: head.keepAlive)
            }
        }
        return true
    }

    private func answer(_ request: SimulatedProvider.Request, keepAlive: Bool) async throws -> Bool {
        let reply = simulator.reply(to: request)
        current = reply.number
        for step in reply.steps {
            guard try await perform(step) else {
                if let current { simulator.finish(current, .broken) }
                return false
            }
        }
        if let current { simulator.finish(current, .delivered) }
        current = nil
        if !keepAlive { try await socket.flushed() }
        return keepAlive
    }

    /// False where the step ends the connection.
    private func perform(_ step: DeliveryStep) async throws -> Bool {
        switch step {
        case .send(let bytes):
            socket.write(bytes)
            if socket.backlog > Limits.writeBacklogBytes { try await socket.drained() }
        case .flush: try await socket.flushed()
        case .pause(let duration): try await EventLoop.sleep(for: duration)
        case .repeating(let bytes):
            while true {
                socket.write(bytes)
                try await socket.drained()
                await Task.yield()
            }
        case .hang:
            while try await !socket.read().isEmpty {}
            throw SocketError.peerGone
        case .reset:
            try await socket.flushed()
            socket.reset()
            return false
        case .close:
            try await socket.flushed()
            return false
        }
        return true
    }
}
