internal import Control
internal import Exchange
internal import Gateway
internal import Host
internal import JSONText
internal import Ledger
package import Loop
internal import Primitives
internal import Routing
internal import Settings
internal import Telemetry
internal import Transfer
internal import Upstream

/// The running daemon: its object graph, from start to drained.
@LoopActor
package final class Daemon {
    /// How long answers in flight may take once the daemon is asked to stop.
    private static let drainPatience = Duration.seconds(25)

    private let snapshots: SnapshotHolder
    private let controller: Controller
    private let door: Door
    private let client: HTTPClient
    private let supply: TableSupply
    private let archive: TableArchive?
    private let state: RoutingState
    private let log: (LogEntry) -> Void
    private let ledger: LedgerBook?
    private let budgets: BudgetKeeper
    private let spending: BudgetBook?
    private var stopped: CheckedContinuation<Void, Never>?
    private var mustStop = false

    private init(_ options: DaemonOptions, _ snapshot: Snapshot, _ tables: Tables) {
        let snapshots = SnapshotHolder(snapshot)
        let log = { (entry: LogEntry) in if snapshots.current.configuration.journal.takes(entry) { LogSink.write(entry) } }
        let counters = Counters()
        let client = tables.client
        let state = RoutingState(sessions: snapshot.limits.sessions)
        let (book, ledger) = LedgerPlace.open(options, snapshot.configuration.ledger, log: { LogSink.write($0) })
        let spending = LedgerPlace.budgets(options)
        let budgets = BudgetKeeper(store: spending, log: log)
        let chat = ChatDispatcher(client: client, state: state, counters: counters, book: book, budgets: budgets, log: log)
        let supply = tables.supply
        let controller = Controller(
            snapshots: snapshots, load: { (what) async throws(ReloadFailure) in try await supply.load(what) }, log: log)
        let watch = RolloutWatch()
        controller.supply = supply
        controller.history = tables.archive
        controller.onLive = {
            supply.isLive($0)
            watch.follow($0)
        }
        controller.reportRollout = { watch.status(into: &$0) }
        watch.onBreach = { [weak controller] in controller?.withdraw(because: $0) }
        chat.onSettled = { watch.note($0, $1, $2) }
        controller.reportSource = { supply.status(into: &$0) }
        supply.onDue = { [weak controller] in EventLoop.spawn { await controller?.refresh() } }
        let directory = CallerDirectory()
        let services = GatewayServices(
            chat: chat, control: controller, ledger: book, budgets: budgets, snapshots: snapshots, counters: counters, log: log,
            identify: { directory.identify($0) })
        let door = Door(services: services)
        controller.reporters = [
            { counters.write(into: &$0) },
            { state.writeHealth(into: &$0) },
            { Self.write(door, client, into: &$0) },
            { book.status(into: &$0) },
            { budgets.status(snapshots.current, into: &$0) },
        ]
        self.snapshots = snapshots
        self.state = state
        self.client = client
        self.log = log
        self.controller = controller
        self.ledger = ledger
        self.budgets = budgets
        self.spending = spending
        self.door = door
        self.supply = supply
        archive = tables.archive
    }

    /// Runs until a signal asks it to stop; returns the exit status.
    package static func run(_ options: DaemonOptions) async -> Int32 {
        LogSink.start(identifier: "shuntd", asJSON: options.logsJSON)
        defer { LogSink.flush() }
        do throws(ReloadFailure) {
            try prepareProcess()
            StateFolder.make(options)
            let tables = Tables(options)
            let (snapshot, failure) = try await tables.supply.start()
            let daemon = Daemon(options, snapshot, tables)
            if let failure { daemon.controller.began(despite: failure) }
            await daemon.openBudgets()
            try daemon.listen(options)
            try await daemon.serve()
            return 0
        } catch {
            let reasons = error.diagnostics.map { "\n\($0)" }.joined()
            LogSink.write(LogEntry(.error, message: "shuntd cannot start:\(reasons)"))
            return 1
        }
    }

    /// What is open and running now.
    private static func write(_ door: Door, _ client: HTTPClient, into writer: inout JSONWriter) {
        writer.member("connections", door.connectionCount)
        writer.member("connections_refused", door.refusedCount)
        writer.object("upstream") {
            $0.member("calls", client.counters.running)
            $0.member("connections", client.counters.connections)
        }
        writer.member("tasks", EventLoop.tasks)
    }

    private static func prepareProcess() throws(ReloadFailure) {
        ProcessHardening.raiseDescriptorLimit()
        do { try ProcessHardening.forbidCoreDumps() } catch { throw ReloadFailure(error) }
    }

    /// Before callers are let in: `status` tells what is spent from the beginning.
    private func openBudgets() async {
        guard snapshots.current.hasBudgets else { return }
        if spending == nil {
            log(LogEntry(.warning, message: "what is spent of budgets does not outlive the daemon: start shuntd with --state FOLDER, or under systemd with StateDirectory="))
        }
        await budgets.restore()
    }

    private func listen(_ options: DaemonOptions) throws(ReloadFailure) {
        do {
            for (listener, entrance) in try Listeners.open(options, snapshots.current.configuration.listen) {
                door.open(listener, as: entrance)
            }
        } catch {
            throw ReloadFailure(error)
        }
    }

    private func serve() async throws(ReloadFailure) {
        do {
            try EventLoop.onSignals([Signals.hangup]) { _ in EventLoop.spawn { await self.reload() } }
            try EventLoop.onSignals([Signals.terminate, Signals.interrupt]) { _ in self.stop() }
            try EventLoop.startWatchdog()
        } catch {
            throw ReloadFailure(error)
        }
        controller.onLive(snapshots.current)
        let line = StatusLine.serving(snapshots.current)
        for warning in snapshots.current.warnings { log(LogEntry(.warning, message: "\(warning)")) }
        log(LogEntry(.notice, messageID: MessageID.started.rawValue, message: line))
        Notify.ready(status: line)
        EventLoop.spawn { await self.recall() }
        if !mustStop { await withCheckedContinuation { stopped = $0 } }
        await drain()
    }

    /// Learns from the ledger which caches are warm and what callers are used to; calls are answered meanwhile.
    private func recall() async {
        let time = Clock.unixNanoseconds / 1_000_000
        var query = TraceQuery(since: time - Limits.recalledAge.inMilliseconds, limit: Limits.traceCalls)
        query.isLatest = true
        guard let ledger, let entries = try? await ledger.trace(query) else { return }
        state.recall(entries, through: snapshots.current.table, time: time)
    }

    /// The outcome is in the journal: whoever sends a signal does not wait for one.
    private func reload() async {
        try? await controller.reload(allowsOlder: false)
    }

    private func stop() {
        mustStop = true
        stopped?.resume()
        stopped = nil
    }

    private func drain() async {
        let text = "Stopping: \(door.connectionCount) connections to end"
        Notify.stopping(status: text)
        Notify.extendTimeout(by: Self.drainPatience + .seconds(5))
        supply.stop()
        log(LogEntry(.notice, messageID: MessageID.stopping.rawValue, message: text))
        await door.drain(within: Self.drainPatience)
        client.close()
        await archive?.settled()
        await budgets.close()
        spending?.close(patience: .seconds(5))
        ledger?.close(patience: .seconds(5))
    }
}

extension ReloadFailure {
    /// What the system refused the daemon at its start.
    fileprivate init(_ error: SystemError) {
        self.init([Diagnostic(file: "shuntd", position: nil, message: error.description)])
    }
}

extension JournalLevel {
    /// Whether an entry is important enough for the journal.
    fileprivate func takes(_ entry: LogEntry) -> Bool {
        let bound: LogEntry.Priority =
            switch self {
            case .error: .error
            case .warning: .warning
            case .notice: .notice
            case .info: .info
            case .debug: .debug
            }
        return entry.priority.rawValue <= bound.rawValue
    }
}
