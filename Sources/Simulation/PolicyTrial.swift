package import Primitives
package import Routing

/// What the same generated sessions cost by each policy.
package struct PolicyTrial: Sendable {
    /// One session's cost by policy; nil where a price is missing.
    package private(set) var sessions: [[ReplayPolicy: Money]] = []
    /// What no policy could have gone below, had it known all beforehand; nil where a price is missing, or it was not asked for.
    package private(set) var bound: Money?
    /// Calls, and those of them that stayed on a better model.
    package private(set) var calls = 0
    package private(set) var stayed = 0

    /// Plays `count` sessions of `kind` through `table`. Habits are learnt from one session to the next, as by a daemon.
    package init(_ kind: SessionKind, sessions count: Int, seed: UInt64, through table: Table, withBound: Bool = false) {
        if withBound { bound = .zero }
        var generator = SessionGenerator(kind, seed: seed)
        var replays = ReplayPolicy.allCases.map { ($0, Replay(table, $0)) }
        for _ in 0..<count {
            let session = generator.next()
            calls += session.count
            var costs: [ReplayPolicy: Money] = [:]
            for index in replays.indices { costs[replays[index].0] = cost(of: session, &replays[index].1) }
            sessions.append(costs)
            if let sum = bound { bound = Self.bound(of: session, through: table).map { sum + $0 } }
        }
    }

    private static func bound(of session: [TraceCall], through table: Table) -> Money? {
        var replay = Replay(table, .follow)
        let asked = session.map { call in
            let tier = replay.play(call).record.tier
            return table.tiers.first { $0.name == tier }?.rank ?? 0
        }
        return Hindsight.cost(of: session, through: table, asked: asked)
    }

    private mutating func cost(of session: [TraceCall], _ replay: inout Replay) -> Money? {
        var sum: Money? = .zero
        for call in session {
            let step = replay.play(call)
            if step.record.preference == .stayed { stayed += 1 }
            sum = sum.flatMap { sum in step.cost.map { sum + $0 } }
        }
        return sum
    }

    /// What all sessions cost; nil where a price is missing.
    package func total(_ policy: ReplayPolicy) -> Money? {
        sessions.reduce(.zero) { sum, costs in sum.flatMap { sum in costs[policy].map { sum + $0 } } }
    }

    /// How much dearer `policy` is than `other` over all sessions, in thousandths of the other's cost: negative where it is cheaper.
    package func excess(of policy: ReplayPolicy, over other: ReplayPolicy) -> Int? { Self.excess(of: total(policy), over: total(other)) }

    /// The same of ``bound``.
    package func boundExcess(over other: ReplayPolicy) -> Int? { Self.excess(of: bound, over: total(other)) }

    /// The same over the cheaper one of always following the mode and staying on the first model.
    package var excessOverBetter: Int? {
        guard let follow = excess(of: .cacheAware, over: .follow), let first = excess(of: .cacheAware, over: .first) else { return nil }
        return max(follow, first)
    }

    private static func excess(of cost: Money?, over base: Money?) -> Int? {
        guard let cost, let base, base > .zero else { return nil }
        return Int((cost.picodollars - base.picodollars) * 1000 / base.picodollars)
    }
}
