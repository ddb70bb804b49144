/// How the ledger keeps up with the requests.
package struct LedgerFigures: Sendable, Equatable {
    /// Entries that went into its file since the daemon's start.
    package var written = 0
    /// Entries that wait for a file which cannot be written.
    package var waiting = 0
    /// Entries that were given up since the daemon's start: only the journal has them.
    package var lost = 0
    /// Why the last attempt to write failed; nil where it did not.
    package var error: String?

    package init() {}
}
