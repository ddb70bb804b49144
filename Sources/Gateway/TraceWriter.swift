internal import Conversation
internal import Exchange
internal import JSONText
internal import Primitives
internal import Routing
internal import Simulation

/// Writes entries of the ledger as calls of a trace.
enum TraceWriter {
    /// `"calls":[…], "next":…`; without `next` there are no more.
    static func write(_ entries: [LedgerEntry], _ query: TraceQuery, into writer: inout JSONWriter) {
        writer.array("calls") { for entry in entries { TraceCall(entry).write(into: &$0) } }
        if entries.count == query.limit, let last = entries.last { writer.member("next", "\(last.time):\(last.request)") }
    }
}

extension TraceCall {
    /// A session has one conversation where the ledger does not tell them apart.
    fileprivate init(_ entry: LedgerEntry) {
        self.init(
            time: max(entry.time - Int64(entry.durationMilliseconds), 0), session: SessionID(entry.session),
            conversation: entry.facts.conversation ?? ConversationMark(value: 0))
        caller = entry.unit ?? entry.uid.map { "uid \($0)" } ?? ""
        mode = entry.mode.map { ModeName($0) }
        profile = entry.profile.map { ProfileName($0) }
        tier = entry.tier.map { TierName($0) }
        model = entry.model.map { ModelID($0) }
        provider = entry.provider.map { ProviderName($0) }
        asked = entry.facts.asked
        needs = entry.facts.needs
        effort = entry.facts.effort
        maxOutput = entry.facts.maxOutput
        estimate = entry.facts.estimate
        usage = entry.usage
        cost = entry.cost
        status = entry.status
        attempts = entry.attempts
        firstTokenMilliseconds = entry.firstTokenMilliseconds
        durationMilliseconds = entry.durationMilliseconds
    }
}
