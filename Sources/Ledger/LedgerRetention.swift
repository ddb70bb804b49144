/// How much the ledger keeps.
package struct LedgerRetention: Sendable, Equatable {
    /// Entries that are older go.
    package var age: Duration
    /// The oldest go where the file is larger.
    package var bytes: Int

    package init(age: Duration, bytes: Int) {
        self.age = age
        self.bytes = bytes
    }

    /// How often the file is looked through.
    static let interval = Duration.seconds(600)
}
