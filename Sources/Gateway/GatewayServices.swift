package import Exchange
package import Loop
package import Telemetry

/// What the doors need of the rest of the daemon.
@LoopActor
package struct GatewayServices {
    package let chat: any ChatService
    package let control: any ControlService
    package let ledger: any LedgerService
    package let budgets: any BudgetService
    package let snapshots: SnapshotHolder
    package let counters: Counters
    package let log: (LogEntry) -> Void
    /// Names for what the kernel knows by number; nil for a peer that it does not know.
    package let identify: (StreamSocket) -> Caller?

    let incoming = IncomingBytes()

    var metrics: Metrics { counters.metrics }

    package init(
        chat: any ChatService, control: any ControlService, ledger: any LedgerService, budgets: any BudgetService, snapshots: SnapshotHolder,
        counters: Counters, log: @escaping (LogEntry) -> Void, identify: @escaping (StreamSocket) -> Caller?
    ) {
        self.chat = chat
        self.control = control
        self.ledger = ledger
        self.budgets = budgets
        self.snapshots = snapshots
        self.counters = counters
        self.log = log
        self.identify = identify
    }
}
