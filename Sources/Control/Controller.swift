package import Exchange
internal import Host
package import JSONText
package import Loop
internal import Primitives
internal import Routing
package import Settings
package import Telemetry

/// Reloads the configuration and the table, and tells how the daemon is.
@LoopActor
package final class Controller: ControlService {
    private let load: () throws(ReloadFailure) -> Snapshot
    private let snapshots: SnapshotHolder
    private let log: (LogEntry) -> Void
    private var lastFailure: (diagnostics: [String], at: Instant)?
    private var reloads = 0
    private let started = EventLoop.now
    /// Parts of the daemon that have something to say in `status`.
    package var reporters: [(inout JSONWriter) -> Void] = []

    /// `load` reads and validates everything, and changes nothing.
    package init(snapshots: SnapshotHolder, load: @escaping () throws(ReloadFailure) -> Snapshot, log: @escaping (LogEntry) -> Void) {
        self.snapshots = snapshots
        self.load = load
        self.log = log
    }

    /// Runs without a pause between reading and the swap, so that two reloads never mix and none is lost.
    package func reload() async throws(ReloadFailure) {
        Notify.reloading()
        defer { Notify.ready(status: StatusLine.serving(snapshots.current)) }
        do throws(ReloadFailure) {
            let snapshot = try load()
            let before = snapshots.current
            snapshots.swap(to: snapshot)
            reloads += 1
            lastFailure = nil
            log(ReloadEntry.live(snapshot, after: before))
        } catch {
            lastFailure = (error.diagnostics.map(\.description), EventLoop.now)
            log(ReloadEntry.refused(error, serving: snapshots.current))
            throw error
        }
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
        writer.member("source", snapshot.configuration.tablePath)
        writer.member("age_ms", Int((EventLoop.now - snapshots.since).inMilliseconds))
        writer.member("reloads", reloads)
        guard let lastFailure else { return }
        writer.object("last_failure") {
            $0.member("age_ms", Int((EventLoop.now - lastFailure.at).inMilliseconds))
            $0.array("errors") { for text in lastFailure.diagnostics { $0.value(text) } }
        }
    }
}
