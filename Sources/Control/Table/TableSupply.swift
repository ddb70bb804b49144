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
    private let client: HTTPClient
    private let archive: TableArchive?
    private let log: (LogEntry) -> Void
    /// Where offers come from, and what counts of them.
    private var identity: String?
    private var state = TableState()
    /// What the last snapshot was made of, until it is live.
    private var pending: TableState?
    private var report = SourceReport()
    private var pace = RefreshPace()
    private lazy var timer = RefreshTimer { [weak self] in self?.onDue() }
    private lazy var watch = FileWatch(delay: Limits.watchDelay) { [weak self] in self?.onDue() }
    /// Of the file of its signature, which may come after it.
    private lazy var signatureWatch = FileWatch(delay: Limits.watchDelay) { [weak self] in self?.onDue() }
    private var isStopped = false
    /// The file cannot be watched, which was told.
    private var isBlind = false
    /// Runs when the source is to be asked: it is time, or its file has changed.
    package var onDue: () -> Void = {}

    /// `path` is that of `shunt.toml`. Without an archive nothing is kept on disk.
    package init(path: String, sources: any SettingsSources, client: HTTPClient, archive: TableArchive?, log: @escaping (LogEntry) -> Void) {
        self.path = path
        self.sources = sources
        self.client = client
        self.archive = archive
        self.log = log
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
        report.write(into: &writer)
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
    private func keep(_ snapshot: Snapshot) {
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
        isStopped = true
        timer.set(nil)
        watch.stop()
        signatureWatch.stop()
        archive?.stop()
    }
}

// What operators, and guards, say of the tables that came.
extension TableSupply {
    /// The table that is rolled out does not come back until its source has another.
    func withdraw(from snapshot: Snapshot) -> Snapshot {
        state.withdraw()
        let live = snapshot.staging(nil)
        keep(live)
        return live
    }

    /// The table that is rolled out serves all.
    func promote(from snapshot: Snapshot) -> Snapshot? {
        guard let staged = snapshot.staged, state.staged != nil else { return nil }
        state.promote()
        keep(staged)
        return staged
    }

    /// The snapshot of an earlier table: that of `number`, or the one that served before. What serves now does not come back until its source
    /// has another, or somebody allows older tables.
    func goBack(to number: Int?, from snapshot: Snapshot) async throws(ReloadFailure) -> Snapshot {
        let source = snapshot.configuration.table
        let (table, bytes): (KeptTable, Bytes)
        do throws(TableHistoryFailure) {
            guard let archive else { throw TableHistoryFailure("no table is kept: the daemon has no state directory") }
            let tables = try await archive.tables()
            let digest = snapshot.table.revision.digest
            guard let found = tables.first(where: { number == nil ? !$0.isStaged && $0.digest != digest : $0.number == number }) else {
                throw TableHistoryFailure(number.map { "there is no table \($0) any more, or never was" } ?? "no table is kept that served before this one")
            }
            (table, bytes) = (found, try await archive.bytes(of: found.number))
        } catch {
            throw Self.failure(source, error.message)
        }
        let offer = TableOffer(table, bytes, source)
        let snapshot = try compile(offer, snapshot.local, allowsOlder: true)
        var next = state
        next.goBack(to: offer)
        pending = next
        return snapshot
    }
}

extension TableOffer {
    /// As the archive kept it.
    fileprivate init(_ table: KeptTable, _ bytes: Bytes, _ source: TableSource) {
        self.init(
            bytes: bytes, signature: table.signature.map { Bytes($0.utf8) }, name: source.name, etag: table.etag, lastModified: table.lastModified)
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
        (state, pace, report) = (TableState(), RefreshPace(), SourceReport())
        guard let (live, staged) = await archive?.latest(of: source.identity), case let newest = staged ?? live else { return }
        archive?.adopt(newest.table, newest.bytes)
        state = TableState(
            live: TableOffer(live.table, live.bytes, source), staged: staged.map { TableOffer($0.table, $0.bytes, source) },
            barred: newest.table.barred, trust: newest.table.trusted ?? TableTrust.Accepted(newest.table))
    }

