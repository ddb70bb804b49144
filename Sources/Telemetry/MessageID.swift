/// The kinds of journal entries that operators look for by identity rather than by text.
///
/// Each one has an entry in systemd/shunt.catalog, which `journalctl -x` shows beside the message.
/// An id is never given a second meaning and never reused.
package enum MessageID: String, CaseIterable, Sendable {
    /// One request, with everything that it used and cost.
    case request = "3491f617dc0c4d019220f0e3ce5facbc"
    /// A new table or configuration is live.
    case reloaded = "010916f9b28f4b1bbaa3880c6dec9da9"
    /// A reload was refused; the table before it goes on serving.
    case reloadFailed = "40f76358778f4892b902dd34fec5c76c"
    /// A table that its source gave is live.
    case tableLive = "2e1f45bad707435da62f8b8d69eb1f94"
    /// A table that its source gave was refused; the one before it goes on serving.
    case tableRefused = "d7e7201ff17c4ad9b4b5a9166cd6f5e5"
    /// A table is rolled out to a share of sessions, or was promoted.
    case rollout = "b9ae82a5147d4e318cbe1d8655635305"
    /// A table was rolled back, by its guard or by an operator.
    case rolledBack = "93ae69fd7ed948aca40281286a4c4200"
    /// The table's source does not answer, or does again.
    case tableSource = "bbf403c67f7f4fa6b7c8f8a164d26d3b"
    /// A table could not be kept on disk, or a kept one is damaged.
    case tableNotKept = "8e18672b2fc440729ca80e8cf225a921"
    /// The daemon serves.
    case started = "b33d4bf3e9c94b7aab34755016856c55"
    /// The daemon lets answers in flight end and then exits.
    case stopping = "4e61a5e91cea401c96dce616996537b4"
    /// A caller asked for what its policy does not allow.
    case callerDenied = "0ecc2549835141e1be1f9dc114a17e28"
    /// A model of one provider is left alone for a while, or is back.
    case breakerChanged = "b2afd92c38844c4db5721257911e7bf1"
    /// A request was refused because its caller's budget is spent.
    case budgetRefused = "3c9315be3f7a47ae85ddf16eb03910f8"
    /// The ledger cannot be written, or can be again.
    case ledgerFailed = "5f1c6d0a8e5b4a7f9a51f2c2c7f7f3ad"
    /// What is spent of budgets cannot be written down, or can be again.
    case budgetsNotKept = "baf72dc457b840268f8f4eb37afe6b55"
    /// Requests are refused because the daemon is full, or callers wait because it is out of descriptors.
    case overloaded = "5d6f1a3c9b0e4f77a2c48e1d7b3f6a90"
    /// The journal was too slow and entries were dropped.
    case entriesLost = "546018026e894ba0a8122be92ee5b5dd"
}
