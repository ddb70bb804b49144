internal import Primitives
internal import Routing

/// Requests before which staying on a model with a warm cache was weighed against a change to the cheaper one that their mode asks for, of one
/// verdict.
struct ReportVerdict {
    let verdict: Comparison.Verdict
    let requests: Int
    /// What the way that was chosen was expected to cost over the calls of its mode, and what the other.
    let chosen: Money
    let left: Money
    /// What the requests themselves cost.
    let cost: Money

    /// Nil for what is no verdict.
    init?(_ line: ReportLine) {
        guard let verdict = Comparison.Verdict(rawValue: line.name), line.requests > 0 else { return nil }
        self.verdict = verdict
        requests = line.requests
        (chosen, left) = verdict == .stay ? (line.stay, line.change) : (line.change, line.stay)
        cost = line.cost
    }

    var saved: Money { left - chosen }
}
