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
        LedgerFields.add(kept, to: &entry.fields)
        entry.fields.add("SHUNT_REASON", reason)
        if case .unknownMode(let nearest) = decision.origin { entry.fields.add("SHUNT_NEAREST_MODE", nearest?.text ?? "") }
        if let descent = decision.descent { entry.fields.add("SHUNT_BUDGET", descent.budget.text) }
        if !decision.dropped.isEmpty { entry.fields.add("SHUNT_DROPPED", decision.dropped.joined(separator: ",")) }
        if let comparison = decision.comparison { addComparison(comparison, to: &entry.fields) }
        if let caller = call.caller { entry.fields.add("SHUNT_PID", Int(caller.pid)) }
        return entry
    }

    /// Of a call that asked how many tokens a request has.
    static func counted(_ call: ChatCall, _ kept: LedgerEntry, _ count: TokenCount?, reason: String) -> LogEntry {
        var entry = LogEntry(kept.status == "ok" ? .info : .warning, messageID: MessageID.request.rawValue, message: "")
        let outcome = count.map { "\($0.isEstimate ? "about " : "")\($0.tokens) tokens" } ?? kept.status
        entry.message = "counted" + (kept.model.map { " for \($0)" } ?? "") + ": \(outcome)"
        LedgerFields.add(kept, to: &entry.fields)
        entry.fields.add("SHUNT_REASON", reason)
        if let caller = call.caller { entry.fields.add("SHUNT_PID", Int(caller.pid)) }
        return entry
    }

    static func denied(_ call: ChatCall, _ failure: CallFailure) -> LogEntry {
        var entry = LogEntry(.warning, messageID: MessageID.callerDenied.rawValue, message: "refused a caller: \(failure.message)")
        entry.fields.add("SHUNT_REQUEST", call.id.text)
        addCaller(call, to: &entry.fields)
        return entry
    }

    static func overBudget(_ call: ChatCall, _ shortage: BudgetShortage) -> LogEntry {
        var entry = LogEntry(.warning, messageID: MessageID.budgetRefused.rawValue, message: "refused a request: \(shortage.message)")
        entry.fields.add("SHUNT_REQUEST", call.id.text)
        entry.fields.add("SHUNT_BUDGET", shortage.budget.name.text)
        entry.fields.add("SHUNT_SESSION", call.session.text)
        addCaller(call, to: &entry.fields)
        return entry
    }

    private static func addCaller(_ call: ChatCall, to fields: inout LogFields) {
        guard let caller = call.caller else { return }
        fields.add("SHUNT_UID", Int(caller.identity.uid))
        fields.add("SHUNT_PID", Int(caller.pid))
        fields.add("SHUNT_UNIT", caller.identity.unit)
    }

    /// What staying on a warm model was weighed against.
    private static func addComparison(_ comparison: Comparison, to fields: inout LogFields) {
        fields.add("SHUNT_SWITCH_VERDICT", comparison.verdict.rawValue)
        fields.add("SHUNT_WARM_MODEL", comparison.warm.id.text)
        fields.add("SHUNT_WARM_TOKENS", comparison.warmTokens)
        fields.add("SHUNT_EXPECTED_CALLS", comparison.expectedCalls)
        fields.add("SHUNT_STAY_USD", comparison.stay)
        fields.add("SHUNT_SWITCH_USD", comparison.change)
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
        var text = Bytes()
        text.reserveCapacity(256)
        appendWay(kept, record, to: &text)
        if let failure {
            text.append(": \(failure.kind.rawValue)\(faults(record.attempts))")
        } else {
            text.append(literal: ":")
            appendUse(settlement, to: &text)
        }
        return text.text
    }

    /// From the mode to who answered.
    private static func appendWay(_ kept: LedgerEntry, _ record: LedgerRecord, to text: inout Bytes) {
        text.append(kept.mode ?? "no mode")
        if case .unknownMode(let nearest) = record.decision.origin { text.append(nearest.map { " (unknown, nearest is \($0))" } ?? " (unknown)") }
        if let tier = kept.tier {
            text.append(literal: " → ")
            text.append(tier)
        }
        if let last = record.last {
            text.append(literal: " → ")
            text.append(last.model.text)
            text.append(literal: " (")
            text.append(last.provider.text)
            text.append(literal: ")")
        }
        let outpaced = record.attempts.count(where: \.isOutpaced)
        let failed = record.attempts.count - outpaced - 1
        if failed > 0 { text.append(" after \(failed) failed") }
        if outpaced > 0 { text.append(literal: ", hedged") }
    }

    /// What it used, cost and took.
    private static func appendUse(_ settlement: Settlement, to text: inout Bytes) {
        if let usage = settlement.usage {
            if usage.estimated { text.append(literal: " about") }
            append(" ", usage.totalInput, " in", to: &text)
            if usage.cacheRead > 0 { append(" (", usage.cacheRead, " cached)", to: &text) }
            append(", ", usage.totalOutput, " out,", to: &text)
        }
        if let cost = settlement.cost { append(" ", cost, to: &text) } else { text.append(literal: " cost unknown,") }
        if let saved = settlement.saved { append(" saved ", saved, to: &text) }
        append(" ", Int(settlement.duration.inMilliseconds), " ms", to: &text)
    }

    private static func append(_ before: StaticString, _ count: Int, _ after: StaticString, to text: inout Bytes) {
        text.append(literal: before)
        text.append(decimal: count)
        text.append(literal: after)
    }

    private static func append(_ before: StaticString, _ money: Money, to text: inout Bytes) {
        text.append(literal: before)
        text.append(dollars: money)
        text.append(literal: ",")
    }
}
