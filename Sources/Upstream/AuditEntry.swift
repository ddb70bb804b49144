internal import Conversation
internal import Exchange
internal import Primitives
internal import Routing
internal import Settings
internal import Telemetry

/// The journal's account of one request. Names, counts and sums; nothing that was said.
enum AuditEntry {
    static func make(
        _ call: ChatCall, _ record: LedgerRecord, _ settlement: Settlement, _ failure: CallFailure?, reason: String
    ) -> LogEntry {
        let (attempts, record, last) = (record.attempts, record.decision, record.last)
        var entry = LogEntry(failure == nil ? .info : .warning, messageID: MessageID.request.rawValue, message: "")
        let mode = record.mode?.text ?? call.modeClaim?.name.text ?? call.agent?.mode?.text
        entry.message = message(mode ?? "no mode", record, attempts, last, settlement, failure)
        entry.fields.reserveCapacity(24)
        add("SHUNT_REQUEST", call.id.text, to: &entry)
        add("SHUNT_MODE", mode, to: &entry)
        add("SHUNT_AGENT", call.agent?.agent.text, to: &entry)
        add("SHUNT_TIER", record.tier?.text, to: &entry)
        add("SHUNT_PROFILE", record.profile?.text, to: &entry)
        add("SHUNT_MODEL", last?.model.text, to: &entry)
        add("SHUNT_PROVIDER", last?.provider.text, to: &entry)
        add("SHUNT_SESSION", call.session.text, to: &entry)
        add("SHUNT_REASON", reason, to: &entry)
        add("SHUNT_REVISION", call.snapshot.table.revision.description, to: &entry)
        add("SHUNT_BUDGET", record.descent?.budget.text, to: &entry)
        if !record.dropped.isEmpty { add("SHUNT_DROPPED", record.dropped.joined(separator: ","), to: &entry) }
        add("SHUNT_ATTEMPTS", String(attempts.count), to: &entry)
        add("SHUNT_STATUS", failure?.kind.rawValue ?? "ok", to: &entry)
        addCaller(call, to: &entry)
        if let comparison = record.comparison { addComparison(comparison, to: &entry) }
        addFigures(settlement, to: &entry)
        for tag in call.intent.tags { add("SHUNT_TAG", "\(tag.name)=\(tag.value)", to: &entry) }
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

    private static func addFigures(_ settlement: Settlement, to entry: inout LogEntry) {
        if let usage = settlement.usage {
            add("SHUNT_INPUT_TOKENS", String(usage.totalInput), to: &entry)
            add("SHUNT_CACHE_READ_TOKENS", String(usage.cacheRead), to: &entry)
            add("SHUNT_CACHE_WRITE_TOKENS", String(usage.cacheWrite), to: &entry)
            add("SHUNT_OUTPUT_TOKENS", String(usage.totalOutput), to: &entry)
            if usage.estimated { add("SHUNT_ESTIMATED", "1", to: &entry) }
        }
        add("SHUNT_COST_USD", settlement.cost?.description, to: &entry)
        add("SHUNT_SAVED_USD", settlement.saved?.description, to: &entry)
        add("SHUNT_HEDGE_USD", settlement.hedged?.description, to: &entry)
        add("SHUNT_FIRST_TOKEN_MS", settlement.firstToken.map { String($0.inMilliseconds) }, to: &entry)
        add("SHUNT_DURATION_MS", String(settlement.duration.inMilliseconds), to: &entry)
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
    private static func message(_ mode: String, _ record: DecisionRecord, _ attempts: [Attempt], _ last: Attempt?, _ settlement: Settlement, _ failure: CallFailure?) -> String {
        var text = mode
        if let tier = record.tier { text += " → \(tier)" }
        if let last { text += " → \(last.model) (\(last.provider))" }
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
        text += settlement.cost.map { " $\($0)," } ?? " cost unknown,"
        if let saved = settlement.saved { text += " saved $\(saved)," }
        return text + " \(settlement.duration.inMilliseconds) ms"
    }
}
