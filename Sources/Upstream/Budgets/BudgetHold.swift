internal import Conversation
internal import Exchange
internal import Loop
internal import Primitives
internal import Routing
internal import Settings

/// What budgets hold for one attempt. It is settled once: whatever comes after that changes nothing.
@LoopActor
final class BudgetHold {
    private var hold: Budgets.Hold?
    private let price: Price?
    private let keeper: BudgetKeeper

    init(_ hold: Budgets.Hold, _ price: Price?, _ keeper: BudgetKeeper) {
        self.hold = hold
        self.price = price
        self.keeper = keeper
    }

    /// The attempt used nothing that is paid for.
    func release() { close(.zero) }

    /// `usage`: what the attempt is billed for. `asRequest`: whether it was what the caller asked for, rather than an attempt beside that.
    func settle(_ usage: Usage, asRequest: Bool) {
        guard let hold else { return }
        // Where a class that was used has no price, the worst case stands for it.
        let usd = price.map { Pricing.cost(of: usage, at: $0, time: Clock.unixSeconds) ?? hold.amounts.usd } ?? .zero
        close(BudgetAmounts(usd: usd, tokens: usage.totalInput + usage.totalOutput, requests: asRequest ? hold.amounts.requests : 0))
    }

    private func close(_ spent: BudgetAmounts) {
        guard let hold else { return }
        self.hold = nil
        keeper.close(hold, spending: spent)
    }
}

extension ChatCall {
    /// What budgets have to say in an attempt with `candidate`.
    func claims(_ candidate: Candidate, in tier: TierName?) -> [BudgetClaim] {
        let caller = identity
        let subject = BudgetRule.Subject(
            caller: caller, session: session.text, tags: intent.tags.map { ($0.name, $0.value) }, provider: candidate.provider.name)
        return snapshot.budgets(access).flatMap { rule in
            let isAtBottom = tier.map { rule.budget.over == .tier($0) } ?? false
            return rule.parts(of: subject).map { BudgetClaim(rule.budget, value: $0, isAtBottom: isAtBottom) }
        }
    }

    func worstCase(_ candidate: Candidate) -> WorstCase { WorstCase(facts, bytes: bytes, on: candidate.model) }

    /// Why budgets keep the candidate from answering, whatever is left of them.
    func budgetFlaw(_ candidate: Candidate, in tier: TierName?) -> Rejection.Reason? {
        guard candidate.model.price == nil else { return nil }
        let claim = claims(candidate, in: tier).first { $0.budget.limits.usd != nil && !$0.budget.takesUnpriced }
        return claim.map { .unpriced($0.budget.name) }
    }
}
