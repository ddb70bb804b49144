package import Primitives
internal import Routing

/// What a replay adds up to: for all calls, and for each mode with its tier.
package struct ReplayReport: Sendable {
    /// Sums over calls of one kind.
    package struct Sums: Sendable, Equatable {
        package var calls = 0
        /// What they cost then, those of unknown cost aside.
        package var did = Money.zero
        package var undid = 0
        /// What they had cost, those of unknown cost aside.
        package var would = Money.zero
        package var unpriced = 0
        /// Calls whose usage is the trace's own.
        package var exact = 0
        /// Calls that stayed on a better model than their mode asked for.
        package var stayed = 0

        package init() {}

        mutating func add(_ step: Replay.Step) {
            calls += 1
            if let did = step.call.cost { self.did += did } else { undid += 1 }
            if let cost = step.cost { would += cost } else { unpriced += 1 }
            if step.isExact { exact += 1 }
            if step.record.preference == .stayed { stayed += 1 }
        }
    }

    package struct Row: Sendable {
        package let mode: String?
        package let tier: String?
        package var sums = Sums()
    }

    /// By mode and tier, in the order of their first calls.
    package private(set) var rows: [Row] = []
    package private(set) var total = Sums()
    /// Calls that failed or used nothing, and those that no model could have answered.
    package private(set) var skipped = 0
    package private(set) var unanswered = 0
    /// Why the first of those could not.
    package private(set) var firstRefusal: String?

    package init() {}

    package mutating func add(_ step: Replay.Step) {
        guard step.call.usage != nil, step.call.status == "ok" else { return skipped += 1 }
        guard step.candidate != nil else {
            unanswered += 1
            firstRefusal = firstRefusal ?? step.record.reason
            return
        }
        total.add(step)
        let (mode, tier) = (step.record.mode?.text, step.record.tier?.text)
        let index = rows.firstIndex { $0.mode == mode && $0.tier == tier } ?? rows.count
        if index == rows.count { rows.append(Row(mode: mode, tier: tier)) }
        rows[index].sums.add(step)
    }
}
