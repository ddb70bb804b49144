internal import Conversation
package import Exchange
package import Loop
internal import Primitives
package import Routing
internal import Settings
package import Telemetry
package import Transfer

/// Answers chat calls: decides, tries the candidates in order until one begins to answer, and sees that each call is settled.
@LoopActor
package final class ChatDispatcher: ChatService {
    private let caller: ProviderCaller
    private let state: RoutingState
    private let ledger: Settler

    package init(client: HTTPClient, state: RoutingState, counters: Counters, log: @escaping (LogEntry) -> Void) {
        caller = ProviderCaller(client: client)
        self.state = state
        ledger = Settler(state: state, counters: counters, log: log)
    }

    package func explain(_ call: ChatCall) throws(CallFailure) -> DecisionRecord {
        Decision.decide(call.snapshot.table, state.query(for: call, try policy(for: call)))
    }

    package func open(_ call: ChatCall) async throws(CallFailure) -> any Answer {
        ledger.began()
        var record: DecisionRecord?
        var attempts: [Attempt] = []
        do throws(CallFailure) {
            let decided = Decision.decide(call.snapshot.table, state.query(for: call, try policy(for: call)))
            record = decided
            return try await answer(call, decided, &attempts)
        } catch {
            ledger.refused(call, record, attempts, error)
            throw error
        }
    }

    /// What the local configuration lets this caller ask for.
    private func policy(for call: ChatCall) throws(CallFailure) -> CallerPolicy {
        guard let policy = call.snapshot.policy(for: call.identity) else {
            throw CallFailure(.denied, "no rule of the configuration allows this caller; an operator can add one under [[callers]]")
        }
        return policy
    }

    /// Tries candidates until one gives the first meaningful part of an answer.
    private func answer(_ call: ChatCall, _ record: DecisionRecord, _ attempts: inout [Attempt]) async throws(CallFailure) -> any Answer {
        if let error = record.error { throw CallFailure(error) }
        for trial in Trial.all(record.candidates, call).prefix(call.snapshot.configuration.limits.attempts) {
            let candidate = trial.candidate
            // Another key helps where the last one was at fault, and nowhere else.
            if trial.keyIndex > 0, attempts.last?.fault?.isOfItsKey != true { continue }
            let started = EventLoop.now
            let attempt = { Attempt(model: candidate.model.id, provider: candidate.provider.name, fault: $0, duration: EventLoop.now - started) }
            do throws(AttemptEnd) {
                let upstream = try await caller.call(trial, for: call)
                attempts.append(attempt(nil))
                let route = Route(request: call.id, record: record, candidate: candidate, dialect: candidate.provider.dialect, attempts: attempts)
                return LiveAnswer(upstream, route: route, call: call, ledger: ledger)
            } catch {
                let fault = try error.fault(attempts)
                attempts.append(attempt(fault))
                ledger.failed(candidate, fault, isLastKey: trial.isLastKey)
                guard fault.mayMoveOn else { throw CallFailure(fault, attempts: attempts) }
            }
        }
        throw CallFailure(lastOf: attempts)
    }
}
