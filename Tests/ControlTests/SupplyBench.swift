import Control
import Exchange
import Loop
import Primitives
import Routing
import Settings
import Telemetry
import Transfer

/// A supply with its controller, as the daemon has them, for a source that the test makes.
@LoopActor
final class SupplyBench {
    let folder: TemporaryFolder
    private(set) var supply: TableSupply
    private(set) var controller: Controller
    private(set) var snapshots: SnapshotHolder
    private(set) var archive: TableArchive
    private(set) var journal: [LogEntry] = []
    private let client = HTTPClient()
    /// Why the source was not what the daemon began with.
    private(set) var failure: ReloadFailure?

    nonisolated static func table(_ revision: String, _ more: String = "") -> String {
        "schema = 1\nrevision = \"\(revision)\"\n\(more)\n[tiers.frontier]\nmodels = [\"ollama/m\"]\n"
    }

    /// `source` is what `[table]` says, without its header.
    init(_ source: String, in folder: TemporaryFolder, checkPause: Duration = Limits.archiveCheckPause) async throws {
        self.folder = folder
        let file = folder.file("shunt.toml")
        try folder.write("shunt.toml", Bytes("[table]\ncatalog = \"none\"\n\(source)\n[providers.ollama]\n".utf8))
        var tell: (LogEntry) -> Void = { _ in }
        let log = { (entry: LogEntry) in tell(entry) }
        archive = TableArchive(folder: folder.file("table"), checkPause: checkPause, log: log)
        supply = TableSupply(path: file, sources: FolderSources(), client: client, archive: archive, log: log)
        var early: [LogEntry] = []
        tell = { early.append($0) }
        let (snapshot, failure) = try await supply.start()
        self.failure = failure
        let (snapshots, supply) = (SnapshotHolder(snapshot), supply)
        self.snapshots = snapshots
        controller = Controller(snapshots: snapshots, load: { (what) async throws(ReloadFailure) in try await supply.load(what) }, log: log)
        journal = early
        tell = { [unowned self] in journal.append($0) }
        controller.onLive = { supply.isLive($0) }
        controller.supply = supply
        supply.isLive(snapshot)
        if let failure { controller.began(despite: failure) }
    }

    var revision: String { snapshots.current.table.revision.text ?? "" }

    /// The errors of a reload, one a line; empty where it went well.
    func reload(allowsOlder: Bool = false) async -> String {
        do {
            try await controller.reload(allowsOlder: allowsOlder)
            return ""
        } catch {
            return error.diagnostics.map(\.description).joined(separator: "\n")
        }
    }

    /// Lets go of everything but the folder, as a daemon that stops does.
    func stop() async {
        supply.stop()
        client.close()
        await archive.settled()
    }
}

/// The file system, and keys that are their own names.
struct FolderSources: SettingsSources {
    func contents(of path: String, limit: Int) throws(SourceError) -> Bytes {
        do { return try FileReader.contents(of: path, limit: limit) } catch { throw SourceError("\(error)") }
    }

    func names(in folder: String) throws(SourceError) -> [String] { [] }

    func secret(_ source: KeySource) throws(SourceError) -> Secret {
        guard case .environment(let name) = source else { throw SourceError("there are only variables here") }
        return Secret(name.utf8)
    }
}
