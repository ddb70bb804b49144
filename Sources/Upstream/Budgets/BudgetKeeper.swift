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
    private let store: (any BudgetStore)?
    private let log: (LogEntry) -> Void
    /// Unix seconds.
    let clock: () -> Int
    /// Rings when something is given back.
    private let returned = Bell()
    /// Rings when a lease is on disk.
    private let written = Bell()
    private var isWriting = false
    private var slackTimer: TimerToken?
    private enum Load { case notYet, underWay, done }
    private var load = Load.notYet
    /// Why the last write failed; nil where it did not.
    private(set) var failure: String?

    /// Without a `store` budgets hold for as long as the daemon runs.
    package init(store: (any BudgetStore)? = nil, log: @escaping (LogEntry) -> Void, clock: @escaping () -> Int = { Clock.unixSeconds }) {
        self.store = store
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
        let patience = EventLoop.now + call.snapshot.configuration.limits.queueTime
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
        if store == nil { write() }
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

// What outlives the daemon.
extension BudgetKeeper {
    /// Takes what was spent before the daemon's start, once.
    package func restore() async {
        guard let store, load != .done else { return }
        while load == .underWay { try? await written.rung(before: EventLoop.now + .seconds(1)) }
        guard load == .notYet else { return }
        load = .underWay
        do throws(LedgerFailure) { budgets.restore(try await store.load(), now: clock()) } catch { note(error) }
        load = .done
        written.ring()
    }

    /// Writes the exact figures down, once no request is under way.
    package func close() async {
        guard let store, load == .done else { return }
        slackTimer?.cancel()
        while isWriting { guard (try? await written.rung(before: EventLoop.now + .seconds(1))) != nil else { break } }
        do throws(LedgerFailure) { try await store.write(budgets.books(now: clock())) } catch { note(error) }
    }

    /// Returns once a crash would forget nothing of the reservation.
    private func leased(_ hold: Budgets.Hold) async throws(CancellationError) {
        while !budgets.isLeased(hold) {
            write()
            if budgets.isLeased(hold) { return }
            try await written.rung(before: EventLoop.now + .seconds(1))
        }
    }

    private func write(takingUpSlack: Bool = false) {
        guard let store else { return budgets.leased(budgets.lease()) }
        if isWriting { return }
        isWriting = true
        EventLoop.spawn {
            var takingUpSlack = takingUpSlack
            while self.budgets.needsWriting || takingUpSlack {
                await self.write(self.budgets.lease(takingUpSlack: takingUpSlack), to: store)
                takingUpSlack = false
            }
            self.isWriting = false
            self.written.ring()
        }
    }

    /// A disk that fails holds no request up: then budgets hold within the daemon's life alone, and the next lease tries again.
    private func write(_ lease: Budgets.Lease, to store: any BudgetStore) async {
        do throws(LedgerFailure) {
            if !lease.rows.isEmpty { try await store.write(lease.rows) }
            if failure != nil { log(LogEntry(.notice, messageID: MessageID.ledgerFailed.rawValue, message: "what is spent of budgets can be written down again")) }
            failure = nil
        } catch {
            note(error)
        }
        budgets.leased(lease)
        written.ring()
    }

    private func takeUpSlack() {
        slackTimer = nil
        write(takingUpSlack: true)
    }

    private func note(_ error: LedgerFailure) {
        if failure == nil {
            let text = "what is spent of budgets is kept in memory alone: \(error.message)"
            log(LogEntry(.error, messageID: MessageID.ledgerFailed.rawValue, message: text))
        }
        failure = error.message
    }
}
