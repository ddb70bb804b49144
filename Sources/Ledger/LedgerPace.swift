internal import Primitives

/// How often a ledger that cannot be written is tried again, and told of.
package struct LedgerPace: Sendable {
    let retry: Duration
    let reminder: Duration

    /// Nil stands for what is usual.
    package init(retry: Duration? = nil, reminder: Duration? = nil) {
        self.retry = retry ?? Limits.storeRetryPause
        self.reminder = reminder ?? Limits.reminderInterval
    }
}
