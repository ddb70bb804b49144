internal import Exchange
internal import Ledger
internal import Loop
internal import Settings
internal import Telemetry

/// Decides where the ledger and what is spent of budgets are kept, if at all.
enum LedgerPlace {
    private static let file = "ledger.db"

    /// The ledger that the settings ask for; the second is nil where there is none to close.
    @LoopActor
    static func open(_ options: DaemonOptions, _ settings: LedgerSettings, log: @escaping @Sendable (LogEntry) -> Void) -> (any LedgerService, LedgerBook?) {
        guard settings.isKept else {
            return (NoLedger(reason: "no ledger is kept: [ledger] keep is false in shunt.toml"), nil)
        }
        guard let folder = StateFolder.path(options) else {
            return (NoLedger(reason: "no ledger is kept: start shuntd with --state FOLDER, or under systemd with StateDirectory="), nil)
        }
        let book = LedgerBook(
            path: "\(folder)/\(file)", retention: LedgerRetention(age: settings.age, bytes: settings.bytes), log: log)
        return (book, book)
    }

    /// Where what is spent of budgets is kept; nil where no folder outlives the daemon.
    @LoopActor
    static func budgets(_ options: DaemonOptions) -> BudgetBook? { StateFolder.path(options).map { BudgetBook(path: "\($0)/budgets.db") } }
}
