package import Exchange
internal import Host
package import JSONText
package import Loop
internal import Primitives
package import Routing
package import Settings
package import Telemetry

/// What is to be read again.
package enum Reload {
    /// All settings.
    case settings(allowsOlder: Bool)
    /// The table, on top of what this snapshot has besides.
    case table(Snapshot)
}

/// Reloads the configuration and the table, and tells how the daemon is.
@LoopActor
package final class Controller: ControlService {
    /// Reads and validates, and changes nothing; nil where there is nothing new.
    package typealias Load = @LoopActor (Reload) async throws(ReloadFailure) -> Snapshot?

    private let load: Load
    private let snapshots: SnapshotHolder
    private let log: (LogEntry) -> Void
    private let turns = Turns()
    private var lastFailure: (diagnostics: [String], at: Instant)?
    private var unreachableSince: Instant?
    private var reloads = 0
    private let started = EventLoop.now
    package private(set) var tableFigures = TableFigures()
    /// Told each snapshot that came into use.
    package var onLive: (Snapshot) -> Void = { _ in }
    /// What tables are rolled back to and promoted in; nil where there is none.
    package weak var supply: TableSupply?
    package var history: (any TableHistory)?
    /// Writes the members of the `source` object of the table.
    package var reportSource: ((inout JSONWriter) -> Void)?
    /// Writes the member `rollout` of the table.
    package var reportRollout: ((inout JSONWriter) -> Void)?
    /// Parts of the daemon that have something to say in `status`.
    package var reporters: [(inout JSONWriter) -> Void] = []

    package init(snapshots: SnapshotHolder, load: @escaping Load, log: @escaping (LogEntry) -> Void) {
        self.snapshots = snapshots
        self.load = load
        self.log = log
    }

    package func reload(allowsOlder: Bool) async throws(ReloadFailure) {
        await turns.enter()
        defer { turns.leave() }
        Notify.reloading()
        defer { Notify.ready(status: StatusLine.serving(snapshots.current)) }
        do throws(ReloadFailure) {
            let before = snapshots.current
            let snapshot = try await load(.settings(allowsOlder: allowsOlder)) ?? before
            take(snapshot)
            log(ReloadEntry.live(snapshot, after: before))
        } catch {
            note(error)
            log(ReloadEntry.refused(error, serving: snapshots.current))
            throw error
        }
    }

    /// Asks the table's source by the daemon's own will; the outcome is in the journal, once for each change of it.
    package func refresh() async {
        await turns.enter()
        defer { turns.leave() }
        do throws(ReloadFailure) {
            let before = snapshots.current
            guard let snapshot = try await load(.table(before)) else { return recovered() }
            take(snapshot)
            if snapshot.table.revision != before.table.revision { log(TableEntry.live(snapshot, after: before)) }
        } catch {
            let (isKnown, wasReachable) = (lastFailure?.diagnostics == error.diagnostics.map(\.description), tableFigures.isReachable)
            note(error)
            if error.isUnreachable {
                if wasReachable { log(TableEntry.unreachable(error, serving: snapshots.current)) }
            } else if !isKnown {
                log(TableEntry.refused(error, serving: snapshots.current))
            }
        }
    }

    /// The daemon began with a copy of the table, since its source gave none.
    package func began(despite failure: ReloadFailure) {
        note(failure)
        log(TableEntry.began(with: snapshots.current, despite: failure))
    }

    private func take(_ snapshot: Snapshot) {
        let before = snapshots.current
        use(snapshot)
        reloads += 1
        recovered()
        if let staged = snapshot.staged, staged.table.revision != before.staged?.table.revision {
            log(RolloutEntry.began(staged, beside: snapshot))
        } else if let staged = before.staged, snapshot.staged == nil, snapshot.table.revision == before.table.revision {
            log(RolloutEntry.ended(staged, serving: snapshot))
        }
    }

    private func use(_ snapshot: Snapshot) {
        snapshots.swap(to: snapshot)
        onLive(snapshot)
        Notify.status(StatusLine.serving(snapshot))
    }

    private func recovered() {
        lastFailure = nil
        guard let since = unreachableSince else { return }
        unreachableSince = nil
        tableFigures.isReachable = true
        log(TableEntry.reachable(snapshots.current, after: EventLoop.now - since))
    }

    private func note(_ failure: ReloadFailure) {
        lastFailure = (failure.diagnostics.map(\.description), EventLoop.now)
        guard failure.isUnreachable else {
            tableFigures.refusals += 1
            return
        }
        tableFigures.failures += 1
        tableFigures.isReachable = false
        unreachableSince = unreachableSince ?? EventLoop.now
    }

    /// The guard of the table that is rolled out found that it crossed a bound. Nothing is waited for.
    package func withdraw(because breach: RolloutGuard.Breach) {
        guard let supply, let staged = snapshots.current.staged else { return }
        let live = supply.withdraw(from: snapshots.current)
        use(live)
        log(RolloutEntry.withdrawn(staged, because: breach, serving: live))
    }

    package func rollBack(to number: Int?) async throws(ReloadFailure) {
        await turns.enter()
        defer { turns.leave() }
        let before = snapshots.current
        guard let supply else { return }
        if number == nil, let staged = before.staged {
            let live = supply.withdraw(from: before)
            use(live)
            return log(RolloutEntry.withdrawn(staged, serving: live))
        }
        let snapshot = try await supply.goBack(to: number, from: before)
        use(snapshot)
        log(RolloutEntry.wentBack(to: snapshot, from: before))
    }

    package func promote() async throws(ReloadFailure) {
        await turns.enter()
        defer { turns.leave() }
        let before = snapshots.current
        guard let promoted = supply?.promote(from: before) else {
            let file = before.configuration.table.name
            throw ReloadFailure([Diagnostic(file: file, position: nil, message: "no table is rolled out, so there is none to promote")])
        }
        use(promoted)
        log(RolloutEntry.promoted(promoted, after: before))
    }

    package func mayReload(_ caller: Caller?) -> Bool {
        guard let caller else { return false }
        return caller.identity.uid == 0 || caller.identity.uid == HostFacts.ownUID
    }

    package func status(into writer: inout JSONWriter) {
        writer.member("state", "serving")
        writer.member("version", Version.text)
        writer.member("pid", HostFacts.ownPID)
        writer.member("uptime_ms", Int((EventLoop.now - started).inMilliseconds))
        writer.object("table") { writeTable(into: &$0) }
        for reporter in reporters { reporter(&writer) }
    }

    private func writeTable(into writer: inout JSONWriter) {
        let snapshot = snapshots.current
        writer.member("revision", snapshot.table.revision.description)
        if let serial = snapshot.table.serial { writer.member("serial", serial) }
        writer.member("source", snapshot.configuration.table.name)
        writer.member("age_ms", Int((EventLoop.now - snapshots.since).inMilliseconds))
        writer.member("reloads", reloads)
        reportRollout?(&writer)
        if let reportSource { writer.object("fetch") { reportSource(&$0) } }
        if let unreachableSince { writer.member("unreachable_ms", Int((EventLoop.now - unreachableSince).inMilliseconds)) }
        guard let lastFailure else { return }
        writer.object("last_failure") {
            $0.member("age_ms", Int((EventLoop.now - lastFailure.at).inMilliseconds))
            $0.array("errors") { for text in lastFailure.diagnostics { $0.value(text) } }
        }
    }
}
