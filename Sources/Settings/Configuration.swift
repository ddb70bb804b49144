package import Primitives
internal import Routing

/// The local, trusted half of the settings: `shunt.toml` and `shunt.toml.d`.
package struct Configuration: Sendable, Equatable {
    package var listen = Listen()
    package var table: TableSource
    /// What completes the table's models.
    package var catalog = CatalogChoice.standard
    package var providers: [ProviderName: Provider]
    /// In the order of the files; the first that matches a caller counts.
    package var callers: [CallerRule]
    /// Nil: without any rule all others may ask for everything, with rules for nothing.
    package var callersDefault: CallersDefault?
    package var budgets: [BudgetRule] = []
    package var limits = ConfiguredLimits()
    package var journal = JournalLevel.info
    package var ledger = LedgerSettings()

    package init(table: TableSource, providers: [ProviderName: Provider], callers: [CallerRule] = []) {
        self.table = table
        self.providers = providers
        self.callers = callers
    }
}

/// Where callers connect.
package struct Listen: Sendable, Equatable {
    /// A TCP port on the loopback interface; every request on it has to show the token.
    package struct TCP: Sendable, Equatable {
        package let port: UInt16
        package let token: KeySource

        package init(port: UInt16, token: KeySource) {
            self.port = port
            self.token = token
        }
    }

    /// The path of the Unix socket; one that systemd hands over goes before it.
    package var socket = "/run/shunt/shunt.sock"
    /// Permission bits of the socket.
    package var mode: UInt32 = 0o660
    /// The group that owns the socket; nil leaves it to the daemon's own.
    package var group: String?
    package var tcp: TCP?

    package init() {}
}

/// Whether and how much the ledger keeps.
package struct LedgerSettings: Sendable, Equatable {
    package var isKept = true
    /// Entries that are older go.
    package var age = Duration.seconds(400 * 86_400)
    /// The oldest entries go where its file is larger.
    package var bytes = 1 << 30

    package init() {}
}

/// The least important entries that still go to the journal.
package enum JournalLevel: String, Sendable, CaseIterable {
    case error, warning, notice, info, debug
}
