package import Exchange
package import Loop
package import Primitives
package import Telemetry

/// The tables that were taken into use, in a folder of the state directory: the last one is what the daemon starts from without its source.
///
/// Files are read and written beside the loop, one after another.
@LoopActor
package final class TableArchive: TableHistory {
    private let folder: String
    private let log: (LogEntry) -> Void
    package private(set) var current: KeptTable?
    private var bytes = Bytes()
    /// Why the current one is not on disk; nil where it is.
    private(set) var fault: String?
    private let checkPause: Duration
    private var reminder = Reminder()
    private var check: TimerToken?
    private var newest = 0
    private var writing: Task<Void, Never>?

    /// `folder` is made when something is kept; the one that it is in must be there. After each `checkPause` the current table is written again
    /// where its file is not there.
    package init(folder: String, checkPause: Duration = Limits.archiveCheckPause, log: @escaping (LogEntry) -> Void) {
        self.folder = folder
        self.checkPause = checkPause
        self.log = log
    }

    package func tables() async throws(TableHistoryFailure) -> [KeptTable] {
        await settled()
        let folder = folder
        let found = await SideThread.run { ArchiveFolder(path: folder).read() }
        return found.tables.map(\.table)
    }

    package func bytes(of number: Int) async throws(TableHistoryFailure) -> Bytes {
        await settled()
        let folder = folder
        let file = await SideThread.run { ArchiveFolder(path: folder).read(number) }
        switch file {
        case .sound(_, let bytes): return bytes
        case .missing: throw TableHistoryFailure("there is no table \(number) any more, or never was")
        case .unusable(let reason): throw TableHistoryFailure("table \(number) cannot be used: \(reason)")
        }
    }

    /// The table of a source that served last, as it came, and the one that was rolled out beside it; nil where none is kept. Copies that are
    /// damaged are told of and passed over.
    func latest(of identity: String) async -> (live: (table: KeptTable, bytes: Bytes), staged: (table: KeptTable, bytes: Bytes)?)? {
        await settled()
        let folder = folder
        let found = await SideThread.run { ArchiveFolder(path: folder).read() }
        newest = max(newest, found.newest)
        for damage in found.damages { log(TableEntry.notKept(damage)) }
        let tables = found.tables.filter { $0.table.identity == identity }
        guard let live = tables.first(where: { !$0.table.isStaged }) else { return nil }
        return (live, tables.first.flatMap { $0.table.isStaged ? $0 : nil })
    }

    /// Keeps a table that is live now. What cannot be written is told of and tried again, and the daemon goes on without.
    func keep(_ table: KeptTable, _ bytes: Bytes) {
        if let current, current.says(table) { return }
        newest += 1
        var table = table
        table.number = newest
        adopt(table, bytes)
        _ = reminder.end()
        write(table, bytes, always: true)
    }

    /// Takes a table that was read from here for the current one.
    func adopt(_ table: KeptTable, _ bytes: Bytes) {
        (current, self.bytes) = (table, bytes)
        planCheck()
    }

    /// Returns when all that is to be kept is on disk, or failed to get there.
    package func settled() async { await writing?.value }
}

// The disk.
extension TableArchive {
    /// Behind what is being written: the table, but for one whose file is there unless `always`.
    private func write(_ table: KeptTable, _ bytes: Bytes, always: Bool) {
        let (before, folder) = (writing, folder)
        writing = EventLoop.spawn { [weak self] in
            await before?.value
            let fault = await SideThread.run {
                let folder = ArchiveFolder(path: folder)
                return always || !folder.holds(table.number) ? folder.write(table, bytes) : nil
            }
            self?.wrote(table, fault)
        }
    }

    private func wrote(_ table: KeptTable, _ fault: String?) {
        self.fault = fault
        if let fault {
            if reminder.isDue(at: EventLoop.now) { log(TableEntry.notKept(fault)) }
        } else if reminder.end() {
            log(TableEntry.keptAgain(table))
        }
    }

    /// The folder may have been taken away, or the disk full.
    private func planCheck() {
        guard check == nil else { return }
        check = EventLoop.schedule(after: checkPause) { [weak self] in
            guard let self, let current else { return }
            check = nil
            write(current, bytes, always: false)
            planCheck()
        }
    }

    /// Looks after the files no longer.
    func stop() {
        check?.cancel()
        check = nil
    }
}

extension KeptTable {
    /// Whether nothing that a start needs would be lost with `other`.
    fileprivate func says(_ other: KeptTable) -> Bool {
        digest == other.digest && identity == other.identity && signature == other.signature && isStaged == other.isStaged && barred == other.barred
    }
}
