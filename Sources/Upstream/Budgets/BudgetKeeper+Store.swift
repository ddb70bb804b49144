internal import Exchange
internal import Loop
internal import Primitives
internal import Routing
internal import Telemetry

// What outlives the daemon.
extension BudgetKeeper {
    /// Takes what was spent before the daemon's start, once.
    package func restore() async {
        guard let store else { return }
        while load == .underWay { try? await written.rung(before: EventLoop.now + .seconds(1)) }
        guard load == .notYet else { return }
        load = .underWay
        do throws(LedgerFailure) { try await takeIn(from: store) } catch {
            load = .failed
            fail(error)
        }
        written.ring()
    }

    private func takeIn(from store: any BudgetStore) async throws(LedgerFailure) {
        budgets.restore(try await store.load(), now: clock())
        load = .done
    }

    /// Writes the exact figures down, once no request is under way.
    package func close() async {
        guard let store, load == .done || load == .failed else { return }
        slackTimer?.cancel()
        retryTimer?.cancel()
        while isWriting { guard (try? await written.rung(before: EventLoop.now + .seconds(1))) != nil else { break } }
        // A file that was taken away shows when it is written, and is begun anew the second time.
        for _ in 0..<2 {
            do throws(LedgerFailure) {
                if load == .failed { try await takeIn(from: store) }
                return try await store.write(budgets.books(now: clock()))
            } catch {
                tell(error)
            }
        }
    }

    /// Returns once a crash would forget nothing of the reservation, or the disk has failed.
    func leased(_ hold: Budgets.Hold) async throws(CancellationError) {
        while !budgets.isLeased(hold) {
            write()
            if budgets.isLeased(hold) { return }
            try await written.rung(before: EventLoop.now + .seconds(1))
        }
    }

    /// While the disk fails budgets hold in memory, and no request waits for it.
    func write(takingUpSlack: Bool = false) {
        guard let store, failure == nil else { return budgets.leased(budgets.lease()) }
        if isWriting { return }
        isWriting = true
        EventLoop.spawn {
            var takingUpSlack = takingUpSlack
            while self.failure == nil, self.budgets.needsWriting || takingUpSlack {
                await self.write(self.budgets.lease(takingUpSlack: takingUpSlack), to: store)
                takingUpSlack = false
            }
            self.isWriting = false
            self.written.ring()
        }
    }

    private func write(_ lease: Budgets.Lease, to store: any BudgetStore) async {
        do throws(LedgerFailure) { if !lease.rows.isEmpty { try await store.write(lease.rows) } } catch { fail(error) }
        budgets.leased(lease)
        written.ring()
    }

    func takeUpSlack() {
        slackTimer = nil
        write(takingUpSlack: true)
    }
}

// A disk that fails.
extension BudgetKeeper {
    private func fail(_ error: LedgerFailure) {
        tell(error)
        retryTimer?.cancel()
        retryTimer = EventLoop.schedule(after: retryPause) { [weak self] in EventLoop.spawn { await self?.retry() } }
    }

    /// Reads what could not be read, and writes all that is spent: nobody knows what of it is on disk.
    private func retry() async {
        guard let store, failure != nil else { return }
        do throws(LedgerFailure) {
            if load == .failed { try await takeIn(from: store) }
            let lease = budgets.leaseOfAll(now: clock())
            try await store.write(lease.rows)
            budgets.leasedAll(lease)
        } catch { return fail(error) }
        failure = nil
        if budgets.needsWriting { write() }
        guard reminder.end() else { return }
        log(LogEntry(.notice, messageID: MessageID.budgetsNotKept.rawValue, message: "what is spent of budgets is written down again, all of it"))
    }

    private func tell(_ error: LedgerFailure) {
        failure = error.message
        guard reminder.isDue(at: EventLoop.now) else { return }
        log(LogEntry(
            .error, messageID: MessageID.budgetsNotKept.rawValue,
            message: "what is spent of budgets is kept in memory alone: \(error.message); budgets hold, but if the daemon ended now it would forget this"))
    }
}
