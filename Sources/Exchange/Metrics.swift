package import Conversation
package import Loop
package import Primitives

/// Figures of all requests since the daemon's start, by what routing made of them.
///
/// Labels are names of the table and words of shunt's own, never a caller's; beyond ``Limits/metricSeries`` further ones are counted as `other`.
@LoopActor
package final class Metrics {
    package struct Labels: Hashable, Comparable, Sendable {
        package let mode, tier, model, status: String

        package static func < (left: Self, right: Self) -> Bool {
            (left.mode, left.tier, left.model, left.status) < (right.mode, right.tier, right.model, right.status)
        }
    }

    package struct Figures: Sendable {
        package var requests = 0
        package var attempts = 0
        package var usage = Usage()
        package var cost = Money.zero
        package var saved = Money.zero
        package var hedged = Money.zero
    }

    package private(set) var figures: [Labels: Figures] = [:]
    /// From the request's arrival to the first token of its answer, and to its end.
    package private(set) var firstToken = Histogram()
    package private(set) var duration = Histogram()

    /// Second candidates that were asked because the first was late, and those of them that answered first.
    package private(set) var hedges = 0
    package private(set) var hedgesWon = 0
    /// Answers that another model went on with.
    package private(set) var continuations = 0

    package init() {}

    package func hedged() { hedges += 1 }
    package func hedgeWon() { hedgesWon += 1 }
    package func continued() { continuations += 1 }

    /// Counts one request; `mode`, `tier` and `model` as the decision knows them, nil where it knows none.
    package func ended(mode: String?, tier: String?, model: String?, status: String, attempts: Int, _ settlement: Settlement) {
        var labels = Labels(mode: mode ?? "", tier: tier ?? "", model: model ?? "", status: status)
        if figures[labels] == nil, figures.count >= Limits.metricSeries {
            labels = Labels(mode: "other", tier: "other", model: "other", status: status)
        }
        figures[labels, default: Figures()].add(settlement, attempts: attempts)
        duration.add(settlement.duration)
        if let first = settlement.firstToken { firstToken.add(first) }
    }
}

extension Metrics.Figures {
    fileprivate mutating func add(_ settlement: Settlement, attempts: Int) {
        requests += 1
        self.attempts += attempts
        if let cost = settlement.cost { self.cost += cost }
        if let saved = settlement.saved { self.saved += saved }
        if let hedged = settlement.hedged { self.hedged += hedged }
        guard let more = settlement.usage else { return }
        usage.input += more.input
        usage.cacheRead += more.cacheRead
        usage.cacheWrite5m += more.cacheWrite5m
        usage.cacheWrite1h += more.cacheWrite1h
        usage.output += more.output
        usage.reasoning += more.reasoning
    }
}
