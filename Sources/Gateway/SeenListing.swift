internal import Exchange
internal import JSONText
internal import Loop
internal import Primitives
internal import Routing
internal import Settings

/// Which modes, agents and callers have shown up, as members of a result.
@LoopActor
struct SeenListing {
    /// What the ledger has of them.
    struct Seen: Sendable {
        let modes: [UsageRow]
        let agents: [UsageRow]
        let callers: [UsageRow]
    }

    let snapshot: Snapshot
    /// Only what this user did.
    let uid: Int?

    func ask(_ ledger: any LedgerService) async throws(LedgerFailure) -> Seen {
        Seen(
            modes: try await ledger.usage(query([.mode, .tier])), agents: try await ledger.usage(query([.agent, .mode, .tier])),
            callers: try await ledger.usage(query([.user, .unit, .mode, .tier])))
    }

    private func query(_ columns: [UsageQuery.Column]) -> UsageQuery {
        var query = UsageQuery(by: columns)
        query.uid = uid
        query.most = Limits.seenRows
        return query
    }

    func write(_ seen: Seen, into writer: inout JSONWriter) {
        writer.member("from", "ledger")
        rows("modes", seen.modes, ["mode", "tier"], into: &writer)
        rows("agents", seen.agents, ["agent", "mode", "tier"], into: &writer)
        rows("callers", seen.callers, ["user", "unit", "mode", "tier"], into: &writer)
        Listing.revision(snapshot, into: &writer)
    }

    /// What was seen since the daemon's start, where there is no ledger.
    func write(_ sightings: Sightings, into writer: inout JSONWriter) {
        writer.member("from", "memory")
        writer.member("since_ms", Int(sightings.since))
        names("modes", "mode", sightings.modes, into: &writer)
        names("agents", "agent", sightings.agents, into: &writer)
        names("callers", "caller", sightings.callers, into: &writer)
        Listing.revision(snapshot, into: &writer)
    }

    private func rows(_ title: StaticString, _ rows: [UsageRow], _ names: [String], into writer: inout JSONWriter) {
        writer.array(title) { writer in
            for row in rows where row.values.first != .some(nil) {
                writer.object {
                    for (name, value) in zip(names, row.values) {
                        guard let value else { continue }
                        $0.key(name)
                        $0.value(value)
                        if name == "mode" { judge(value, into: &$0) }
                    }
                    $0.member("requests", row.requests)
                    $0.member("last_ms", Int(row.last))
                }
            }
        }
    }

    private func names(_ title: StaticString, _ name: String, _ names: Sightings.Names, into writer: inout JSONWriter) {
        writer.array(title) { writer in
            for (text, sighting) in names.sorted {
                writer.object {
                    $0.key(name)
                    $0.value(text)
                    if name == "mode" { judge(text, into: &$0) }
                    if let tier = sighting.tier { $0.member("tier", tier) }
                    $0.member("requests", sighting.requests)
                    $0.member("last_ms", Int(sighting.last))
                }
            }
            if names.others > 0 { writer.object { $0.member("others", names.others) } }
        }
    }

    /// Whether the table in use knows a mode, and which one it is nearest to where not.
    private func judge(_ mode: String, into writer: inout JSONWriter) {
        let name = ModeName(folding: mode)
        let isKnown = snapshot.table.canonical(name) != nil
        writer.member("known", isKnown)
        if !isKnown, let nearest = snapshot.table.mode(nearest: name) { writer.member("nearest", nearest.text) }
    }
}
