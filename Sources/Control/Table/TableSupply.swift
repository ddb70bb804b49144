package import Exchange
package import JSONText
package import Loop
internal import Primitives
internal import Routing
package import Settings
package import Telemetry
package import Transfer

/// Brings settings together: the local half from its files, the table from its source, each held to what the other says.
///
/// It changes nothing of what is served: ``isLive(_:)`` tells it which of its snapshots came into use. One thing at a time.
@LoopActor
package final class TableSupply {
    private let path: String
    private let sources: any SettingsSources
    private let asker: TableAsker
    let archive: TableArchive?
    /// Where offers come from, and what counts of them.
    private var identity: String?
    var state = TableState()
    /// What the last snapshot was made of, until it is live.
    var pending: TableState?

    /// Runs when the source is to be asked: it is time, or its file has changed.
    package var onDue: () -> Void {
        get { asker.onDue }
        set { asker.onDue = newValue }
    }

    /// `path` is that of `shunt.toml`. Without an archive nothing is kept on disk.
    package init(path: String, sources: any SettingsSources, client: HTTPClient, archive: TableArchive?, log: @escaping (LogEntry) -> Void) {
        self.path = path
        self.sources = sources
        self.archive = archive
        asker = TableAsker(sources: sources, client: client, log: log)
    }

    /// The snapshot to start from: of the source's table, else of the copy that was kept of its last one. The second says why it is not the source's.
    package func start() async throws(ReloadFailure) -> (Snapshot, ReloadFailure?) {
        let local = try local()
        let source = local.configuration.table
        await turn(to: source)
        do throws(ReloadFailure) {
            let patience = state.live == nil ? source.timeout : min(source.timeout, Limits.tableStartTime)
            return (try await snapshot(local, patience: patience, allowsOlder: false), nil)
        } catch {
            guard state.live != nil else { throw error }
            do throws(ReloadFailure) {
                return (try kept(state, local), error)
            } catch let second {
                throw ReloadFailure(error.diagnostics + [Self.diagnostic(source, "the copy of the table that was kept does not do either")] + second.diagnostics)
            }
        }
    }

    /// What a reload reads; nil where there is nothing new.
    package func load(_ what: Reload) async throws(ReloadFailure) -> Snapshot? {
        // So that a disk that is slower than its reloads is waited for.
        await archive?.settled()
        switch what {
        case .settings(let allowsOlder): return try await reload(allowsOlder: allowsOlder)
        case .table(let current): return try await refresh(current)
        }
    }

    /// Writes the members of the `fetch` object of `status`.
    package func status(into writer: inout JSONWriter) {
        asker.report.write(into: &writer)
        if let fault = archive?.fault { writer.member("not_kept", fault) }
    }

    /// All settings anew.
    private func reload(allowsOlder: Bool) async throws(ReloadFailure) -> Snapshot {
        let local = try local()
        await turn(to: local.configuration.table)
        return try await snapshot(local, patience: local.configuration.table.timeout, allowsOlder: allowsOlder)
    }

    /// The table alone, for the local half that is in use; nil where it is the same.
    private func refresh(_ current: Snapshot) async throws(ReloadFailure) -> Snapshot? {
        let local = current.local
        let snapshot = try await snapshot(local, patience: local.configuration.table.timeout, allowsOlder: false)
        guard snapshot.table.revision.digest == current.table.revision.digest,
            snapshot.staged?.table.revision.digest == current.staged?.table.revision.digest
        else { return snapshot }
        // Its server may call the same table by another tag.
        state = pending ?? state
        pending = nil
        return nil
    }

    /// The last snapshot is served now: what follows is held to it.
    package func isLive(_ snapshot: Snapshot) {
        guard let pending else { return }
        state = pending
        self.pending = nil
        keep(snapshot)
    }

    /// Puts what counts on disk: `snapshot` is of it.
    func keep(_ snapshot: Snapshot) {
        guard let offer = state.staged ?? state.live else { return }
        let table = (snapshot.staged ?? snapshot).table
        let source = snapshot.configuration.table
        archive?.keep(
            KeptTable(
                number: 0, revision: table.revision.description, serial: table.serial, digest: table.revision.digest, source: source.name,
                identity: source.identity, since: Clock.unixSeconds, etag: offer.etag, lastModified: offer.lastModified,
                signature: offer.signature?[...].text, byteCount: offer.bytes.count, isStaged: state.staged != nil, barred: state.barred,
                trusted: state.trust),
            offer.bytes)
    }

    /// Asks no more.
    package func stop() {
        asker.stop()
        archive?.stop()
    }
}

