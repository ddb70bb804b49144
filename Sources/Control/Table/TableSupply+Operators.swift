internal import Exchange
internal import Loop
internal import Primitives
internal import Routing
internal import Settings

// What operators, and guards, say of the tables that came.
extension TableSupply {
    /// The table that is rolled out does not come back until its source has another.
    func withdraw(from snapshot: Snapshot) -> Snapshot {
        state.withdraw()
        let live = snapshot.staging(nil)
        keep(live)
        return live
    }

    /// The table that is rolled out serves all.
    func promote(from snapshot: Snapshot) -> Snapshot? {
        guard let staged = snapshot.staged, state.staged != nil else { return nil }
        state.promote()
        keep(staged)
        return staged
    }

    /// The snapshot of an earlier table: that of `number`, or the one that served before. What serves now does not come back until its source
    /// has another, or somebody allows older tables.
    func goBack(to number: Int?, from snapshot: Snapshot) async throws(ReloadFailure) -> Snapshot {
        let source = snapshot.configuration.table
        let (table, bytes): (KeptTable, Bytes)
        do throws(TableHistoryFailure) {
            guard let archive else { throw TableHistoryFailure("no table is kept: the daemon has no state directory") }
            let tables = try await archive.tables()
            let digest = snapshot.table.revision.digest
            guard let found = tables.first(where: { number == nil ? !$0.isStaged && $0.digest != digest : $0.number == number }) else {
                throw TableHistoryFailure(number.map { "there is no table \($0) any more, or never was" } ?? "no table is kept that served before this one")
            }
            (table, bytes) = (found, try await archive.bytes(of: found.number))
        } catch {
            throw Self.failure(source, error.message)
        }
        let offer = TableOffer(table, bytes, source)
        let snapshot = try compile(offer, snapshot.local, allowsOlder: true)
        var next = state
        next.goBack(to: offer)
        pending = next
        return snapshot
    }
}
