package import Exchange
internal import Loop
internal import Primitives
package import Routing

/// Learns again, from the ledger, what the daemon before this one knew of sessions and callers.
extension RoutingState {
    /// `entries` in the order of their settlement; `time` is now in Unix milliseconds. Sessions that have called since are left as they are,
    /// and so is what no longer has a model in `table`.
    package func recall(_ entries: [LedgerEntry], through table: Table, time: Int64) {
        let models = Dictionary(table.models.map { ($0.id.text, $0) }, uniquingKeysWith: { first, _ in first })
        let tiers = Dictionary(table.tiers.map { ($0.name.text, $0) }, uniquingKeysWith: { first, _ in first })
        let known = Set(entries.map(\.session).filter { memory.remembers(SessionID($0)) })
        for entry in entries where !known.contains(entry.session) {
            guard let model = entry.model.flatMap({ models[$0] }), let call = AnsweredCall(entry, model, entry.tier.flatMap { tiers[$0] }, time: time) else { continue }
            learn(call, isFallBack: entry.attempts > 1)
        }
    }
}

extension AnsweredCall {
    /// Nil for a call that was not answered, or of whom nobody knows.
    @LoopActor
    fileprivate init?(_ entry: LedgerEntry, _ model: Model, _ tier: Tier?, time: Int64) {
        guard entry.status == "ok", let conversation = entry.facts.conversation, let caller = entry.unit ?? entry.uid.map({ "uid \($0)" }) else { return nil }
        let age = Duration.milliseconds(time - entry.time + Int64(entry.durationMilliseconds))
        // The ledger does not say which of a provider's keys was used.
        let place = Health.Place(model.provider.name, model.id, as: model.wireName, key: 0)
        self.init(
            session: SessionID(entry.session), caller: caller, model: model, place: place, conversation: conversation,
            estimate: entry.facts.estimate ?? 0, usage: entry.usage, started: EventLoop.now + (Duration.zero - age))
        mode = entry.mode.map { ModeName($0) }
        self.tier = tier?.name
        effort = tier?.effort ?? entry.facts.effort
    }
}