extension TableTrust.Accepted {
    fileprivate init(_ table: KeptTable) { self.init(serial: table.serial, digest: table.digest) }
}

// What goes into a snapshot.
extension TableSupply {
    private func local() throws(ReloadFailure) -> LocalSettings {
        do { return try Settings.loadLocal(path: path, from: sources) } catch { throw ReloadFailure(error.diagnostics) }
    }

    /// What is known of another source says nothing of this one.
    private func turn(to source: TableSource) async {
        guard identity != source.identity else { return }
        identity = source.identity
        state = TableState()
        asker.turn()
        guard let (live, staged) = await archive?.latest(of: source.identity), case let newest = staged ?? live else { return }
        archive?.adopt(newest.table, newest.bytes)
        state = TableState(
            live: TableOffer(live.table, live.bytes, source), staged: staged.map { TableOffer($0.table, $0.bytes, source) },
            barred: newest.table.barred, trust: newest.table.trusted ?? TableTrust.Accepted(newest.table))
    }

    private func snapshot(_ local: LocalSettings, patience: Duration, allowsOlder: Bool) async throws(ReloadFailure) -> Snapshot {
        var source = local.configuration.table
        source.timeout = patience
        return try snapshot(of: try await asker.ask(source, token: local.tableToken, after: state.latest), local, allowsOlder: allowsOlder)
    }

    /// What serves once the source gives `offer`.
    private func snapshot(of offer: TableOffer, _ local: LocalSettings, allowsOlder: Bool) throws(ReloadFailure) -> Snapshot {
        var next = state
        next.latest = offer
        if allowsOlder { next.lift(offer.digest) }
        if next.isBarred(offer) { return try kept(next, local) }
        let new = try compile(offer, local, allowsOlder: allowsOlder)
        next.take(offer, new.table.rollout)
        next.trust = TableTrust.Accepted(serial: new.table.serial, digest: new.table.revision.digest)
        pending = next
        guard next.staged != nil, let live = next.live else { return new }
        do {
            return try compile(live, local, allowsOlder: true).staging(new)
        } catch {
            pending = nil
            throw error
        }
    }

    /// What was accepted before serves on. A table that was rolled out and does not do any more is left out: the one before it serves all.
    private func kept(_ next: TableState, _ local: LocalSettings) throws(ReloadFailure) -> Snapshot {
        guard let live = next.live else { throw Self.failure(local.configuration.table, "no table was accepted yet") }
        var next = next
        let snapshot = try compile(live, local, allowsOlder: true)
        let staged = next.staged.flatMap { try? compile($0, local, allowsOlder: true) }
        if staged == nil { next.leaveOut() }
        pending = next
        return snapshot.staging(staged)
    }

    func compile(_ offer: TableOffer, _ local: LocalSettings, allowsOlder: Bool) throws(ReloadFailure) -> Snapshot {
        let source = local.configuration.table
        do throws(ReloadFailure) {
            if let flaw = source.flaw(of: offer.bytes, signature: offer.signature) { throw Self.failure(source, flaw) }
            let snapshot: Snapshot
            do { snapshot = try Settings.load(offer.bytes, name: offer.name, on: local, from: sources) } catch { throw ReloadFailure(error.diagnostics) }
            let table = snapshot.table
            if !allowsOlder, let flaw = TableTrust.flaw(ofSerial: table.serial, revision: table.revision, after: state.trust) { throw Self.failure(source, flaw) }
            return snapshot
        } catch {
            pending = nil
            asker.refused(error)
            throw error
        }
    }

    static func failure(_ source: TableSource, _ message: String, isUnreachable: Bool = false) -> ReloadFailure {
        ReloadFailure([diagnostic(source, message)], isUnreachable: isUnreachable)
    }

    private static func diagnostic(_ source: TableSource, _ message: String) -> Diagnostic {
        Diagnostic(file: source.name, position: nil, message: message)
    }
}
