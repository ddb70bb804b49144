internal import Exchange
internal import JSONText
internal import Loop
internal import Primitives
internal import Routing
internal import Settings

/// Drives one NDJSON connection: many requests in flight, each answered under its id.
@LoopActor
final class RPCConnection: ConnectionDriver {
    let socket: StreamSocket
    let services: GatewayServices
    private lazy var caller = services.identify(socket)
    private var lines: LineSplitter
    private var share = IncomingBytes.Share()
    /// What runs, by the id it was asked under.
    private var running: [RPCID: Task<Void, Never>] = [:]
    private var idle: CheckedContinuation<Void, Never>?
    private var isDraining = false

    /// `first` was read already.
    init(socket: StreamSocket, services: GatewayServices, first: Bytes) {
        self.socket = socket
        self.services = services
        lines = LineSplitter(limit: services.snapshots.current.limits.requestBytes)
        lines.feed(first)
    }

    func run() async {
        do {
            while true {
                while let line = try lines.next() { handle(line) }
                guard services.incoming.hold(lines.count, &share, limit: services.snapshots.current.limits.heldBytes) else {
                    refuse(RPCError(id: nil, .tooMuchComing))
                    break
                }
                if socket.backlog > Limits.writeBacklogBytes { try await socket.drained() }
                let bytes = try await socket.read()
                if bytes.isEmpty { break }
                lines.feed(bytes)
            }
            if let last = lines.finish() { handle(last) }
        } catch let error as LineSplitter.LineTooLong {
            refuse(RPCError(id: nil, code: .invalidRequest, "a line may have \(error.limit) bytes; the connection ends here"))
        } catch {
            // The caller is gone; `abort` has ended what it asked for.
        }
        services.incoming.release(&share)
        if !running.isEmpty { await withCheckedContinuation { idle = $0 } }
    }

    func drain() {
        isDraining = true
        if running.isEmpty { socket.endReading() }
    }

    func abort() {
        for task in running.values { task.cancel() }
    }

    private func handle(_ line: consuming Bytes) {
        do throws(RPCError) {
            let message = try RPCMessage.read(line)
            guard let id = message.id else {
                try notify(message)
                return
            }
            guard running[id] == nil else {
                throw RPCError(id: id, code: .invalidRequest, "a request with this \"id\" is still running; use another")
            }
            try start(message, id)
        } catch {
            refuse(error)
        }
    }

    private func notify(_ message: RPCMessage) throws(RPCError) {
        guard message.method == .cancel else {
            throw RPCError(id: nil, code: .invalidRequest, "\"\(message.method.rawValue)\" needs an \"id\"")
        }
        try cancel(message)
    }

    private func cancel(_ message: RPCMessage) throws(RPCError) {
        guard let value = message.params?["id"] else {
            throw RPCError(id: message.id, code: .invalidParams, "\"cancel\" needs the \"id\" of a request", parameter: "id")
        }
        running[try RPCID.read(value)]?.cancel()
    }

    private func start(_ message: RPCMessage, _ id: RPCID) throws(RPCError) {
        switch message.method {
        case .chat: try chat(message, id)
        case .reload:
            let allowsOlder = message.params?["allow_older"]?.bool ?? false
            run(id) { await self.reload(id, allowsOlder: allowsOlder) }
        case .tableHistory, .tableShow, .tableRollback, .tablePromote: try table(message, id)
        case .cancel:
            try cancel(message)
            socket.write(RPCWriter.result(id) { _ in })
        case .explain:
            let call = try call(message, id)
            do {
                let record = try services.chat.explain(call)
                socket.write(RPCWriter.whole(id, record.write(into:)))
            } catch {
                throw RPCError(id: id, error)
            }
        case .models: socket.write(RPCWriter.result(id) { Listing.models(self.services.snapshots.current, into: &$0) })
        case .modes:
            if try SeenParams.wantsSeen(message.params, id: id) { return run(id) { await self.seen(id) } }
            socket.write(RPCWriter.result(id) { Listing.modes(self.services.snapshots.current, into: &$0) })
        case .status: socket.write(RPCWriter.result(id) { self.services.control.status(into: &$0) })
        case .usage:
            let query = try UsageParams.read(message.params, id: id, caller: services.control.mayReload(caller) ? nil : caller)
            run(id) { await self.usage(id, query) }
        case .trace:
            let query = try TraceParams.read(message.params, id: id, caller: services.control.mayReload(caller) ? nil : caller)
            run(id) { await self.trace(id, query) }
        case .budgets: socket.write(RPCWriter.result(id) { self.writeBudgets(into: &$0) })
        case .whoami: socket.write(RPCWriter.result(id) { WhoAmI(self.caller, self.services).write(into: &$0) })
        case .import:
            guard services.control.mayReload(caller) else {
                throw RPCError(id: id, denied("only root and the daemon's own user may add to the ledger"))
            }
            let batch = try ImportParams.read(message.params, id: id)
            run(id) { await self.add(batch, id) }
        case .ping: socket.write(RPCWriter.result(id) { _ in })
        }
    }