    private func snapshot(_ local: LocalSettings, patience: Duration, allowsOlder: Bool) async throws(ReloadFailure) -> Snapshot {
        var source = local.configuration.table
        source.timeout = patience
        return try snapshot(of: try await ask(source, local), local, allowsOlder: allowsOlder)
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

    private func compile(_ offer: TableOffer, _ local: LocalSettings, allowsOlder: Bool) throws(ReloadFailure) -> Snapshot {
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
            report.refused(error)
            throw error
        }
    }

    private static func failure(_ source: TableSource, _ message: String, isUnreachable: Bool = false) -> ReloadFailure {
        ReloadFailure([diagnostic(source, message)], isUnreachable: isUnreachable)
    }

    private static func diagnostic(_ source: TableSource, _ message: String) -> Diagnostic {
        Diagnostic(file: source.name, position: nil, message: message)
    }
}

// Asking.
extension TableSupply {
    private func ask(_ source: TableSource, _ local: LocalSettings) async throws(ReloadFailure) -> TableOffer {
        timer.set(nil)
        do throws(TableFault) {
            let answer = try await answer(of: source, local)
            report.answered()
            plan(source.refresh.map { pace.answered(refresh: $0, freshness: answer.freshness, jitter: Double.random(in: 0...1)) })
            if let offer = answer.offer { return offer }
            guard let latest = state.latest else { throw TableFault(message: "it says that nothing changed since a table that it never gave") }
            return latest
        } catch {
            plan(source.refresh.map { pace.failed(refresh: $0, retryAfter: error.retryAfter, jitter: Double.random(in: 0...1)) })
            let failure = Self.failure(source, error.message, isUnreachable: error.isUnreachable)
            report.failed(failure)
            throw failure
        }
    }

    private func answer(of source: TableSource, _ local: LocalSettings) async throws(TableFault) -> TableAnswer {
        switch source.origin {
        case .file(let path):
            return TableAnswer(offer: try file(path, source))
        case .server(let address, let socket):
            let fetcher = TableFetcher(client: client, source: source, address: address, socket: socket, token: local.tableToken)
            // Where the copy lacks the signature that is wanted now, the same table may have it.
            let known = state.latest.flatMap { source.flaw(of: $0.bytes, signature: $0.signature) == nil ? $0 : nil }
            return try await fetcher.fetch(after: known)
        }
    }

    /// Reads the file, which blocks as short as files do.
    private func file(_ path: String, _ source: TableSource) throws(TableFault) -> TableOffer {
        aim(at: source.isWatched && !isStopped ? path : nil, isSigned: !source.publicKeys.isEmpty)
        var offer = TableOffer(bytes: try contents(path, Limits.tableBytes), name: path)
        guard !source.publicKeys.isEmpty else { return offer }
        do { offer.signature = try contents(path + ".minisig", Limits.signatureBytes) } catch { throw TableFault(message: "its signature \(path).minisig \(error.message)") }
        return offer
    }

    /// Watches the file at `path`, and that of its signature if it has one; nil for none.
    private func aim(at path: String?, isSigned: Bool) {
        watch.stop()
        signatureWatch.stop()
        guard let path else { return }
        do {
            try watch.aim(at: path)
            if isSigned { try signatureWatch.aim(at: path + ".minisig") }
            isBlind = false
        } catch {
            if !isBlind { log(LogEntry(.warning, message: "a changed table will not be noticed before a reload: \(error)")) }
            isBlind = true
        }
    }

    private func contents(_ path: String, _ limit: Int) throws(TableFault) -> Bytes {
        do { return try sources.contents(of: path, limit: limit) } catch { throw TableFault(message: "cannot be read: \(error.message)") }
    }

    private func plan(_ pause: Duration?) {
        guard !isStopped else { return }
        report.next = pause.map { EventLoop.now + $0 }
        timer.set(pause)
    }
}
