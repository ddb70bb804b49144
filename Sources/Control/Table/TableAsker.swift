internal import Exchange
internal import Loop
internal import Primitives
internal import Settings
internal import Telemetry
internal import Transfer

/// Asks the table's source, tells when it is to be asked again, and how it is doing.
@LoopActor
final class TableAsker {
    private let sources: any SettingsSources
    private let client: HTTPClient
    private let log: (LogEntry) -> Void
    private(set) var report = SourceReport()
    private var pace = RefreshPace()
    private lazy var timer = RefreshTimer { [weak self] in self?.onDue() }
    private lazy var watch = FileWatch(delay: Limits.watchDelay) { [weak self] in self?.onDue() }
    /// Of the file of its signature, which may come after it.
    private lazy var signatureWatch = FileWatch(delay: Limits.watchDelay) { [weak self] in self?.onDue() }
    private var isStopped = false
    /// The file cannot be watched, which was told.
    private var isBlind = false
    /// Runs when the source is to be asked: it is time, or its file has changed.
    var onDue: () -> Void = {}

    init(sources: any SettingsSources, client: HTTPClient, log: @escaping (LogEntry) -> Void) {
        self.sources = sources
        self.client = client
        self.log = log
    }

    /// Another source is asked from now on: what is known of the one before says nothing of it.
    func turn() { (pace, report) = (RefreshPace(), SourceReport()) }

    /// What the source gave does not do.
    func refused(_ failure: ReloadFailure) { report.refused(failure) }

    /// Asks no more.
    func stop() {
        isStopped = true
        timer.set(nil)
        watch.stop()
        signatureWatch.stop()
    }

    /// What the source offers; `latest` where it says that nothing changed since it gave that. `token` is for a server that asks for one.
    func ask(_ source: TableSource, token: Secret?, after latest: TableOffer?) async throws(ReloadFailure) -> TableOffer {
        timer.set(nil)
        do throws(TableFault) {
            let answer = try await answer(of: source, token, latest)
            report.answered()
            plan(source.refresh.map { pace.answered(refresh: $0, freshness: answer.freshness, jitter: Double.random(in: 0...1)) })
            if let offer = answer.offer { return offer }
            guard let latest else { throw TableFault(message: "it says that nothing changed since a table that it never gave") }
            return latest
        } catch {
            plan(source.refresh.map { pace.failed(refresh: $0, retryAfter: error.retryAfter, jitter: Double.random(in: 0...1)) })
            let failure = TableSupply.failure(source, error.message, isUnreachable: error.isUnreachable)
            report.failed(failure)
            throw failure
        }
    }

    private func answer(of source: TableSource, _ token: Secret?, _ latest: TableOffer?) async throws(TableFault) -> TableAnswer {
        switch source.origin {
        case .file(let path):
            return TableAnswer(offer: try file(path, source))
        case .server(let address, let socket):
            let fetcher = TableFetcher(client: client, source: source, address: address, socket: socket, token: token)
            // Where the copy lacks the signature that is wanted now, the same table may have it.
            let known = latest.flatMap { source.flaw(of: $0.bytes, signature: $0.signature) == nil ? $0 : nil }
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
