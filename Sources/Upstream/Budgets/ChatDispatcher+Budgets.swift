internal import Conversation
internal import Exchange
internal import Loop
internal import Primitives
internal import Routing
internal import Settings

extension ChatDispatcher {
    /// Has budgets hold what the trial may take; false where one of them let the request down to another tier, so that somebody else is asked.
    ///
    /// Never inlined: what it needs would be part of every waiting call's frame.
    @inline(never)
    func fund(_ trial: Trial, _ pursuit: Pursuit) async throws(CallFailure) -> Bool {
        let outcome: BudgetKeeper.Outcome
        do throws(CallFailure) {
            outcome = try await budgets.reserve(trial, pursuit)
        } catch {
            ledger.abandoned(trial)
            throw error
        }
        switch outcome {
        case .held(let hold):
            trial.take(hold)
            return true
        case .short(let shortage):
            ledger.abandoned(trial)
            try descend(shortage, trial.candidate, pursuit)
            return false
        }
    }

    /// As above, for an attempt beside another: nil where it would have to wait, or is not covered.
    func fundAtOnce(_ trial: Trial, _ pursuit: Pursuit) -> Trial? {
        guard pursuit.call.snapshot.hasBudgets else { return trial }
        guard case .held(let hold)? = budgets.reserveAtOnce(trial, pursuit) else {
            ledger.abandoned(trial)
            return nil
        }
        trial.take(hold)
        return trial
    }

    @inline(never)
    private func descend(_ shortage: BudgetShortage, _ candidate: Candidate, _ pursuit: Pursuit) throws(CallFailure) {
        let budget = shortage.budget.name
        // An answer that was begun is gone on with where it was begun.
        guard pursuit.beginning == nil, let descent = pursuit.descent(by: shortage) else {
            budgets.noteRefusal(budget)
            throw pursuit.refused(shortage)
        }
        let record = try lower(pursuit.call, descent, shortage, than: candidate)
        guard record.error == nil || !record.resting.isEmpty else {
            budgets.noteRefusal(budget)
            throw pursuit.refused(shortage)
        }
        budgets.noteDescent(budget)
        try pursuit.descended(record)
    }

    /// The decision for the tier that a budget lets the request down to, without candidates that may cost more than the one that it does
    /// not cover.
    private func lower(
        _ call: ChatCall, _ descent: Descent, _ shortage: BudgetShortage, than candidate: Candidate
    ) throws(CallFailure) -> DecisionRecord {
        var record = try record(of: call, descent)
        guard let most = call.worstCase(candidate).usd else { return record }
        record.reject { other in
            guard let usd = call.worstCase(other).usd else { return nil }
            return usd > most ? .dearer(descent.budget) : nil
        }
        return record
    }

    /// What would be decided now, budgets included.
    func afforded(_ call: ChatCall) throws(CallFailure) -> DecisionRecord {
        var record = try record(of: call)
        guard call.snapshot.hasBudgets else { return record }
        var descents: [BudgetName] = []
        while let first = record.candidates.first, let shortage = budgets.shortage(call, first, in: record.tier) {
            guard let descent = Descent(by: shortage, from: record.tier, after: descents) else {
                record.refuse(shortage)
                break
            }
            descents.append(descent.budget)
            let next = try lower(call, descent, shortage, than: first)
            if next.candidates.isEmpty { record.refuse(shortage) } else { record = next }
        }
        return record
    }
}
