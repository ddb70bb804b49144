internal import Exchange
package import Loop
internal import Primitives
internal import Settings
internal import Telemetry

/// Accepts callers on every listener and keeps their connections until they end or the daemon drains.
@LoopActor
package final class Door {
    private let services: GatewayServices
    private var listeners: [Listener] = []
    private var connections: [ObjectIdentifier: Connection] = [:]
    private var emptied: [CheckedContinuation<Void, Never>] = []
    private var isDraining = false
    private let goodbyes: Goodbyes

    package init(services: GatewayServices) {
        self.services = services
        goodbyes = Goodbyes(log: services.log)
    }

    package var connectionCount: Int { connections.count }
    /// Connections refused because there were too many, since the start.
    package var refusedCount: Int { goodbyes.refused }

    /// Serves `listener` until the door drains.
    package func open(_ listener: Listener, as entrance: Entrance) {
        listeners.append(listener)
        var told: Instant?
        listener.onExhaustion = { [log = services.log] error in
            // It is told of every pause, which come many a second.
            if let told, EventLoop.now - told < Limits.overloadPause { return }
            told = EventLoop.now
            log(LogEntry(.warning, messageID: MessageID.overloaded.rawValue, message: "callers wait until there are descriptors again: \(error)"))
        }
        EventLoop.spawn {
            while let socket = try? await listener.accept() { self.admit(socket, entrance) }
        }
    }

    /// Takes no more callers, lets requests in flight end, and returns when the last connection is gone or `deadline` has passed.
    package func drain(within deadline: Duration) async {
        isDraining = true
        for listener in listeners { listener.close() }
        for connection in connections.values { connection.drain() }
        guard !connections.isEmpty else { return }
        let timer = EventLoop.schedule(after: deadline) {
            for connection in self.connections.values { connection.abort() }
        }
        await withCheckedContinuation { emptied.append($0) }
        timer.cancel()
    }

    private func admit(_ socket: StreamSocket, _ entrance: Entrance) {
        let limit = services.snapshots.current.limits.connections
        guard connections.count < limit, !isDraining else {
            return isDraining ? socket.close() : goodbyes.say(to: socket, entrance, limit: limit)
        }
        let connection = Connection(socket: socket, entrance: entrance, services: services)
        let key = ObjectIdentifier(connection)
        connections[key] = connection
        connection.start { self.forget(key) }
    }

    private func forget(_ key: ObjectIdentifier) {
        connections[key] = nil
        guard connections.isEmpty else { return }
        for waiter in emptied { waiter.resume() }
        emptied.removeAll()
    }
}