    private func chat(_ message: RPCMessage, _ id: RPCID) throws(RPCError) {
        let limit = services.snapshots.current.limits.requestsPerConnection
        guard !isDraining else { throw RPCError(id: id, CallFailure(.shuttingDown, "the daemon is stopping; ask again on a new connection")) }
        guard running.count < limit else {
            throw RPCError(id: id, CallFailure(.overloaded, "\(limit) requests are running on this connection; wait for one to end"))
        }
        let params = try ChatParams.read(message.params, id: id)
        let call = call(params)
        run(id) {
            await RPCRelay(id: id, socket: self.socket, call: call, dialect: params.dialect).run(on: self.services.chat)
        }
    }

    private func call(_ message: RPCMessage, _ id: RPCID) throws(RPCError) -> ChatCall {
        call(try ChatParams.read(message.params, id: id))
    }

    private func call(_ params: ChatParams) -> ChatCall {
        ChatCall(
            caller: caller, snapshot: services.snapshots.current, source: params.source, facts: params.facts,
            intent: params.intent, received: EventLoop.now)
    }

    private func reload(_ id: RPCID, allowsOlder: Bool) async {
        guard services.control.mayReload(caller) else {
            return refuse(RPCError(id: id, denied("only root and the daemon's own user may reload")))
        }
        do {
            try await services.control.reload(allowsOlder: allowsOlder)
            socket.write(RPCWriter.result(id) { Listing.revision(self.services.snapshots.current, into: &$0) })
        } catch {
            let text = error.diagnostics.map(\.description).joined(separator: "\n")
            refuse(RPCError(id: id, CallFailure(.invalidRequest, text)))
        }
    }

    private func table(_ message: RPCMessage, _ id: RPCID) throws(RPCError) {
        guard services.control.mayReload(caller) else {
            throw RPCError(id: id, denied("only root and the daemon's own user may look at and choose among its tables"))
        }
        let params = try TableParams.read(message.params, id: id)
        run(id) {
            do throws(CallFailure) {
                let answer = try await TableAnswer.of(message.method, params, self.services)
                self.socket.write(RPCWriter.result(id) { answer.write(into: &$0) })
            } catch {
                self.refuse(RPCError(id: id, error))
            }
        }
    }

    private func usage(_ id: RPCID, _ query: UsageQuery) async {
        do throws(LedgerFailure) {
            let rows = try await services.ledger.usage(query)
            socket.write(RPCWriter.result(id) { UsageWriter.write(rows, query, into: &$0) })
        } catch {
            refuse(RPCError(id: id, CallFailure(.noCandidate, error.message)))
        }
    }

    /// All of them for the operator, else those that count what the caller asks.
    private func writeBudgets(into writer: inout JSONWriter) {
        let snapshot = services.snapshots.current
        writer.key("budgets")
        if services.control.mayReload(caller) {
            services.budgets.write(snapshot, parts: true, into: &writer)
        } else {
            services.budgets.write(snapshot, for: caller?.identity ?? .stranger, into: &writer)
        }
    }

    private func trace(_ id: RPCID, _ query: TraceQuery) async {
        do throws(LedgerFailure) {
            let entries = try await services.ledger.trace(query)
            socket.write(RPCWriter.result(id) { TraceWriter.write(entries, query, into: &$0) })
        } catch {
            refuse(RPCError(id: id, CallFailure(.noCandidate, error.message)))
        }
    }

    private func add(_ batch: ImportParams, _ id: RPCID) async {
        do throws(LedgerFailure) {
            let added = try await services.ledger.add(batch.entries)
            socket.write(RPCWriter.result(id) { batch.write(added: added, into: &$0) })
        } catch {
            refuse(RPCError(id: id, CallFailure(.noCandidate, error.message)))
        }
    }

    /// What has shown up: from the ledger, else since the daemon's start, which the operator alone may see.
    private func seen(_ id: RPCID) async {
        let isOperator = services.control.mayReload(caller)
        let listing = SeenListing(snapshot: services.snapshots.current, uid: isOperator ? nil : caller.map { Int($0.identity.uid) })
        do throws(LedgerFailure) {
            let seen = try await listing.ask(services.ledger)
            socket.write(RPCWriter.result(id) { listing.write(seen, into: &$0) })
        } catch {
            guard isOperator else { return refuse(RPCError(id: id, CallFailure(.noCandidate, error.message))) }
            socket.write(RPCWriter.result(id) { listing.write(self.services.counters.sightings, into: &$0) })
        }
    }

    /// Of what only an operator may do; the journal is told who asked.
    private func denied(_ message: String) -> CallFailure {
        services.log(DenialEntry.make(caller, message))
        return CallFailure(.denied, message)
    }

    private func refuse(_ error: RPCError) {
        socket.write(RPCWriter.error(error))
    }

    /// Runs `body` beside the reading of further lines, and forgets it when it has ended.
    private func run(_ id: RPCID, _ body: @escaping @LoopActor () async -> Void) {
        running[id] = EventLoop.spawn {
            await body()
            self.running[id] = nil
            guard self.running.isEmpty else { return }
            if self.isDraining { self.socket.endReading() }
            self.idle?.resume()
            self.idle = nil
        }
    }
}
