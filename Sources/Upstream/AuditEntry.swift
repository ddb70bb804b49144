internal import Conversation
internal import Exchange
internal import Primitives
internal import Routing
internal import Settings
internal import Telemetry

/// The journal's account of one request. Names, counts and sums; nothing that was said.
enum AuditEntry {
    /// `entry` is what the ledger keeps of it: all of that is in the journal too.
    static func make(
        _ call: ChatCall, _ record: LedgerRecord, _ kept: LedgerEntry, _ settlement: Settlement, _ failure: CallFailure?, reason: String
    ) -> LogEntry {
        let decision = record.decision
        var entry = LogEntry(failure == nil ? .info : .warning, messageID: MessageID.request.rawValue, message: "")
        entry.message = message(kept, record, settlement, failure)
        let fields = LedgerFields.fields(of: kept)
        entry.fields.reserveCapacity(fields.count + 4)
        for field in fields { entry.fields.append(LogEntry.Field(field.name, field.value)) }
        add("SHUNT_REASON", reason, to: &entry)
        if case .unknownMode(let nearest) = decision.origin { add("SHUNT_NEAREST_MODE", nearest?.text ?? "", to: &entry) }
        add("SHUNT_BUDGET", decision.descent?.budget.text, to: &entry)
        if !decision.dropped.isEmpty { add("SHUNT_DROPPED", decision.dropped.joined(separator: ","), to: &entry) }
        if let comparison = decision.comparison { addComparison(comparison, to: &entry) }
        if let caller = call.caller { add("SHUNT_PID", String(caller.pid), to: &entry) }
        return entry
    }

    /// Of a call that asked how many tokens a request has.
    static func counted(_ call: ChatCall, _ kept: LedgerEntry, _ count: TokenCount?, reason: String) -> LogEntry {
        var entry = LogEntry(kept.status == "ok" ? .info : .warning, messageID: MessageID.request.rawValue, message: "")
        let outcome = count.map { "\($0.isEstimate ? "about " : "")\($0.tokens) tokens" } ?? kept.status
        entry.message = "counted" + (kept.model.map { " for \($0)" } ?? "") + ": \(outcome)"
        for field in LedgerFields.fields(of: kept) { entry.fields.append(LogEntry.Field(field.name, field.value)) }
        add("SHUNT_REASON", reason, to: &entry)
        if let caller = call.caller { add("SHUNT_PID", String(caller.pid), to: &entry) }
        return entry
    }

    static func denied(_ call: ChatCall, _ failure: CallFailure) -> LogEntry {
        var entry = LogEntry(.warning, messageID: MessageID.callerDenied.rawValue, message: "refused a caller: \(failure.message)")
        add("SHUNT_REQUEST", call.id.text, to: &entry)
        addCaller(call, to: &entry)
        return entry
    }

    static func overBudget(_ call: ChatCall, _ shortage: BudgetShortage) -> LogEntry {
        var entry = LogEntry(.warning, messageID: MessageID.budgetRefused.rawValue, message: "refused a request: \(shortage.message)")
        add("SHUNT_REQUEST", call.id.text, to: &entry)
        add("SHUNT_BUDGET", shortage.budget.name.text, to: &entry)
        add("SHUNT_SESSION", call.session.text, to: &entry)
        addCaller(call, to: &entry)
        return entry
    }

    private static func addCaller(_ call: ChatCall, to entry: inout LogEntry) {
        guard let caller = call.caller else { return }
        add("SHUNT_UID", String(caller.identity.uid), to: &entry)
        add("SHUNT_PID", String(caller.pid), to: &entry)
        add("SHUNT_UNIT", caller.identity.unit, to: &entry)
    }

    /// What staying on a warm model was weighed against.
    private static func addComparison(_ comparison: Comparison, to entry: inout LogEntry) {
        add("SHUNT_SWITCH_VERDICT", comparison.verdict.rawValue, to: &entry)
        add("SHUNT_WARM_MODEL", comparison.warm.id.text, to: &entry)
        add("SHUNT_WARM_TOKENS", String(comparison.warmTokens), to: &entry)
        add("SHUNT_EXPECTED_CALLS", comparison.expectedCalls, to: &entry)
        add("SHUNT_STAY_USD", comparison.stay.description, to: &entry)
        add("SHUNT_SWITCH_USD", comparison.change.description, to: &entry)
    }

    private static func add(_ name: String, _ value: String?, to entry: inout LogEntry) {
        if let value { entry.fields.append(LogEntry.Field(name, value)) }
    }

    /// What each attempt failed with, in shunt's words alone: a provider's message may quote what was said to it.
    private static func faults(_ attempts: [Attempt]) -> String {
        let texts = attempts.compactMap { attempt in
            attempt.fault.map { "\(attempt.model) \($0.kind.rawValue)" + ($0.status.map { " \($0)" } ?? "") }
        }
        return texts.isEmpty ? "" : " (\(texts.joined(separator: ", ")))"
    }

    /// `background → internal → qwen (ollama): 812 in (768 cached), 40 out, $0.00012, saved $0.004, 310 ms`
    private static func message(
        _ kept: LedgerEntry, _ record: LedgerRecord, _ settlement: Settlement, _ failure: CallFailure?
    ) -> String {
        let attempts = record.attempts
        var text = kept.mode ?? "no mode"
        if case .unknownMode(let nearest) = record.decision.origin { text += nearest.map { " (unknown, nearest is \($0))" } ?? " (unknown)" }
        if let tier = kept.tier { text += " → \(tier)" }
        if let last = record.last { text += " → \(last.model) (\(last.provider))" }
        let outpaced = attempts.count(where: \.isOutpaced)
        let failed = attempts.count - outpaced - 1
        if failed > 0 { text += " after \(failed) failed" }
        if outpaced > 0 { text += ", hedged" }
        if let failure { return "\(text): \(failure.kind.rawValue)" + faults(attempts) }
        text += ":"
        if let usage = settlement.usage {
            let cached = usage.cacheRead > 0 ? " (\(usage.cacheRead) cached)" : ""
            text += "\(usage.estimated ? " about" : "") \(usage.totalInput) in\(cached), \(usage.totalOutput) out,"
        }
        text += settlement.cost.map { " \($0.dollars)," } ?? " cost unknown,"
        if let saved = settlement.saved { text += " saved \(saved.dollars)," }
        return text + " \(settlement.duration.inMilliseconds) ms"
    }
}
