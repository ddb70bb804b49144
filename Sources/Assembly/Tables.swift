internal import Control
internal import Host
internal import Loop
internal import Transfer

/// What brings tables in: there before the first snapshot is, since that is made of one.
@LoopActor
struct Tables {
    let client = HTTPClient()
    /// Nil where there is no place to keep anything.
    let archive: TableArchive?
    let supply: TableSupply

    init(_ options: DaemonOptions) {
        let archive = StateFolder.path(options).map { TableArchive(folder: "\($0)/table", log: { LogSink.write($0) }) }
        self.archive = archive
        supply = TableSupply(
            path: options.configuration, sources: HostSources(), client: client, archive: archive,
            log: { LogSink.write($0) })
    }
}
