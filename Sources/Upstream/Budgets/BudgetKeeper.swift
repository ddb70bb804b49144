internal import Conversation
package import Exchange
package import Loop
package import Primitives
internal import Routing
internal import Settings
package import Telemetry

/// Holds requests to their budgets. Before a call is made what it may take at most is reserved, and is on disk; after it what it took
/// is settled.
@LoopActor
package final class BudgetKeeper {
    var budgets = Budgets()
    package internal(set) var outcomes: [BudgetName: BudgetOutcomes] = [:]
    let store: (any BudgetStore)?
    let log: (LogEntry) -> Void
    /// Unix seconds.
    let clock: () -> Int
    /// Rings when something is given back.
    private let returned = Bell()
    /// Rings when a lease is on disk.
    let written = Bell()
    var isWriting = false
    var slackTimer: TimerToken?
    enum Load { case notYet, underWay, done, failed }
    var load = Load.notYet
    /// Why the disk does not have what is spent; nil where it does.
    package internal(set) var failure: String?
    var retryTimer: TimerToken?
    let retryPause: Duration
    var reminder = Reminder()

    /// Without a `store` budgets hold for as long as the daemon runs. After `retryPause` a store that failed is tried again.
    package init(
        store: (any BudgetStore)? = nil, log: @escaping (LogEntry) -> Void, clock: @escaping () -> Int = { Clock.unixSeconds },
        retryPause: Duration = Limits.storeRetryPause
    ) {
        self.store = store
        self.retryPause = retryPause
        self.log = log
        self.clock = clock
    }

    /// What became of a reservation.
    enum Outcome {
        /// Nil where no budget counts the attempt.
        case held(BudgetHold?)
        case short(BudgetShortage)
    }

    /// Reserves what the attempt may take. Where it would fit if requests under way took less than they may, waits for them as long as
    /// requests wait for a turn.
    func reserve(_ trial: Trial, _ pursuit: Pursuit) async throws(CallFailure) -> Outcome {
        let call = pursuit.call
        let claims = call.claims(trial.candidate, in: pursuit.record.tier)
        if claims.isEmpty { return .held(nil) }
        await restore()
        let need = pursuit.need(trial)
        let patience = EventLoop.now + call.snapshot.limits.queueTime
        let end = call.deadline.map { min($0, patience) } ?? patience
        while true {
            switch take(claims, need) {
            case .success(let hold):
                let own = BudgetHold(hold, trial.candidate.model.price, self)
                do throws(CancellationError) { try await leased(hold) } catch {
                    own.release()
                    throw CallFailure(.cancelled, "the caller cancelled the request", attempts: pursuit.attempts)
                }
                return .held(own)
            case .failure(let shortage):
                guard shortage.waitsForOthers, EventLoop.now < end else { return .short(shortage) }
                do throws(CancellationError) { try await returned.rung(before: end) } catch {
                    throw CallFailure(.cancelled, "the caller cancelled the request", attempts: pursuit.attempts)
                }
            }
        }
    }

    /// As above, without waiting for anything; nil where it would have to.
    func reserveAtOnce(_ trial: Trial, _ pursuit: Pursuit) -> Outcome? {
        let claims = pursuit.call.claims(trial.candidate, in: pursuit.record.tier)
        if claims.isEmpty { return .held(nil) }
        guard case .success(let hold) = take(claims, pursuit.need(trial)) else { return nil }
        let own = BudgetHold(hold, trial.candidate.model.price, self)
        if store == nil || failure != nil { write() }
        if budgets.isLeased(hold) { return .held(own) }
        own.release()
        return nil
    }

    private func take(_ claims: [BudgetClaim], _ need: BudgetAmounts) -> Result<Budgets.Hold, BudgetShortage> {
        do throws(BudgetShortage) { return .success(try budgets.reserve(claims, need, now: clock())) } catch { return .failure(error) }
    }

    func shortage(_ call: ChatCall, _ candidate: Candidate, in tier: TierName?) -> BudgetShortage? {
        budgets.shortage(call.claims(candidate, in: tier), call.worstCase(candidate).amounts, now: clock())
    }

    func close(_ hold: Budgets.Hold, spending amounts: BudgetAmounts) {
        budgets.close(hold, spending: amounts, now: clock())
        returned.ring()
        if store != nil, budgets.hasSlack, slackTimer == nil {
            slackTimer = EventLoop.schedule(after: Limits.budgetSlackPause) { [weak self] in self?.takeUpSlack() }
        }
        if budgets.needsWriting { write() }
    }

    func noteRefusal(_ budget: BudgetName) { outcomes[budget, default: BudgetOutcomes()].refused += 1 }
    func noteDescent(_ budget: BudgetName) { outcomes[budget, default: BudgetOutcomes()].degraded += 1 }
}

extension Pursuit {
    /// What an attempt may take of budgets: the request itself counts once.
    fileprivate func need(_ trial: Trial) -> BudgetAmounts {
        var amounts = call.worstCase(trial.candidate).amounts
        if isCounted { amounts.requests = 0 }
        return amounts
    }
}
